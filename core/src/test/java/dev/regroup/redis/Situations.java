package dev.regroup.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What nodes of each dialect answer in each situation: as captured, or as their sources document it. Pure. */
final class Situations {

    private static final String PERSISTENCE =
            "# Persistence\r\nloading:0\r\nrdb_last_bgsave_status:ok\r\naof_enabled:1\r\naof_last_write_status:ok\r\n";
    private static final String KEYSPACE = "# Keyspace\r\ndb0:keys=7,expires=0,avg_ttl=0\r\n";
    private static final String OLD_REPLICA =
            "# Replication\r\nrole:slave\r\nmaster_host:10.0.0.1\r\nmaster_port:6379\r\n";
    private static final String LINKED =
            OLD_REPLICA + "master_link_status:up\r\nmaster_last_io_seconds_ago:3\r\nmaster_sync_in_progress:0\r\n";
    private static final String ID = "8371b4fb1155b71f4a04d3e1bc3e18c4a990aeeb";
    private static final String HISTORY =
            "master_replid:" + ID + "\r\nmaster_replid2:" + "0".repeat(ID.length()) + "\r\n";
    private static final String TAIL = "slave_priority:100\r\nslave_read_only:1\r\nconnected_slaves:0\r\n";

    private Situations() {}

    /**
     * One situation.
     *
     * @param dialect who speaks
     * @param name what has happened
     * @param answers what each question is answered with
     * @param expected what the look comes to
     */
    record Situation(String dialect, String name, Function<String, String> answers, String expected) {}

    /** Returns those of Redis and its kin. */
    static List<Situation> ofRedis() {
        List<Situation> all = new ArrayList<>();
        all.addAll(captured());
        all.add(redis(
                "Redis 2.8",
                "replica, linked",
                LINKED + "slave_repl_offset:1433\r\n" + TAIL,
                "replica of 10.0.0.1:6379 up, quiet 3 s, at ?, eligible, append-only"));
        all.add(redis(
                "Redis 2.8",
                "replica, copying",
                OLD_REPLICA
                        + "master_link_status:down\r\nmaster_last_io_seconds_ago:-1\r\nmaster_sync_in_progress:1\r\nmaster_sync_left_bytes:4096\r\nslave_repl_offset:1\r\n"
                        + TAIL,
                "replica of 10.0.0.1:6379 syncing, at ?, eligible, append-only"));
        all.add(redis(
                "Redis 2.8",
                "master",
                master(
                        "slave0:ip=10.0.0.2,port=6379,state=online,offset=1433,lag=1\r\nslave1:ip=10.0.0.3,port=6379,state=send_bulk,offset=0,lag=0\r\nmaster_repl_offset:1433\r\n"),
                "master, at ?, feeds 1, append-only, writable"));
        all.add(redis(
                "codis-server 3.2",
                "master",
                master("slave0:ip=10.0.0.2,port=6379,state=online,offset=90,lag=0\r\nmaster_repl_offset:90\r\n"),
                "master, at ?, feeds 1, append-only, writable"));
        all.add(redis(
                "codis-server 3.2",
                "no good replica",
                "# Replication\r\nrole:master\r\nconnected_slaves:0\r\nmin_slaves_good_slaves:0\r\nmaster_repl_offset:90\r\n",
                "master, at ?, feeds 0, append-only, refuses writes"));
        all.add(redis(
                "Redis 4",
                "replica, no master yet",
                OLD_REPLICA
                        + "master_link_status:down\r\nmaster_last_io_seconds_ago:-1\r\nmaster_sync_in_progress:0\r\nslave_repl_offset:1\r\nmaster_link_down_since_seconds:2\r\n"
                        + TAIL + HISTORY,
                "replica of 10.0.0.1:6379 down, at ?, eligible, append-only"));
        all.add(redis(
                "Redis 5",
                "replica, linked",
                LINKED + "slave_repl_offset:1433\r\n" + TAIL + HISTORY
                        + "master_repl_offset:1433\r\nsecond_repl_offset:-1\r\n",
                "replica of 10.0.0.1:6379 up, quiet 3 s, at 8371b4:1433, eligible, append-only"));
        all.add(redis(
                "Redis 6.2",
                "must not be master",
                LINKED
                        + "slave_read_repl_offset:14\r\nslave_repl_offset:14\r\nslave_priority:0\r\nslave_read_only:1\r\nreplica_announced:1\r\nconnected_slaves:0\r\nmaster_failover_state:no-failover\r\n"
                        + HISTORY + "second_repl_offset:-1\r\n",
                "replica of 10.0.0.1:6379 up, quiet 3 s, at 8371b4:14, not eligible, append-only"));
        all.add(redis(
                "Redis 8",
                "replica of an IPv6 host",
                "# Replication\r\nrole:slave\r\nmaster_host:fe80:0:0:0:0:0:0:1\r\nmaster_port:6379\r\nmaster_link_status:up\r\nmaster_last_io_seconds_ago:0\r\nmaster_sync_in_progress:0\r\nslave_read_repl_offset:20\r\nslave_repl_offset:20\r\nreplica_announced:1\r\nmaster_failover_state:no-failover\r\n"
                        + TAIL + HISTORY + "second_repl_offset:-1\r\n",
                "replica of [fe80::1]:6379 up, at 8371b4:20, eligible, append-only"));
        all.add(redis(
                "Valkey 8",
                "master",
                master(
                        "slave0:ip=10.0.0.2,port=6379,state=online,offset=70,lag=1,type=replica\r\nslave1:ip=10.0.0.3,port=6379,state=wait_bgsave,offset=0,lag=0,type=main-channel\r\nreplicas_waiting_psync:0\r\nreplicas_repl_buffer_size:0\r\nreplicas_repl_buffer_peak:0\r\nmaster_failover_state:no-failover\r\n"
                                + HISTORY + "master_repl_offset:70\r\nsecond_repl_offset:-1\r\n"),
                "master, at 8371b4:70, feeds 1, append-only, writable"));
        return all;
    }

    /** Returns those of Pika before 4.0.1. */
    static List<Situation> ofOldPika() {
        String replica =
                "# Replication(SLAVE)\r\nrole:slave\r\nReplicationID:94e8feea\r\nmaster_host:10.0.0.1\r\nmaster_port:9221\r\n";
        String five = replica
                + "master_link_status:up\r\nrepl_connect_status:\r\ndb0:connected\r\nslave_priority:100\r\nslave_read_only:1\r\nis_eligible_for_master_election:true\r\n";
        return List.of(
                pika("Pika 2016", "alone", "# Replication\r\nrole:single\r\n", "master, at ?, feeds 0"),
                pika(
                        "Pika 3.3",
                        "master",
                        "# Replication(MASTER)\r\nrole:master\r\nReplicationID: 94e8feea\r\nconnected_slaves:1\r\nslave0:ip=10.0.0.2,port=9971,conn_fd=104,lag=(db0:0)\r\ndb0 binlog_offset=0 284,safety_purge=none\r\n",
                        "master, at 94e8fe:284, feeds 1"),
                pika(
                        "Pika 3.5.3",
                        "replica, asks for a copy",
                        replica
                                + "master_link_status:down\r\nslave_priority:0\r\nslave_read_only:1\r\ndb_repl_state:(db0:TryDBSync)\r\ndb0:binlog_offset=0 0,safety_purge=none\r\n",
                        "replica of 10.0.0.1:9221 syncing, at ?"),
                pika(
                        "Pika 3.5.3",
                        "replica, gave up",
                        replica
                                + "master_link_status:down\r\nslave_priority:0\r\nslave_read_only:1\r\ndb_repl_state:(db0:Error)\r\ndb0:binlog_offset=0 9,safety_purge=none\r\n",
                        "replica of 10.0.0.1:9221 stuck, at ?"),
                pika(
                        "Pika 3.5.5",
                        "replica, linked",
                        five
                                + "db0:binlog_offset=368 42825224,safety_purge=write2file358\r\nslave_repl_offset:38630422024\r\n",
                        "replica of 10.0.0.1:9221 up, at 94e8fe:38630422024, eligible"),
                pika(
                        "Pika 3.5.5",
                        "two databases",
                        five.replace("db0:connected\r\n", "db0:connected\r\ndb1:connecting\r\n")
                                + "db0:binlog_offset=0 7,safety_purge=none\r\ndb1:binlog_offset=0 9,safety_purge=none\r\nslave_repl_offset:16\r\n",
                        "replica of 10.0.0.1:9221 down, at 94e8fe:7,9, eligible"),
                pika(
                        "Pika 2026",
                        "writes paused",
                        "# Replication(MASTER)\r\nrole:master\r\nReplicationID:94e8feea\r\nconnected_slaves:0\r\nis_eligible_for_master_election:true\r\ndb0:binlog_offset=0 9,safety_purge=none\r\nslave_repl_offset:9\r\npause_write:1\r\n",
                        "master, at 94e8fe:9, feeds 0, eligible, refuses writes"));
    }

    /** Returns what stands in place of INFO. */
    static List<Situation> ofReplies() {
        return List.of(
                reply("-NOAUTH Authentication required.\r\n", "alive, tells nothing: auth"),
                reply("-ERR NOAUTH Authentication required.\r\n", "alive, tells nothing: auth"),
                reply(
                        "-WRONGPASS invalid username-password pair or user is disabled.\r\n",
                        "alive, tells nothing: auth"),
                reply(
                        "-NOPERM this user has no permissions to run the 'info' command\r\n",
                        "alive, tells nothing: auth"),
                reply("-DENIED Redis is running in protected mode\r\n", "alive, tells nothing: auth"),
                reply("-BUSY Redis is busy running a script.\r\n", "alive, tells nothing: busy"),
                reply("-ERR max number of clients reached\r\n", "alive, tells nothing: max clients"),
                reply("-LOADING Redis is loading the dataset in memory\r\n", "alive, tells nothing: loading"),
                reply("-MASTERDOWN Link with MASTER is down\r\n", "alive, tells nothing: error"),
                reply("-MISCONF Redis is configured to save RDB snapshots\r\n", "alive, tells nothing: error"),
                reply("-READONLY You can't write against a read only replica.\r\n", "alive, tells nothing: error"),
                reply("-ERR unknown command 'INFO'\r\n", "alive, tells nothing: error"),
                reply(FakeNode.bulk("ERR: server role is error"), "alive, tells nothing: unparsable"),
                reply(":1\r\n", "alive, tells nothing: unparsable"),
                reply("HTTP/1.1 400 Bad Request\r\n\r\n", "alive, tells nothing: unparsable"));
    }

    private static List<Situation> captured() {
        Map<String, String> expected = Map.of(
                "1-healthy-a",
                "master, at 3c1b88:957, feeds 1, append-only, writable",
                "1-healthy-b",
                "replica of 127.0.0.1:24110 up, quiet 5 s, at 3c1b88:957, eligible, append-only",
                "2b-master-down-state1-oos-b",
                "replica of 127.0.0.1:24110 down, at 3c1b88:957, eligible, append-only",
                "4-old-master-back-a",
                "replica of 127.0.0.1:24111 up, quiet 1 s, at 0baf21:957, eligible, append-only",
                "4-old-master-back-b",
                "master, at 0baf21+1:957, feeds 1, append-only, writable");
        return Captures.REDIS.stream()
                .map(name -> redis(
                        "Redis 7.0.15",
                        name.substring(name.indexOf('/') + 1),
                        Captures.read(name),
                        expected.getOrDefault(name.substring(name.indexOf('/') + 1), "?")))
                .toList();
    }

    private static String master(String lines) {
        return "# Replication\r\nrole:master\r\nconnected_slaves:2\r\n" + lines;
    }

    private static Situation redis(String dialect, String name, String replication, String expected) {
        return new Situation(
                dialect,
                name,
                question -> switch (question) {
                    case "info replication" -> FakeNode.bulk(replication);
                    case "info persistence" -> FakeNode.bulk(PERSISTENCE);
                    case "info keyspace" -> FakeNode.bulk(KEYSPACE);
                    default -> FakeNode.asReplica(question);
                },
                expected);
    }

    private static Situation pika(String dialect, String name, String replication, String expected) {
        return new Situation(
                dialect,
                name,
                question -> switch (question) {
                    case "info replication" -> FakeNode.bulk(replication);
                    case "info server" ->
                        FakeNode.bulk("# Server\r\npika_version:3.5.0\r\nprocess_id:7\r\nuptime_in_seconds:9\r\n");
                    case "info persistence", "info keyspace" -> FakeNode.bulk("");
                    default -> FakeNode.asReplica(question);
                },
                expected);
    }

    private static Situation reply(String reply, String expected) {
        String name = ReplyClassifier.shortened(reply);
        return new Situation("any", name.length() > 44 ? name.substring(0, 44) : name, question -> reply, expected);
    }
}
