package dev.regroup.etcd;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads registers; those that wait for each other share one transaction, which reads as it is. Thread-safe. */
final class Reads {

    /** Below the 128 operations that a transaction takes by default. */
    private static final int BATCH = 100;

    private static final int UNDER_WAY = 4;

    private final Requests requests;
    private final Paths paths;
    private final ScheduledExecutorService thread;
    private final Gate gate;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isFlushing = new AtomicBoolean();

    /** A read that is not sent yet. */
    private record Waiting(String key, CompletableFuture<Answer<List<KeyValue>>> answer) {}

    Reads(Requests requests, Paths paths, ScheduledExecutorService thread) {
        this.requests = requests;
        this.paths = paths;
        this.thread = thread;
        this.gate = new Gate(UNDER_WAY, thread);
    }

    /** Returns what is under the key: one, or none. */
    CompletionStage<Answer<List<KeyValue>>> read(String key) {
        CompletableFuture<Answer<List<KeyValue>>> answer = requests.waiting();
        waiting.add(new Waiting(key, answer));
        if (isFlushing.compareAndSet(false, true)) {
            Tasks.run(thread, this::flush);
        }
        return answer;
    }

    private void flush() {
        isFlushing.set(false);
        while (!waiting.isEmpty()) {
            List<Waiting> batch = new ArrayList<>();
            for (Waiting next = waiting.poll(); next != null; next = batch.size() < BATCH ? waiting.poll() : null) {
                batch.add(next);
            }
            gate.enter(() -> send(batch));
        }
    }

    private CompletionStage<?> send(List<Waiting> batch) {
        List<Waiting> open =
                batch.stream().filter(each -> !each.answer.isDone()).toList();
        if (open.size() <= 1) {
            return single(open);
        }
        Op[] gets = open.stream()
                .map(each -> Op.get(paths.of(each.key), GetOption.DEFAULT))
                .toArray(Op[]::new);
        return requests.<TxnResponse>repeated(
                        client -> client.getKVClient().txn().Then(gets).commit())
                .thenCompose(answer -> answered(open, answer));
    }

    /** What one register does to a transaction, by its size or permissions, concerns that one alone. */
    private CompletionStage<?> answered(List<Waiting> open, Answer<TxnResponse> answer) {
        if (answer.isOk()) {
            List<GetResponse> responses = answer.value().orElseThrow().getGetResponses();
            for (int i = 0; i < open.size(); i++) {
                open.get(i).answer.complete(Answer.of(responses.get(i).getKvs()));
            }
        } else if (isOfContent(answer.status())) {
            return single(open);
        } else {
            open.forEach(each -> each.answer.complete(Answer.failed(answer.status())));
        }
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private static boolean isOfContent(Status status) {
        return status.getCode() == Status.Code.RESOURCE_EXHAUSTED
                || Causes.refusal(status, "").isPresent();
    }

    private CompletionStage<?> single(List<Waiting> open) {
        CompletableFuture<?>[] all = open.stream()
                .map(each -> requests.get(paths.of(each.key), GetOption.DEFAULT)
                        .thenAccept(answer -> each.answer.complete(
                                new Answer<>(answer.status(), answer.value().map(GetResponse::getKvs))))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all);
    }
}
