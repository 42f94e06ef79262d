package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Refusal;
import dev.regroup.model.Outcome.Silence;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One open connection to a node, from its opening to its end; it never reconnects. Each request goes out as one write,
 * and is answered in order. Thread-safe; nothing here blocks.
 */
final class Wire {

    private static final Duration DEFAULT_PING_PERIOD = Duration.ofSeconds(10);
    private static final List<String> SECTIONS = List.of("server", "replication", "persistence", "keyspace");

    private final StatefulRedisConnection<String, String> connection;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<Void> closedByNode = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    /** Set as soon as an answer is known to be lost, which is before Lettuce tells that the connection has ended. */
    private volatile boolean hasLostAnswers;

    private final AtomicBoolean pingPeriodAsked = new AtomicBoolean();
    private volatile Duration pingPeriod = DEFAULT_PING_PERIOD;

    private Wire(StatefulRedisConnection<String, String> connection) {
        this.connection = connection;
    }

    /** Takes over an open connection. */
    static Wire over(StatefulRedisConnection<String, String> connection) {
        Wire wire = new Wire(connection);
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> closed) {
                wire.disconnected(closed);
            }
        });
        return wire;
    }

    /** Tells whether a request sent now could be answered. */
    boolean isOpen() {
        return !hasLostAnswers && !ended.get() && connection.isOpen();
    }

    /** Returns a future that completes when the other side has closed the connection; never, if we close it first. */
    CompletionStage<Void> closedByNode() {
        return closedByNode;
    }

    /** Closes the connection; what is outstanding is lost. The stage completes when it is closed, however that went. */
    CompletionStage<Void> close() {
        if (ended.compareAndSet(false, true)) {
            release();
        }
        return released;
    }

    /**
     * Asks the node about itself. The future never completes exceptionally; it stays open as long as the node is silent
     * and the connection lives. When it ends as {@link Silence#RESET} this connection is no longer open.
     */
    CompletionStage<Outcome> look() {
        List<AsyncCommand<String, String, ?>> requests = new ArrayList<>();
        for (String section : SECTIONS) {
            requests.add(status(Keyword.INFO, section));
        }
        CompletableFuture<List<Answer>> sections = Answer.toAll(requests);
        CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);
        if (pingPeriodAsked.compareAndSet(false, true)) {
            AsyncCommand<String, String, List<String>> period =
                    request(Keyword.CONFIG, new ValueListOutput<>(StringCodec.UTF8), "GET", "repl-ping-replica-period");
            // The last one: the error of a node that hangs up answers the first.
            requests.add(period);
            ready = period.thenAccept(this::rememberPingPeriod)
                    .exceptionally(unreadable -> null)
                    .toCompletableFuture();
        }
        connection.dispatch(requests);
        return ready.thenCombine(sections, (done, answers) -> outcome(answers));
    }

    /**
     * Makes the node follow that master, or none, in one transaction: SLAVEOF, CONFIG REWRITE, CLIENT KILL TYPE normal
     * (the order of CodisLabs/codis, pkg/utils/redis/client.go, SetMaster). The last spares the connection it comes
     * from (redis 7.0.15, networking.c, clientCommand: SKIPME is yes). The future never completes exceptionally.
     */
    CompletionStage<Transaction> follow(Optional<Address> master) {
        ExecOutput results = new ExecOutput();
        List<AsyncCommand<String, String, ?>> requests = List.of(
                status(Keyword.MULTI),
                master.map(of -> status(Keyword.SLAVEOF, of.host(), Integer.toString(of.port())))
                        .orElseGet(() -> status(Keyword.SLAVEOF, "NO", "ONE")),
                status(Keyword.CONFIG, "REWRITE"),
                status(Keyword.CLIENT, "KILL", "TYPE", "normal"),
                request(Keyword.EXEC, results));
        CompletionStage<Transaction> transaction =
                Answer.toAll(requests).thenApply(answers -> Transaction.of(answers, results.get()));
        connection.dispatch(requests);
        return transaction;
    }

    private void disconnected(RedisChannelHandler<?, ?> closed) {
        if (ended.compareAndSet(false, true)) {
            if (closed.isClosed()) {
                // The client itself was shut down.
                released.complete(null);
            } else {
                // Lettuce keeps a connection that the other side has closed until told to drop it.
                release();
                closedByNode.complete(null);
            }
        }
    }

    private void release() {
        CompletionStage<Void> closing = connection.closeAsync();
        closing.whenComplete((done, failure) -> released.complete(null));
    }

    private Outcome outcome(List<Answer> answers) {
        StringBuilder text = new StringBuilder();
        for (Answer answer : answers) {
            if (answer instanceof Answer.Refused refused) {
                return ReplyClassifier.refusal(refused.error());
            }
            if (answer instanceof Answer.Garbled garbled) {
                return new Outcome.Uninformative(Refusal.UNPARSABLE, ReplyClassifier.shortened(garbled.text()));
            }
            if (answer instanceof Answer.Lost) {
                hasLostAnswers = true;
                return new Outcome.Silent(Silence.RESET);
            }
            text.append(((Answer.Text) answer).text()).append('\n');
        }
        InfoParser.Parsed parsed = InfoParser.parse(text.toString());
        return parsed instanceof InfoParser.Parsed.Told told
                ? new Outcome.Answered(told.info().withPingPeriod(pingPeriod))
                : new Outcome.Uninformative(Refusal.UNPARSABLE, ((InfoParser.Parsed.Unparsable) parsed).reason());
    }

    /**
     * Keeps the default if the node does not tell, for example because it knows another name for it (before Redis 5).
     */
    private void rememberPingPeriod(List<String> nameAndValue) {
        nameAndValue.stream()
                .skip(1)
                .findFirst()
                .flatMap(InfoLines::unsigned)
                .filter(seconds -> seconds > 0 && seconds <= Integer.MAX_VALUE)
                .ifPresent(seconds -> pingPeriod = Duration.ofSeconds(seconds));
    }

    private static AsyncCommand<String, String, String> status(Keyword keyword, String... arguments) {
        return request(keyword, new StatusOutput<>(StringCodec.UTF8), arguments);
    }

    private static <T> AsyncCommand<String, String, T> request(
            Keyword keyword, CommandOutput<String, String, T> output, String... arguments) {
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
        for (String argument : arguments) {
            args.add(argument);
        }
        return new AsyncCommand<>(new Command<>(keyword, output, args));
    }

    /**
     * The words of our requests, in lower case. To a node that is the same. To Lettuce it is not: it would take MULTI
     * in capitals as the start of its own transaction handling, which shares state between threads and does not fit a
     * node that refuses MULTI and runs the rest one by one.
     */
    private record Keyword(String word) implements ProtocolKeyword {

        static final Keyword INFO = new Keyword("info");
        static final Keyword CONFIG = new Keyword("config");
        static final Keyword MULTI = new Keyword("multi");
        static final Keyword SLAVEOF = new Keyword("slaveof");
        static final Keyword CLIENT = new Keyword("client");
        static final Keyword EXEC = new Keyword("exec");

        @Override
        public byte[] getBytes() {
            return word.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
