package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.node.Command;
import dev.regroup.node.Command.Follow;
import dev.regroup.node.Command.Mode;
import dev.regroup.redis.InfoParser.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is sent to carry out a command, in order and in one write. Immutable.
 *
 * <p>Redis takes it as one transaction, in the order of CodisLabs/codis, pkg/utils/redis/client.go, SetMaster. CLIENT
 * KILL spares the connection it comes from (redis 7.0.15, networking.c, clientCommand: SKIPME is yes). A full copy on
 * Redis: SLAVEOF NO ONE draws a new replication id (replication.c, replicationUnsetMaster), by which the master cannot
 * continue; the one before it makes a replica of a master, which would keep its id.
 *
 * <p>Pika takes one after the other, as its own Codis sends them: without masterauth and CLIENT KILL for a promotion
 * (OpenAtomFoundation/pika v4.0.1, codis/pkg/utils/redis/client.go). There CLIENT KILL takes the kind in lower case
 * only, says OK, and never answers on the same connection again.
 *
 * @param form how the steps hang together
 * @param steps what is sent
 */
record Script(Form form, List<Step> steps) {

    private static final Step PERSIST = Step.optional("CONFIG REWRITE", "CONFIG", "REWRITE");
    private static final Step DROP_CLIENTS = Step.optional("CLIENT KILL", "CLIENT", "KILL", "TYPE", "normal");
    private static final Step NO_ONE = Step.decisive("SLAVEOF", "SLAVEOF", "NO", "ONE");

    /** How the steps hang together. */
    enum Form {
        /** All or nothing, between MULTI and EXEC. */
        TRANSACTION,
        /** Each by itself. */
        ONE_BY_ONE,
        /** Each by itself; then the node stops answering on this connection. */
        LAST_WORDS
    }

    /** Whether a step decides what becomes of the command. */
    enum Weight {
        /** If it is refused, so is the command; of several the last. */
        DECIDES,
        /** If it is refused, that is a warning. */
        MAY_FAIL
    }

    /**
     * One step.
     *
     * @param name what it is called in a warning, without secrets
     * @param words what is sent
     * @param weight whether it decides
     */
    record Step(String name, List<String> words, Weight weight) {

        private static Step decisive(String name, String... words) {
            return new Step(name, List.of(words), Weight.DECIDES);
        }

        private static Step optional(String name, String... words) {
            return new Step(name, List.of(words), Weight.MAY_FAIL);
        }

        /** Returns the name: the words may hold a secret. */
        @Override
        public String toString() {
            return name;
        }
    }

    Script {
        steps = List.copyOf(steps);
    }

    /** Returns what carries out that command on a node that speaks that dialect. */
    static Script of(Command command, Dialect dialect, Optional<Credentials> replication) {
        return dialect == Dialect.PIKA ? onPika(command, replication) : onRedis(command, replication);
    }

    private static Script onRedis(Command command, Optional<Credentials> replication) {
        List<Step> steps = new ArrayList<>();
        if (command instanceof Command.Promote) {
            steps.addAll(List.of(NO_ONE, PERSIST, DROP_CLIENTS));
        } else if (command instanceof Follow follow) {
            Step slaveOf = slaveOf(follow.master().address());
            replication.ifPresent(credentials -> steps.addAll(masterAuth(credentials)));
            steps.addAll(follow.mode() == Mode.FULL ? List.of(slaveOf, NO_ONE, slaveOf) : List.of(slaveOf));
            steps.addAll(List.of(PERSIST, DROP_CLIENTS));
        } else if (command instanceof Command.Detach) {
            steps.addAll(List.of(NO_ONE, PERSIST));
        } else if (command instanceof Command.Fence fence) {
            steps.add(new Step("CLIENT PAUSE", clientPause(fence.length()), Weight.MAY_FAIL));
            steps.add(new Step("CLIENT KILL", DROP_CLIENTS.words(), Weight.DECIDES));
        } else if (command instanceof Command.PauseWrites pause) {
            steps.add(new Step("CLIENT PAUSE", clientPause(pause.length()), Weight.DECIDES));
        } else if (command instanceof Command.ResumeWrites) {
            steps.add(Step.decisive("CLIENT UNPAUSE", "CLIENT", "UNPAUSE"));
        }
        return new Script(steps.size() == 1 ? Form.ONE_BY_ONE : Form.TRANSACTION, steps);
    }

    private static Script onPika(Command command, Optional<Credentials> replication) {
        List<Step> steps = new ArrayList<>();
        if (command instanceof Command.Promote || command instanceof Command.Detach) {
            steps.addAll(List.of(NO_ONE, PERSIST));
        } else if (command instanceof Follow follow) {
            replication.ifPresent(
                    credentials -> steps.add(masterAuth(credentials).get(0)));
            steps.add(onPika(follow));
            steps.add(PERSIST);
        } else if (command instanceof Command.Fence) {
            steps.add(new Step("CLIENT KILL", DROP_CLIENTS.words(), Weight.DECIDES));
            return new Script(Form.LAST_WORDS, steps);
        } else if (command instanceof Command.PauseWrites) {
            steps.add(Step.decisive("CONFIG SET pause-write", "CONFIG", "SET", "pause-write", "yes"));
        } else if (command instanceof Command.ResumeWrites) {
            steps.add(Step.decisive("CONFIG SET pause-write", "CONFIG", "SET", "pause-write", "no"));
        }
        return new Script(Form.ONE_BY_ONE, steps);
    }

    private static Step onPika(Follow follow) {
        Step plain = slaveOf(follow.master().address());
        List<String> words = new ArrayList<>(plain.words());
        words.add("force");
        return follow.mode() == Mode.FULL ? new Step(plain.name(), List.copyOf(words), plain.weight()) : plain;
    }

    private static Step slaveOf(Address master) {
        return Step.decisive("SLAVEOF", "SLAVEOF", master.host(), Integer.toString(master.port()));
    }

    private static List<Step> masterAuth(Credentials credentials) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.optional("CONFIG SET masterauth", "CONFIG", "SET", "masterauth", credentials.secret()));
        credentials
                .user()
                .ifPresent(
                        user -> steps.add(Step.optional("CONFIG SET masteruser", "CONFIG", "SET", "masteruser", user)));
        return steps;
    }

    /** Redis before 6.2 knows no mode, and says that this is a syntax error. */
    private static List<String> clientPause(Duration length) {
        return List.of("CLIENT", "PAUSE", Long.toString(length.toMillis()), "WRITE");
    }
}
