package dev.regroup.redis;

import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Refusal;
import dev.regroup.model.Outcome.Silence;
import io.lettuce.core.protocol.AsyncCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The questions of one look, which go out as one write, and what the answers come to. Confined to one look.
 *
 * <p>INFO replication is the first one: a node that has no connection to spare answers the first question with that
 * error, and no other.
 */
final class Inquiry {

    /** How much is asked. */
    enum Scope {
        /** What changes all the time. */
        INFO,
        /** That, and what a connection asks once: parameters, and since when the process runs. */
        ALL
    }

    /** Whether the node took the credentials. */
    enum Login {
        /** It did, or wants none, or was not given any. */
        TAKEN,
        /** It did not. */
        REFUSED
    }

    /** Patterns, since names have changed: {@code repl-ping-slave-period} was one until Redis 5. */
    private static final List<String> PARAMETERS =
            List.of("repl-ping-*-period", "min-*-to-write", "stop-writes-on-bgsave-error", "save", "binlog-file-size");

    /** How many questions a connection asks first, without AUTH. */
    static final int QUESTIONS = 6 + PARAMETERS.size();

    private static final String SHIFTED = "INFO replication was answered by something else";

    private static final List<String> NEEDS_NO_LOGIN = List.of("no password is set", "without any password configured");

    private final Optional<Request> auth;
    private final Request replication = Request.text("INFO", "replication");
    private final Request server = Request.text("INFO", "server");
    private final List<Request> sections =
            List.of(Request.text("INFO", "persistence"), Request.text("INFO", "keyspace"));
    private final List<Request> clock;
    private final List<Request> parameters;
    private final UnaryOperator<String> scrubbing;

    /**
     * Prepares the questions.
     *
     * @param login the words of AUTH, if it is to come first
     * @param scrubbing takes the secrets out of what the node says
     */
    Inquiry(Scope scope, Optional<List<String>> login, UnaryOperator<String> scrubbing) {
        boolean isAll = scope == Scope.ALL;
        this.auth = login.map(Request::text);
        this.clock = isAll ? List.of(Request.elements("TIME"), Request.elements("TIME")) : List.of();
        this.parameters = isAll
                ? PARAMETERS.stream()
                        .map(name -> Request.elements("CONFIG", "GET", name))
                        .toList()
                : List.of();
        this.scrubbing = scrubbing;
    }

    /** Returns what is to be sent, in that order. */
    List<AsyncCommand<String, String, ?>> commands() {
        List<AsyncCommand<String, String, ?>> commands = new ArrayList<>();
        requests().forEach(request -> commands.add(request.command()));
        return commands;
    }

    /** Returns a future that completes when everything is answered or will never be; never exceptionally. */
    CompletableFuture<Void> answered() {
        return CompletableFuture.allOf(requests().map(Request::answer).toArray(CompletableFuture[]::new));
    }

    /** Returns the event loop that reads the answers; nothing as long as the questions were not written. */
    Optional<Executor> loop() {
        return replication.command().loop();
    }

    /** Tells whether the node took the credentials; to be called once everything is answered. */
    Login login() {
        Answer answer = auth.map(Inquiry::now).orElse(new Answer.Text(""));
        boolean isRefused = answer instanceof Answer.Refused refused
                && NEEDS_NO_LOGIN.stream().noneMatch(refused.error()::contains);
        return isRefused && !isLost(replication) ? Login.REFUSED : Login.TAKEN;
    }

    /** Returns what CONFIG GET told; what it did not is missing. */
    Map<String, String> parameters() {
        Map<String, String> told = new HashMap<>();
        for (Request parameter : parameters) {
            List<Answer> namesAndValues = parameter.elements();
            for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
                told.put(text(namesAndValues.get(i)), text(namesAndValues.get(i + 1)));
            }
        }
        return told;
    }

    /** Returns what TIME told before and after INFO server; nothing if it was not asked, or not understood. */
    Optional<ProcessStart> start() {
        if (clock.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> uptime = InfoLines.of(text(now(server))).number("uptime_in_seconds");
        return uptime.flatMap(seconds -> ProcessStart.of(texts(clock.get(0)), texts(clock.get(1)), seconds));
    }

    /** Returns the text of all sections, or what the look comes to without. */
    Result result() {
        if (isLost(replication) && auth.map(Inquiry::now).orElse(now(replication)) instanceof Answer.Refused refused) {
            return new Result.Concluded(refusal(refused));
        }
        StringBuilder text = new StringBuilder();
        for (Request section :
                Stream.concat(Stream.of(replication, server), sections.stream()).toList()) {
            Answer answer = now(section);
            if (answer instanceof Answer.Text told) {
                if (isShifted(section, told)) {
                    return new Result.Concluded(conclusion(new Answer.Garbled(SHIFTED)));
                }
                text.append(told.text()).append('\n');
            } else if (!isSkipped(section, answer)) {
                return new Result.Concluded(conclusion(answer));
            }
        }
        return new Result.Text(text.toString());
    }

    /** What the answers come to. Immutable. */
    sealed interface Result {

        /** The text of INFO. */
        record Text(String info) implements Result {}

        /** There is none. */
        record Concluded(Outcome outcome) implements Result {}
    }

    private Stream<Request> requests() {
        List<Request> all = new ArrayList<>(auth.stream().toList());
        all.add(replication);
        clock.stream().limit(1).forEach(all::add);
        all.add(server);
        clock.stream().skip(1).forEach(all::add);
        all.addAll(sections);
        all.addAll(parameters);
        return all.stream();
    }

    private Outcome conclusion(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            return refusal(refused);
        }
        return answer instanceof Answer.Garbled garbled
                ? new Outcome.Uninformative(
                        Refusal.UNPARSABLE, ReplyClassifier.shortened(scrubbing.apply(garbled.text())))
                : new Outcome.Silent(Silence.RESET);
    }

    private Outcome refusal(Answer.Refused refused) {
        return ReplyClassifier.refusal(scrubbing.apply(refused.error()));
    }

    /** A section that the node does not know is no reason to doubt the others. */
    private boolean isSkipped(Request section, Answer answer) {
        return sections.contains(section)
                && answer instanceof Answer.Refused refused
                && ReplyClassifier.refusal(refused.error()).refusal() == Refusal.ERROR;
    }

    /**
     * After an answer too many each question gets that to the one before, and later to that of an earlier look. What is
     * not about replication at all stands for that, too; nothing at all does not.
     */
    private boolean isShifted(Request section, Answer.Text told) {
        boolean isOther = section.equals(replication) && !told.text().isEmpty() && !isOfReplication(told);
        boolean isElsewhere =
                !section.equals(replication) && isOfReplication(told) && !isOfReplication(now(replication));
        return isOther || isElsewhere;
    }

    private static boolean isOfReplication(Answer answer) {
        return answer instanceof Answer.Text told && InfoLines.hasLine(told.text(), "role:");
    }

    private static boolean isLost(Request request) {
        return now(request) instanceof Answer.Lost;
    }

    private static Answer now(Request request) {
        return request.answer().join();
    }

    private static List<String> texts(Request request) {
        return request.elements().stream().map(Inquiry::text).toList();
    }

    private static String text(Answer answer) {
        return answer instanceof Answer.Text told ? told.text() : "";
    }
}
