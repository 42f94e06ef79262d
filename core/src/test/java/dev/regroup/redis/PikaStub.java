package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A socket that speaks as a Pika v4.0.1 does (pika_admin.cc, SlaveofCmd and InfoCmd; client_thread.cc): its refusals,
 * its OK without effect, its silence after CLIENT KILL. Replication itself is told by the test ({@link #linked}).
 * Thread-safe.
 */
final class PikaStub implements AutoCloseable {

    static final String ID = "6b0a24ddec067de9ae9e6f56871df261041972e8b2984af6e4";

    private final FakeNode socket;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    private Optional<PikaGroup> group = Optional.empty();
    private Optional<Following> following = Optional.empty();
    private List<String> slaves = List.of();
    private String replicationId = ID;
    private long offset;
    private boolean isEligible = true;
    private boolean isForceLatched;
    private boolean canRewrite = true;
    private Optional<Boolean> pauseWrite = Optional.empty();
    private long startedAt = 1_700_000_000L;

    private record Following(String host, int port, String database) {}

    private PikaStub(FakeNode socket) {
        this.socket = socket;
    }

    static PikaStub start() {
        FakeNode socket = FakeNode.start(command -> FakeNode.SILENCE);
        PikaStub stub = new PikaStub(socket);
        socket.answer(stub::answer);
        return stub;
    }

    Member member(String id) {
        return socket.member(id);
    }

    /** Follows that master, with its database in that state, as {@code repl_connect_status} spells it. */
    PikaStub following(Address master, String database) {
        synchronized (lock) {
            following = Optional.of(new Following(master.host(), master.port(), database));
        }
        return this;
    }

    /** Is told that, as anybody may: a Pika takes ports that are none, and an {@link Address} does not. */
    PikaStub told(String... words) {
        String answer = asked(words);
        if (answer.startsWith("-")) {
            throw new IllegalStateException(answer);
        }
        return this;
    }

    /** Returns what it answers to anybody. */
    String asked(String... words) {
        try (RespClient client = RespClient.connect(port())) {
            return client.ask(words);
        }
    }

    /** Its link comes up. */
    PikaStub linked() {
        synchronized (lock) {
            following = following.map(now -> new Following(now.host(), now.port(), "connected"));
        }
        return this;
    }

    /** Replicates within that group. */
    PikaStub in(PikaGroup joined) {
        synchronized (lock) {
            group = Optional.of(joined);
        }
        return this;
    }

    /** Has these replicas, each as INFO writes it behind {@code slaveN:}. */
    PikaStub fed(String... lines) {
        synchronized (lock) {
            slaves = List.of(lines);
        }
        return this;
    }

    PikaStub at(String id, long position) {
        synchronized (lock) {
            replicationId = id;
            offset = position;
        }
        return this;
    }

    PikaStub ineligible() {
        synchronized (lock) {
            isEligible = false;
        }
        return this;
    }

    /** Knows {@code pause-write}, as builds of 2026 do. */
    PikaStub withPauseWrite() {
        synchronized (lock) {
            pauseWrite = Optional.of(false);
        }
        return this;
    }

    PikaStub withoutConfigFile() {
        synchronized (lock) {
            canRewrite = false;
        }
        return this;
    }

    /** Runs again, with the same run id and process number. */
    PikaStub restarted() {
        synchronized (lock) {
            startedAt += 60;
        }
        socket.hangUp();
        return this;
    }

    /** Somebody else drops all clients. */
    void killClients() {
        socket.ignoreVisitors();
    }

    /** Returns what it was told to change, in order. */
    List<String> commands() {
        return List.copyOf(commands);
    }

    boolean isForceLatched() {
        synchronized (lock) {
            return isForceLatched;
        }
    }

    String info() {
        synchronized (lock) {
            StringBuilder out = new StringBuilder();
            boolean isMaster = following.isEmpty();
            List<String> slaves = slaves();
            boolean isBoth = !isMaster && !slaves.isEmpty();
            out.append("# Replication(").append(isMaster ? "MASTER" : isBoth ? "Master && SLAVE" : "SLAVE");
            out.append(")\r\nrole:").append(isMaster ? "master" : isBoth ? "master&&slave" : "slave");
            out.append("\r\nReplicationID:").append(replicationId).append("\r\n");
            following.ifPresent(master -> out.append(link(nowAt(master), isBoth)));
            if (isMaster || isBoth) {
                out.append("connected_slaves:").append(slaves.size()).append("\r\n");
                for (int i = 0; i < slaves.size(); i++) {
                    out.append("slave")
                            .append(i)
                            .append(':')
                            .append(slaves.get(i))
                            .append("\r\n");
                }
            }
            out.append("is_eligible_for_master_election:").append(isEligible);
            out.append("\r\ndb0:binlog_offset=0 ").append(offset).append(",safety_purge=none\r\n");
            out.append("slave_repl_offset:").append(offset).append("\r\n");
            pauseWrite.ifPresent(isPaused ->
                    out.append("pause_write:").append(isPaused ? 1 : 0).append("\r\n"));
            return out.toString();
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private List<String> slaves() {
        List<String> all = new ArrayList<>(slaves);
        group.ifPresent(stubs -> all.addAll(stubs.listedAt(port())));
        return all;
    }

    private Following nowAt(Following master) {
        boolean isLinked = group.filter(stubs -> stubs.isLinked(port())).isPresent();
        return isLinked ? new Following(master.host(), master.port(), "connected") : master;
    }

    private int port() {
        return member("self").address().port();
    }

    private static String link(Following master, boolean isBoth) {
        boolean isUp = master.database().equals("connected");
        String state = master.database().equals("syncing_full") ? "WaitDBSync" : "NoConnect";
        return "master_host:" + master.host() + "\r\nmaster_port:" + master.port() + "\r\nmaster_link_status:"
                + (isUp ? "up" : "down") + "\r\nrepl_connect_status:\r\ndb0:" + master.database() + "\r\n"
                + (isBoth ? "" : "slave_priority:100\r\n") + "slave_read_only:1\r\n"
                + (isUp ? "" : "db_repl_state:(db0:" + state + ")\r\n");
    }

    private String answer(String command) {
        List<String> words = List.of(command.split(" "));
        return switch (words.get(0)) {
            case "info" -> info(words.get(1));
            case "time" -> "*2\r\n" + FakeNode.bulk(Long.toString(startedAt + 77)) + FakeNode.bulk("500000");
            case "config" -> config(words);
            case "slaveof" -> changed(command, slaveOf(words));
            case "client" -> changed(command, clientKill(command));
            default -> "-ERR unknown command \"" + words.get(0) + "\"\r\n";
        };
    }

    private String info(String section) {
        return switch (section) {
            case "replication" -> FakeNode.bulk(info());
            case "server" ->
                FakeNode.bulk("# Server\r\npika_version:4.0.0\r\nprocess_id:1\r\nuptime_in_seconds:77\r\nrun_id:"
                        + FakeNode.RUN_ID + "\r\n");
            case "keyspace" ->
                FakeNode.bulk("# Keyspace\r\n# Time:\r\ndb0 Strings_keys=0, expires=0, invalid_keys=0\r\n");
            default -> FakeNode.bulk("");
        };
    }

    private String config(List<String> words) {
        return switch (words.get(1)) {
            case "get" ->
                words.get(2).equals("binlog-file-size")
                        ? "*2\r\n" + FakeNode.bulk("binlog-file-size") + FakeNode.bulk("104857600")
                        : "*0\r\n";
            case "set" -> changed(String.join(" ", words), configSet(words));
            default -> changed("config rewrite", canRewrite ? "+OK\r\n" : "-ERR Rewire CONFIG fail\r\n");
        };
    }

    private String configSet(List<String> words) {
        synchronized (lock) {
            boolean isPause = words.get(2).equals("pause-write");
            if (isPause && pauseWrite.isEmpty()) {
                return "-ERR Unsupported CONFIG parameter: pause-write\r\n";
            }
            pauseWrite = isPause ? Optional.of(words.get(3).equals("yes")) : pauseWrite;
            return "+OK\r\n";
        }
    }

    private String slaveOf(List<String> words) {
        synchronized (lock) {
            if (words.get(1).equals("no")) {
                following = Optional.empty();
                group.ifPresent(stubs -> stubs.left(port()));
                return "+OK\r\n";
            }
            boolean isForced = words.size() == 4 && words.get(3).equals("force");
            if (words.size() > 3 && !isForced) {
                return "-ERR wrong number of arguments for 'slaveof' command\r\n";
            }
            return slaveOf(words.get(1), Integer.parseInt(words.get(2)), isForced);
        }
    }

    private String slaveOf(String host, int port, boolean isForced) {
        synchronized (lock) {
            Address own = member("self").address();
            if (port == 0) {
                return "-ERR value is not an integer or out of range\r\n";
            }
            if (own.host().equals(host) && own.port() == port) {
                return "-ERR The master ip:port and the slave ip:port are the same\r\n";
            }
            boolean isSame = following
                    .filter(now -> now.port() == port && (now.host().equals(host) || host.equals("127.0.0.1")))
                    .isPresent();
            if (isSame) {
                isForceLatched |= isForced;
                return "+OK\r\n";
            }
            if (!slaves().isEmpty()) {
                return "-ERR already master of others, invalid usage\r\n";
            }
            following = Optional.of(new Following(host, port, "no_connect"));
            if (port <= 65_535) {
                group.ifPresent(stubs -> stubs.followed(port(), Address.of(host, port)));
            }
            return "+OK\r\n";
        }
    }

    /** The kind is known in lower case only; here everything comes in lower case. */
    private String clientKill(String command) {
        if (!command.equals("client kill type normal")) {
            return "-ERR Syntax error, try CLIENT (LIST [order by [addr|idle]| KILL ip:port)\r\n";
        }
        socket.ignoreVisitors();
        return "+OK\r\n";
    }

    private String changed(String command, String answer) {
        commands.add(command);
        return answer;
    }

    /** Returns a stub in each situation of which there is a capture, by the name of the capture. */
    static List<Situation> captured() {
        Address master = Address.of("127.0.0.1", 22221);
        String first = "ip=127.0.0.1,port=22321,conn_fd=73,lag=(db0:0)";
        String second = "ip=127.0.0.1,port=22421,conn_fd=38,lag=(db0:0)";
        String below = "ip=127.0.0.1,port=22421,conn_fd=65,lag=(db0:0)";
        List<Situation> all = new ArrayList<>();
        all.add(new Situation("master-fresh", start().at("", 0)));
        all.add(new Situation("master-one-slave", start().at(ID, 39371959).fed(first)));
        all.add(new Situation("master-two-slaves", start().at(ID, 39372036).fed(first, second)));
        all.add(new Situation("ex-master-restarted", start().at(ID, 39372121)));
        all.add(new Situation("slave-after-noone", start().at(ID, 39372121)));
        all.add(new Situation(
                "master-eligible-false-promoted-mid-full-sync",
                start().at(ID, 39372584).ineligible()));
        all.add(new Situation(
                "middle-of-cascade",
                start().at(ID, 39372508).following(master, "connected").fed(below)));
        all.add(new Situation(
                "slave-during-full-sync",
                start().at(ID, 0).following(master, "syncing_full").ineligible()));
        all.add(new Situation("slave-in-sync", start().at(ID, 39371959).following(master, "connected")));
        all.add(new Situation("slave-master-down", start().at(ID, 39372121).following(master, "no_connect")));
        all.add(new Situation("slave-just-after-slaveof", start().at("", 0).following(master, "no_connect")));
        all.add(new Situation(
                "slave-auth-error", start().at("", 0).following(Address.of("127.0.0.1", 22521), "no_connect")));
        all.add(new Situation("slave-unreachable-master", start().at("", 0).told("SLAVEOF", "127.0.0.1", "70000")));
        all.add(new Situation(
                "slave-replication-id-mismatch",
                start().at("13ab518e55e2e42615950debeb523888fcea4499bfb2bce094", 0)
                        .following(master, "no_connect")));
        return all;
    }

    /** A stub in the situation of a capture. */
    record Situation(String capture, PikaStub stub) {}
}
