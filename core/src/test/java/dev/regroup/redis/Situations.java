package dev.regroup.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What nodes of each dialect answer in each situation: as captured, or as their sources document it. Pure. */
final class Situations {

    private static final String PERSISTENCE = lines(
            "# Persistence", "loading:0", "rdb_last_bgsave_status:ok", "aof_enabled:1", "aof_last_write_status:ok");
    private static final String KEYSPACE = lines("# Keyspace", "db0:keys=7,expires=0,avg_ttl=0");
    private static final String OLD_REPLICA =
            lines("# Replication", "role:slave", "master_host:10.0.0.1", "master_port:6379");
    private static final String LINKED =
            OLD_REPLICA + lines("master_link_status:up", "master_last_io_seconds_ago:3", "master_sync_in_progress:0");
    private static final String ID = "8371b4fb1155b71f4a04d3e1bc3e18c4a990aeeb";
    private static final String HISTORY =
            "master_replid:" + ID + "\r\nmaster_replid2:" + "0".repeat(ID.length()) + "\r\n";
    private static final String TAIL = lines("slave_priority:100", "slave_read_only:1", "connected_slaves:0");

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
                        + lines(
                                "master_link_status:down",
                                "master_last_io_seconds_ago:-1",
                                "master_sync_in_progress:1",
                                "master_sync_left_bytes:4096",
                                "slave_repl_offset:1")
                        + TAIL,
                "replica of 10.0.0.1:6379 syncing, at ?, eligible, append-only"));
        all.add(redis(
                "Redis 2.8",
                "master",
                master(lines(
                        "slave0:ip=10.0.0.2,port=6379,state=online,offset=1433,lag=1",
                        "slave1:ip=10.0.0.3,port=6379,state=send_bulk,offset=0,lag=0",
                        "master_repl_offset:1433")),
                "master, at ?, feeds 1, append-only, writable"));
        all.add(redis(
                "codis-server 3.2",
                "master",
                master(lines("slave0:ip=10.0.0.2,port=6379,state=online,offset=90,lag=0", "master_repl_offset:90")),
                "master, at ?, feeds 1, append-only, writable"));
        all.add(redis(
                "codis-server 3.2",
                "no good replica",
                lines(
                        "# Replication",
                        "role:master",
                        "connected_slaves:0",
                        "min_slaves_good_slaves:0",
                        "master_repl_offset:90"),
                "master, at ?, feeds 0, append-only, refuses writes"));
        all.add(redis(
                "Redis 4",
                "replica, no master yet",
                OLD_REPLICA
                        + lines(
                                "master_link_status:down",
                                "master_last_io_seconds_ago:-1",
                                "master_sync_in_progress:0",
                                "slave_repl_offset:1",
                                "master_link_down_since_seconds:2")
                        + TAIL
                        + HISTORY,
                "replica of 10.0.0.1:6379 down, at ?, eligible, append-only"));
        all.add(redis(
                "Redis 5",
                "replica, linked",
                LINKED + "slave_repl_offset:1433\r\n" + TAIL + HISTORY
                        + lines("master_repl_offset:1433", "second_repl_offset:-1"),
                "replica of 10.0.0.1:6379 up, quiet 3 s, at 8371b4:1433, eligible, append-only"));
        all.add(redis(
                "Redis 6.2",
                "must not be master",
                LINKED
                        + lines(
                                "slave_read_repl_offset:14",
                                "slave_repl_offset:14",
                                "slave_priority:0",
                                "slave_read_only:1",
                                "replica_announced:1",
                                "connected_slaves:0",
                                "master_failover_state:no-failover")
                        + HISTORY + "second_repl_offset:-1\r\n",
                "replica of 10.0.0.1:6379 up, quiet 3 s, at 8371b4:14, not eligible, append-only"));
        all.add(redis(
                "Redis 8",
                "replica of an IPv6 host",
                lines(
                                "# Replication",
                                "role:slave",
                                "master_host:fe80:0:0:0:0:0:0:1",
                                "master_port:6379",
                                "master_link_status:up",
                                "master_last_io_seconds_ago:0",
                                "master_sync_in_progress:0",
                                "slave_read_repl_offset:20",
                                "slave_repl_offset:20",
                                "replica_announced:1",
                                "master_failover_state:no-failover")
                        + TAIL + HISTORY + "second_repl_offset:-1\r\n",
                "replica of [fe80::1]:6379 up, at 8371b4:20, eligible, append-only"));
        all.add(redis(
                "Valkey 8",
                "master",
                master(lines(
                                "slave0:ip=10.0.0.2,port=6379,state=online,offset=70,lag=1,type=replica",
                                "slave1:ip=10.0.0.3,port=6379,state=wait_bgsave,offset=0,lag=0,type=main-channel",
                                "replicas_waiting_psync:0",
                                "replicas_repl_buffer_size:0",
                                "replicas_repl_buffer_peak:0",
                                "master_failover_state:no-failover")
                        + HISTORY
                        + lines("master_repl_offset:70", "second_repl_offset:-1")),
                "master, at 8371b4:70, feeds 1, append-only, writable"));
        return all;
    }

    /** Returns those of Pika before 4.0.1. */
    static List<Situation> ofOldPika() {
        String replica = lines(
                "# Replication(SLAVE)",
                "role:slave",
                "ReplicationID:94e8feea",
                "master_host:10.0.0.1",
                "master_port:9221");
        String five = replica
                + lines(
                        "master_link_status:up",
                        "repl_connect_status:",
                        "db0:connected",
                        "slave_priority:100",
                        "slave_read_only:1",
                        "is_eligible_for_master_election:true");
        return List.of(
                pika("Pika 2016", "alone", lines("# Replication", "role:single"), "master, at ?, feeds 0"),
                pika(
                        "Pika 3.3",
                        "master",
                        lines(
                                "# Replication(MASTER)",
                                "role:master",
                                "ReplicationID: 94e8feea",
                                "connected_slaves:1",
                                "slave0:ip=10.0.0.2,port=9971,conn_fd=104,lag=(db0:0)",
                                "db0 binlog_offset=0 284,safety_purge=none"),
                        "master, at 94e8fe:284, feeds 1"),
                pika(
                        "Pika 3.5.3",
                        "replica, asks for a copy",
                        replica
                                + lines(
                                        "master_link_status:down",
                                        "slave_priority:0",
                                        "slave_read_only:1",
                                        "db_repl_state:(db0:TryDBSync)",
                                        "db0:binlog_offset=0 0,safety_purge=none"),
                        "replica of 10.0.0.1:9221 syncing, at ?"),
                pika(
                        "Pika 3.5.3",
                        "replica, gave up",
                        replica
                                + lines(
                                        "master_link_status:down",
                                        "slave_priority:0",
                                        "slave_read_only:1",
                                        "db_repl_state:(db0:Error)",
                                        "db0:binlog_offset=0 9,safety_purge=none"),
                        "replica of 10.0.0.1:9221 stuck, at ?"),
                pika(
                        "Pika 3.5.5",
                        "replica, linked",
                        five
                                + lines(
                                        "db0:binlog_offset=368 42825224,safety_purge=write2file358",
                                        "slave_repl_offset:38630422024"),
                        "replica of 10.0.0.1:9221 up, at 94e8fe:38630422024, eligible"),
                pika(
                        "Pika 3.5.5",
                        "two databases",
                        five.replace("db0:connected\r\n", lines("db0:connected", "db1:connecting"))
                                + lines(
                                        "db0:binlog_offset=0 7,safety_purge=none",
                                        "db1:binlog_offset=0 9,safety_purge=none",
                                        "slave_repl_offset:16"),
                        "replica of 10.0.0.1:9221 down, at 94e8fe:7,9, eligible"),
                pika(
                        "Pika 2026",
                        "writes paused",
                        lines(
                                "# Replication(MASTER)",
                                "role:master",
                                "ReplicationID:94e8feea",
                                "connected_slaves:0",
                                "is_eligible_for_master_election:true",
                                "db0:binlog_offset=0 9,safety_purge=none",
                                "slave_repl_offset:9",
                                "pause_write:1"),
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
        return lines("# Replication", "role:master", "connected_slaves:2") + lines;
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
                        FakeNode.bulk(lines("# Server", "pika_version:3.5.0", "process_id:7", "uptime_in_seconds:9"));
                    case "info persistence", "info keyspace" -> FakeNode.bulk("");
                    default -> FakeNode.asReplica(question);
                },
                expected);
    }

    private static Situation reply(String reply, String expected) {
        String name = ReplyClassifier.shortened(reply);
        return new Situation("any", name.length() > 44 ? name.substring(0, 44) : name, question -> reply, expected);
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }
}
