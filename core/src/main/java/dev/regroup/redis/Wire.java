package dev.regroup.redis;

import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Refusal;
import dev.regroup.model.Outcome.Silence;
import dev.regroup.node.Sent;
import dev.regroup.redis.InfoParser.Dialect;
import dev.regroup.redis.Inquiry.Login;
import dev.regroup.redis.Inquiry.Scope;
import dev.regroup.redis.Script.Form;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One open connection to a node, from its opening to its end; it never reconnects. Each request goes out as one write,
 * and is answered in order. Thread-safe; nothing here blocks.
 */
final class Wire {

    /** How long to wait until the second has well begun, before asking again since when the process runs. */
    private static final Duration WITHIN_THE_SECOND = Duration.ofMillis(50);

    private static final int ATTEMPTS_MAX = 4;

    private final StatefulRedisConnection<String, String> connection;
    private final Habits habits;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<Void> closedByNode = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    /** Set as soon as an answer is known to be lost, which is before Lettuce tells that the connection has ended. */
    private volatile boolean hasLostAnswers;

    private volatile Optional<Inquiry> lastInquiry = Optional.empty();
    private volatile boolean isLoggedIn;
    private volatile Scope scope = Scope.ALL;
    private volatile ConfigFacts facts = ConfigFacts.none();
    private volatile Dialect dialect = Dialect.REDIS;

    private Wire(StatefulRedisConnection<String, String> connection, Habits habits) {
        this.connection = connection;
        this.habits = habits;
        this.isLoggedIn = habits.logins().count() == 0;
    }

    /** Takes over an open connection. */
    static Wire over(StatefulRedisConnection<String, String> connection, Habits habits) {
        Wire wire = new Wire(connection, habits);
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

    /**
     * Runs that once everything was read that has come by now: twice through the event loop, which reads between two of
     * its tasks. An event loop that is behind would otherwise make silence of it.
     */
    void whenRead(Runnable task) {
        Optional<Executor> loop = lastInquiry.flatMap(Inquiry::loop);
        if (loop.isEmpty()) {
            task.run();
            return;
        }
        try {
            loop.get().execute(() -> loop.get().execute(task));
        } catch (RejectedExecutionException shutDown) {
            task.run();
        }
    }

    /** Returns which language the node spoke in the last look. */
    Dialect dialect() {
        return dialect;
    }

    /** Closes the connection; what is outstanding is lost. The stage completes when it is closed, however that went. */
    CompletionStage<Void> close() {
        drop();
        return released;
    }

    /** Closes the connection without waiting for it. */
    void drop() {
        if (ended.compareAndSet(false, true)) {
            release();
        }
    }

    /**
     * Asks the node about itself. The future never completes exceptionally; it stays open as long as the node is silent
     * and the connection lives. When it ends as {@link Silence#RESET} this connection is no longer open.
     */
    CompletionStage<Outcome> look() {
        return look(0, habits.logins().first());
    }

    /** Carries the steps out. The future never completes exceptionally. */
    CompletionStage<Sent> run(Script script) {
        return script.form() == Form.TRANSACTION ? transaction(script) : oneByOne(script);
    }

    private CompletionStage<Outcome> look(int attempt, int login) {
        boolean isToLogIn = !isLoggedIn;
        Inquiry inquiry = new Inquiry(
                scope,
                isToLogIn ? Optional.of(habits.logins().get(login).auth()) : Optional.empty(),
                habits.access()::scrubbed);
        CompletableFuture<Void> answered = inquiry.answered();
        lastInquiry = Optional.of(inquiry);
        connection.dispatch(inquiry.commands());
        return answered.thenCompose(done -> {
            boolean isRefused = isToLogIn && inquiry.login() == Login.REFUSED;
            if (isRefused && attempt + 1 < habits.logins().count()) {
                return look(attempt + 1, login + 1);
            }
            if (isToLogIn && !isRefused) {
                habits.logins().accepted(login);
                isLoggedIn = true;
            }
            return inquiry.result() instanceof Inquiry.Result.Text text
                    ? told(inquiry, text.info(), attempt, login)
                    : CompletableFuture.completedFuture(concluded(((Inquiry.Result.Concluded) inquiry.result())));
        });
    }

    private Outcome concluded(Inquiry.Result.Concluded result) {
        if (result.outcome() instanceof Outcome.Silent) {
            hasLostAnswers = true;
        }
        if (result.outcome() instanceof Outcome.Uninformative refused) {
            if (refused.refusal() == Refusal.AUTH) {
                isLoggedIn = habits.logins().count() == 0;
            }
            if (refused.refusal() == Refusal.UNPARSABLE) {
                // Whatever it is, what comes next would belong to no question.
                drop();
            }
        }
        return result.outcome();
    }

    private CompletionStage<Outcome> told(Inquiry inquiry, String text, int attempt, int login) {
        InfoLines lines = InfoLines.of(text);
        dialect = InfoParser.dialect(lines, text);
        Optional<ProcessStart> start = inquiry.start();
        boolean isVague = dialect == Dialect.PIKA
                && start.filter(found -> found.certainty() == ProcessStart.Certainty.VAGUE)
                        .isPresent();
        if (isVague && attempt < ATTEMPTS_MAX) {
            return later(attempt + 1, login);
        }
        if (scope == Scope.ALL) {
            facts = new ConfigFacts(inquiry.parameters(), facts.startedAt().or(() -> start.map(ProcessStart::second)));
        }
        scope = DataLines.hangsOnConfig(lines) ? Scope.ALL : Scope.INFO;
        InfoParser.Parsed parsed = InfoParser.parse(lines, text, facts);
        return CompletableFuture.completedFuture(
                parsed instanceof InfoParser.Parsed.Told told
                        ? new Outcome.Answered(told.info().withPingPeriod(facts.pingPeriod()))
                        : new Outcome.Uninformative(
                                Refusal.UNPARSABLE,
                                habits.access().scrubbed(((InfoParser.Parsed.Unparsable) parsed).reason())));
    }

    private CompletionStage<Outcome> later(int attempt, int login) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Deadline.of(WITHIN_THE_SECOND, habits.timer())
                .guard(
                        outcome,
                        () -> look(attempt, login).whenComplete((answer, bug) -> {
                            if (answer != null) {
                                outcome.complete(answer);
                            } else if (bug != null) {
                                outcome.completeExceptionally(bug);
                            }
                        }));
        return outcome;
    }

    private CompletionStage<Sent> transaction(Script script) {
        Request exec = Request.elements("EXEC");
        List<Request> requests = new ArrayList<>(List.of(Request.text("MULTI")));
        script.steps().forEach(step -> requests.add(Request.text(step.words())));
        requests.add(exec);
        return answers(requests).thenApply(answers -> {
            Transaction transaction = Transaction.of(
                    script.steps(),
                    answers,
                    exec.elements().stream().map(this::scrubbed).toList());
            if (!transaction.isOver()) {
                // The node would queue whatever is asked next.
                drop();
            }
            return transaction.sent();
        });
    }

    private CompletionStage<Sent> oneByOne(Script script) {
        List<Request> requests =
                script.steps().stream().map(step -> Request.text(step.words())).toList();
        return answers(requests).thenApply(answers -> {
            Sent sent = Steps.sent(script.steps(), answers);
            if (script.form() != Form.LAST_WORDS) {
                return sent;
            }
            drop();
            return sent instanceof Sent.Applied
                    ? new Sent.Applied(List.of("writes are not refused: a Pika cannot for a time"))
                    : sent;
        });
    }

    private CompletionStage<List<Answer>> answers(List<Request> requests) {
        CompletableFuture<List<Answer>> answers =
                Answer.toAll(requests.stream().map(Request::command).toList());
        connection.dispatch(requests.stream().map(Request::command).toList());
        return answers.thenApply(all -> {
            if (all.stream().anyMatch(Answer.Garbled.class::isInstance)) {
                // Which answer belongs to which request is not known any more.
                drop();
            }
            return all.stream().map(this::scrubbed).toList();
        });
    }

    private Answer scrubbed(Answer answer) {
        return answer instanceof Answer.Refused refused
                ? new Answer.Refused(habits.access().scrubbed(refused.error()))
                : answer;
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
        if (connection instanceof RedisChannelHandler<?, ?> handler && handler.isClosed()) {
            // The client itself was shut down, and Lettuce warns of closing twice.
            released.complete(null);
            return;
        }
        CompletionStage<Void> closing = connection.closeAsync();
        closing.whenComplete((done, failure) -> released.complete(null));
    }
}
