package dev.regroup.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.protocol.RedisProtocolException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of one command on a connection. Immutable. */
sealed interface Answer {

    /** The reply, as text; empty for a nil reply. */
    record Text(String text) implements Answer {}

    /** The error reply. */
    record Refused(String error) implements Answer {}

    /** Something came that is no reply in the protocol of Redis, or not of the kind that was asked for. */
    record Garbled(String text) implements Answer {}

    /** No reply will come: the connection is gone. */
    record Lost(Throwable cause) implements Answer {}

    /** Returns the answer to a command, as soon as there is one; it never completes exceptionally. */
    static CompletableFuture<Answer> to(CompletionStage<?> command) {
        return command.<Answer>handle(Answer::of).toCompletableFuture();
    }

    /**
     * Returns the answers to commands, in their order, as soon as there is one to each; it never completes
     * exceptionally.
     */
    static CompletableFuture<List<Answer>> toAll(List<? extends CompletionStage<?>> commands) {
        List<CompletableFuture<Answer>> answers =
                commands.stream().map(Answer::to).collect(Collectors.toList());
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).collect(Collectors.toList()));
    }

    /** Returns the answer that a reply or its absence amounts to. */
    static Answer of(@Nullable Object reply, @Nullable Throwable failure) {
        return failure == null ? new Text(reply == null ? "" : reply.toString()) : of(cause(failure));
    }

    private static Answer of(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (TlsFailure.text(cause).isPresent()) {
            return new Refused("DENIED " + TlsFailure.text(cause).orElse(""));
        }
        if (cause instanceof RedisCommandExecutionException) {
            return new Refused(message);
        }
        if (cause instanceof RedisProtocolException) {
            return new Garbled(message);
        }
        if (!isOfTheConnection(cause)) {
            return new Garbled(cause.toString());
        }
        // In protected mode Redis says DENIED and hangs up; Lettuce makes a connection failure of it.
        return cause instanceof RedisException && message.startsWith("DENIED") ? new Refused(message) : new Lost(cause);
    }

    /**
     * What Lettuce, Netty and the JDK throw when a connection ends. Whatever else ends a command comes from an output
     * that cannot take the reply ({@code CommandOutput.set}), so that the node has answered.
     */
    private static boolean isOfTheConnection(Throwable cause) {
        return cause instanceof RedisException
                || cause instanceof IOException
                || cause instanceof CancellationException
                || cause instanceof RejectedExecutionException;
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean isWrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        return isWrapper && cause != null ? cause(cause) : failure;
    }
}
