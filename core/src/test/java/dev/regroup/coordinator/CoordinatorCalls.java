package dev.regroup.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Coordinator.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a test of a coordinator says in one line: each call waits for its answer. */
abstract class CoordinatorCalls {

    static final String FOLDER = "/regroup/groups";
    static final String KEY = "/regroup/groups/orders";
    static final String OTHER = "/regroup/groups/users";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Returns a new client of a store that is empty when a test begins, and that all clients of one test share. */
    protected abstract Coordinator connect();

    /** Lets the store give up that client's session without the client's doing. */
    protected abstract void expire(Coordinator client);

    protected static Read read(Coordinator client, String key) {
        return done(client.read(key));
    }

    protected static Register found(Coordinator client, String key) {
        return ((Read.Found) read(client, key)).register();
    }

    protected static CommitOutcome commit(Coordinator client, List<Check> checks, List<Put> puts) {
        return done(client.commit(unfenced(checks, puts)));
    }

    protected static Register create(Coordinator client, String key, String value) {
        return only(commit(client, List.of(absent(key)), List.of(put(key, value))));
    }

    protected static Register update(Coordinator client, Register before, String value) {
        return only(commit(client, List.of(at(before)), List.of(put(before.key(), value))));
    }

    private static Register only(CommitOutcome outcome) {
        assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
        return ((CommitOutcome.Committed) outcome).written().get(0);
    }

    protected static CommitOutcome delete(Coordinator client, List<Check> checks, String key) {
        return done(client.commit(new Commit(checks, List.of(), List.of(key), Optional.empty())));
    }

    protected static void createForSession(Coordinator client, String key, String value) {
        assertThat(commit(client, List.of(absent(key)), List.of(session(key, value))))
                .isInstanceOf(CommitOutcome.Committed.class);
    }

    protected static Put session(String key, String value) {
        return new Put(key, Bytes.utf8(value), Put.Life.SESSION);
    }

    protected static Listing.Page page(Coordinator client, String folder, Optional<String> after) {
        return (Listing.Page) done(client.list(folder, after));
    }

    /** Returns everything that is in the folder, page by page. */
    protected static List<Register> list(Coordinator client, String folder) {
        List<Register> all = new ArrayList<>();
        Listing.Page page = page(client, folder, Optional.empty());
        all.addAll(page.registers());
        while (page.next().isPresent()) {
            page = page(client, folder, page.next());
            all.addAll(page.registers());
        }
        return all;
    }

    protected static CommitOutcome fenced(Coordinator client, String key, Leadership.Held held) {
        return done(client.commit(
                new Commit(List.of(absent(key)), List.of(put(key, "fenced")), Optional.of(held.fence()))));
    }

    protected static Commit unfenced(List<Check> checks, List<Put> puts) {
        return new Commit(checks, puts, Optional.empty());
    }

    protected static Check absent(String key) {
        return new Check(key, Optional.empty());
    }

    protected static Check at(Register register) {
        return new Check(register.key(), Optional.of(register.version()));
    }

    protected static Put put(String key, String value) {
        return new Put(key, Bytes.utf8(value));
    }

    protected static BlockingQueue<Change> watch(Coordinator client, String prefix) {
        BlockingQueue<Change> heard = new LinkedBlockingQueue<>();
        client.watch(prefix, heard::add);
        return heard;
    }

    protected static BlockingQueue<Leadership> campaign(Coordinator client) {
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        client.campaign("reconciler", heard::add);
        return heard;
    }

    /** Waits for a change that may concern the key. */
    protected static void awaitChange(BlockingQueue<Change> heard, String key) throws InterruptedException {
        Change change = next(heard);
        while (change instanceof Change.Keys some && !some.keys().contains(key)) {
            change = next(heard);
        }
    }

    /** Waits for changes until the register is there in that version. */
    protected static void awaitVersion(Coordinator client, BlockingQueue<Change> heard, Register register)
            throws InterruptedException {
        awaitChange(heard, register.key());
        while (!read(client, register.key()).equals(new Read.Found(register))) {
            awaitChange(heard, register.key());
        }
    }

    /** Waits for changes until there is no such register. */
    protected static void awaitAbsence(Coordinator client, String key, BlockingQueue<Change> heard)
            throws InterruptedException {
        while (!read(client, key).equals(new Read.Absent())) {
            awaitChange(heard, key);
        }
    }

    /** Waits until the leadership is won; before that it may be heard to be lost. */
    protected static Leadership.Held awaitHeld(BlockingQueue<Leadership> heard) throws InterruptedException {
        Leadership leadership = next(heard);
        while (!(leadership instanceof Leadership.Held)) {
            leadership = next(heard);
        }
        return (Leadership.Held) leadership;
    }

    protected static <T> T next(BlockingQueue<T> heard) throws InterruptedException {
        T next = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(next).as("something heard within %s", PATIENCE).isNotNull();
        return next;
    }

    protected static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
