package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A lane goes on, whatever its tasks and ports throw, and ends when its pool does. */
class LaneTest {

    private final VirtualTime time = new VirtualTime();
    private final Lane lane = new Lane("orders", time::execute, time.time(), Duration.ofSeconds(2));
    private final List<String> done = new ArrayList<>();

    @Test
    void aTaskThatThrowsACheckedExceptionDoesNotStopTheNext() {
        lane.execute(() -> {
            throw sneaky(new IOException("no"));
        });
        lane.execute(() -> done.add("next"));

        time.settle();
        lane.execute(() -> done.add("later"));
        time.settle();

        assertThat(done).containsExactly("next", "later");
    }

    @Test
    void aPortThatThrowsAnythingIsAnsweredForAllTheSame() {
        lane.<String>whenDone(
                () -> {
                    throw sneaky(new IOException("no"));
                },
                "checked",
                done::add);
        lane.<String>whenDone(
                () -> {
                    throw new LinkageError("no");
                },
                "error",
                done::add);
        lane.<String>whenDone(() -> CompletableFuture.failedFuture(new IOException("no")), "failed", done::add);
        time.settle();

        assertThat(done).containsExactly("checked", "error", "failed");
    }

    @Test
    void withoutAPoolOnlyTheLastTaskIsRun() {
        Lane poolless = new Lane(
                "orders",
                task -> {
                    throw new RejectedExecutionException("shut down");
                },
                time.time(),
                Duration.ofSeconds(2));

        poolless.execute(() -> done.add("some"));
        poolless.executeLast(() -> done.add("last"));
        poolless.execute(() -> done.add("another"));

        assertThat(done).containsExactly("last");
    }

    @Test
    void theLastTaskIsRunAlsoIfThePoolIsShutDownWhileItWaits() {
        List<Runnable> pool = new ArrayList<>();
        Lane closing = new Lane(
                "orders",
                task -> {
                    if (!pool.isEmpty()) {
                        throw new RejectedExecutionException("shut down");
                    }
                    pool.add(task);
                },
                time.time(),
                Duration.ofSeconds(2));
        closing.execute(() -> done.add("running"));
        closing.execute(() -> done.add("waiting"));
        closing.executeLast(() -> done.add("last"));

        pool.get(0).run();

        assertThat(done).containsExactly("running", "last");
    }

    /** Throws any exception without declaring it, as code in other languages does; never returns. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Throwable> RuntimeException sneaky(Throwable any) throws T {
        throw (T) any;
    }
}
