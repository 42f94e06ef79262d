package dev.regroup.check;

import dev.regroup.model.Address;
import dev.regroup.model.Outcome;
import dev.regroup.redis.Eventually;
import dev.regroup.redis.RealRedis;
import dev.regroup.redis.RedisNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Real nodes, and where the explored world is known to differ, see {@link NodesOfTheModelTest}. */
final class RealNodesIT extends NodeBehaviours {

    @Override
    NodeLab open(Disk disk) {
        return new RealLab(disk);
    }

    @Test
    void twoReplicasOfEachOtherKeepTheirLinkForAWhile() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.follow(A, B);

            shows(lab, A, "follows b, up");
            shows(lab, B, "follows a, up");
        }
    }

    @Test
    void aReplicaOfAReplicaStaysLinkedOnceTheMasterIsGone() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.follow(C, B);
            shows(lab, C, "follows b, up");
            lab.kill(A);

            shows(lab, B, "follows a, down");
            shows(lab, C, "follows b, up");
        }
    }

    /** Plays with real servers. */
    private static final class RealLab implements NodeLab {

        private static final Duration DEADLINE = Duration.ofSeconds(2);

        private final RedisNodes observer = RedisNodes.create();
        private final List<RealRedis> nodes = new ArrayList<>();

        RealLab(Disk disk) {
            String kept = disk == Disk.NOTHING ? "appendonly no" : "appendonly yes";
            nodes.add(RealRedis.start(kept));
            told(A, "SET", "key", "value");
            nodes.add(RealRedis.startReplicaOf(nodes.get(A), kept));
            nodes.add(RealRedis.startReplicaOf(nodes.get(A), kept));
            Eventually.holds("all have the first write", () -> has(B) && has(C));
        }

        /** Tells it until it says yes: one that has just started answers that it is loading. */
        private void told(int node, String... command) {
            Eventually.holds(
                    String.join(" ", command),
                    () -> nodes.get(node).ask(command).startsWith("OK"));
        }

        private boolean has(int node) {
            return nodes.get(node).ask("GET", "key").equals("value")
                    && nodes.get(node)
                            .info("master_link_status")
                            .filter("up"::equals)
                            .isPresent();
        }

        @Override
        public void kill(int node) {
            nodes.get(node).kill9();
        }

        @Override
        public void start(int node) {
            nodes.get(node).restart();
        }

        @Override
        public void startEmpty(int node) {
            nodes.get(node).restart("repl-diskless-sync-delay 3600");
        }

        /** Whoever waits for its copy gets it when it asks anew. */
        @Override
        public void copy() {
            told(A, "CONFIG", "SET", "repl-diskless-sync-delay", "0");
        }

        @Override
        public void follow(int node, int master) {
            told(
                    node,
                    "REPLICAOF",
                    "127.0.0.1",
                    Integer.toString(nodes.get(master).port()));
            told(node, "CONFIG", "REWRITE");
        }

        @Override
        public void promote(int node) {
            told(node, "REPLICAOF", "NO", "ONE");
            told(node, "CONFIG", "REWRITE");
        }

        @Override
        public void hang(int node) {
            nodes.get(node).pause();
        }

        @Override
        public void mute(int node) {
            told(node, "CONFIG", "SET", "requirepass", "secret");
        }

        @Override
        public void write(int node) {
            Eventually.holds(
                    "INCR count", () -> nodes.get(node).ask("INCR", "count").matches("[0-9]+"));
        }

        @Override
        public Outcome look(int node) {
            return observer.look(nodes.get(node).member(Names.id(node).value()), DEADLINE)
                    .toCompletableFuture()
                    .join();
        }

        @Override
        public String name(Address address) {
            return IntStream.range(0, nodes.size())
                    .filter(node -> nodes.get(node).address().equals(address))
                    .mapToObj(node -> Names.id(node).value())
                    .findFirst()
                    .orElse("a stranger");
        }

        @Override
        public boolean isPatient() {
            return true;
        }

        @Override
        public void close() {
            observer.close();
            nodes.forEach(RealRedis::close);
        }
    }
}
