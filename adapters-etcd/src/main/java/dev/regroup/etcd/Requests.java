package dev.regroup.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Requests to the members of the cluster, each with a timeout. Thread-safe; does not block; stages never fail. */
final class Requests implements AutoCloseable {

    private static final int ATTEMPTS = 3;
    /** How many timeouts long. */
    private static final int WAITING = 3;

    private final Line line;
    private final Duration timeout;
    private final ScheduledExecutorService thread;
    private final Map<Long, Open> open = new ConcurrentHashMap<>();

    private final AtomicLong asked = new AtomicLong();
    private volatile boolean closed;

    /** What is not answered yet, and how to give it up. */
    private record Open(CompletableFuture<?> answer, Runnable giveUp) {}

    /** What is sent, and what comes back from jetcd. */
    interface Request<T> extends Function<Client, CompletableFuture<T>> {}

    Requests(Line line, Duration timeout, ScheduledExecutorService thread) {
        this.line = line;
        this.timeout = timeout;
        this.thread = thread;
    }

    /** Sends it once. */
    <T> CompletionStage<Answer<T>> once(Request<T> request) {
        CompletableFuture<Answer<T>> answer = sent();
        send(request, answer);
        return answer;
    }

    /**
     * Sends it again, while there is no answer: jetcd goes round the members, and one of them may be frozen. Only for
     * what does no harm when it is done twice.
     */
    <T> CompletionStage<Answer<T>> repeated(Request<T> request) {
        CompletableFuture<Answer<T>> answer = sent();
        send(request, answer);
        repeatLater(request, answer, ATTEMPTS - 1);
        return answer;
    }

    private <T> void repeatLater(Request<T> request, CompletableFuture<Answer<T>> answer, int left) {
        if (left > 0 && !answer.isDone()) {
            Tasks.later(thread, timeout.dividedBy(ATTEMPTS), () -> {
                if (!answer.isDone()) {
                    line.slow();
                    send(request, answer);
                    repeatLater(request, answer, left - 1);
                }
            });
        }
    }

    CompletionStage<Answer<GetResponse>> get(ByteSequence key, GetOption option) {
        return repeated(client -> client.getKVClient().get(key, option));
    }

    /** Tells whether there is somebody to ask at this moment, as far as it was noticed. */
    boolean isReached() {
        return line.isReached();
    }

    Client client() {
        return line.client();
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns an answer that will come, whatever happens, to a request that may have to wait until it is sent. */
    <T> CompletableFuture<Answer<T>> waiting() {
        return opened(timeout.multipliedBy(WAITING));
    }

    private <T> CompletableFuture<Answer<T>> sent() {
        CompletableFuture<Answer<T>> answer = opened(timeout);
        var unused = answer.thenAccept(known -> {
            if (known.is(Status.Code.DEADLINE_EXCEEDED)) {
                line.silent();
                line.slow();
            }
        });
        return answer;
    }

    private <T> CompletableFuture<Answer<T>> opened(Duration patience) {
        CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
        long number = asked.incrementAndGet();
        open.put(number, new Open(answer, () -> answer.complete(Answer.failed(Status.CANCELLED))));
        var unused = answer.whenComplete((known, never) -> open.remove(number));
        if (closed) {
            answer.complete(Answer.failed(Status.CANCELLED));
        }
        return answer.completeOnTimeout(
                Answer.failed(Status.DEADLINE_EXCEEDED), patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private <T> void send(Request<T> request, CompletableFuture<Answer<T>> answer) {
        if (answer.isDone()) {
            return;
        }
        try {
            var unused = request.apply(line.client()).whenComplete((value, failure) -> {
                Answer<T> told = failure == null ? Answer.of(value) : Answer.failed(Causes.status(failure));
                note(told);
                answer.complete(told);
            });
        } catch (RuntimeException notSent) { // of a client that is closed, or being replaced
            answer.complete(Answer.failed(Status.UNAVAILABLE.withCause(notSent)));
        }
    }

    /** Whoever refuses has answered. */
    private void note(Answer<?> told) {
        switch (told.status().getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED -> line.silent();
            case CANCELLED, UNKNOWN, INTERNAL -> {}
            default -> line.answered();
        }
    }

    /** Runs the task once everything that is open now is answered. */
    void whenQuiet(Runnable task) {
        CompletableFuture<?>[] answers =
                open.values().stream().map(Open::answer).toArray(CompletableFuture<?>[]::new);
        var unused = CompletableFuture.allOf(answers).thenRun(task);
    }

    /** Answers everything that is open, and everything later, as cancelled. */
    @Override
    public void close() {
        closed = true;
        open.values().forEach(each -> each.giveUp().run());
    }
}
