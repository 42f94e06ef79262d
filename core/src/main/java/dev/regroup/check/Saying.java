package dev.regroup.check;

import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Link;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a transcript says of one node, until it says otherwise. Immutable.
 *
 * @param node whom it is about
 * @param outcome what a look finds; empty if nobody looks
 * @param look the number of the look; 0 for the one of the round
 * @param age how long before the round the look was
 */
record Saying(NodeId node, List<Outcome> outcome, long look, Duration age) {

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    Optional<NodeReport> report(long round, Duration now) {
        Duration at = now.minus(age);
        return outcome.stream().findFirst().map(found -> new NodeReport(node, look == 0 ? round : look, at, at, found));
    }

    /** Reads a span like {@code 800ms}, {@code 2s}, {@code 1m} or {@code 1h}. */
    static Duration span(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            throw InvalidConfiguration.of("'" + text + "' is not a span like 800ms, 2s, 1m or 1h");
        }
        long number = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    static Saying parse(GroupRecord record, String text) {
        Deque<String> words = new ArrayDeque<>(Arrays.asList(text.strip().split(" +", -1)));
        NodeId node = NodeId.of(words.removeFirst());
        if (words.isEmpty()) {
            throw InvalidConfiguration.of("'" + text + "' does not say what " + node + " is");
        }
        String kind = words.removeFirst();
        return switch (kind) {
            case "unseen" -> new Saying(node, List.of(), 0, Duration.ZERO);
            case "refused", "reset", "timeout" ->
                untold(node, new Outcome.Silent(constant(kind, Outcome.Silence.values())), words);
            case "mute" -> untold(node, mute(words), words);
            case "master" -> answered(node, new Role.Master(), words);
            case "follows" -> answered(node, new Role.Replica(followed(record, node, words), link(words)), words);
            default -> throw InvalidConfiguration.of("'" + kind + "' is nothing that a node can be");
        };
    }

    private static Saying untold(NodeId node, Outcome outcome, Deque<String> words) {
        Saying saying = new Saying(node, List.of(outcome), look(words), age(words));
        if (!words.isEmpty()) {
            throw InvalidConfiguration.of("nobody can know " + words + " of " + node);
        }
        return saying;
    }

    private static Outcome mute(Deque<String> words) {
        boolean isClassed = !words.isEmpty() && words.getFirst().indexOf('=') < 0;
        Outcome.Refusal refusal =
                isClassed ? constant(words.removeFirst(), Outcome.Refusal.values()) : Outcome.Refusal.AUTH;
        return new Outcome.Uninformative(refusal, "-" + refusal);
    }

    private static Address followed(GroupRecord record, NodeId node, Deque<String> words) {
        if (words.isEmpty()) {
            throw InvalidConfiguration.of("it is not said whom " + node + " follows");
        }
        String whom = words.removeFirst();
        if (whom.indexOf(':') >= 0) {
            return Address.parse(whom);
        }
        NodeId of = whom.equals("itself") ? node : NodeId.of(whom);
        return record.member(of)
                .orElseThrow(() -> InvalidConfiguration.of("'" + whom + "' is neither a member nor an address"))
                .member()
                .address();
    }

    private static Link link(Deque<String> words) {
        String heard = take(words, "heard=");
        Duration lastIo = heard.isEmpty() ? Duration.ZERO : span(heard);
        if (words.remove("no-link")) {
            return new Link.Down();
        }
        if (words.remove("copying")) {
            return new Link.Syncing();
        }
        return words.remove("stuck") ? new Link.Stuck() : new Link.Up(lastIo);
    }

    private static Saying answered(NodeId node, Role role, Deque<String> words) {
        long look = look(words);
        Duration age = age(words);
        String life = take(words, "life=");
        Position position = position(take(words, "at="), take(words, "after="));
        NodeInfo info = NodeInfo.of(Incarnation.of(life.isEmpty() ? "1" : life), role, position);
        for (String word : words) {
            info = with(info, word);
        }
        return new Saying(node, List.of(new Outcome.Answered(info)), look, age);
    }

    private static NodeInfo with(NodeInfo info, String word) {
        int equals = word.indexOf('=');
        String value = word.substring(equals + 1);
        return switch (equals < 0 ? word : word.substring(0, equals)) {
            case "loading" -> info.withReadiness(NodeInfo.Readiness.LOADING);
            case "eligible" -> info.withEligibility(NodeInfo.Eligibility.YES);
            case "ineligible" -> info.withEligibility(NodeInfo.Eligibility.NO);
            case "incomplete" -> info.withEligibility(NodeInfo.Eligibility.INCOMPLETE);
            case "empty" -> info.withContents(NodeInfo.Contents.EMPTY);
            case "keys" -> info.withContents(NodeInfo.Contents.SOME);
            case "aof" -> info.withPersistence(NodeInfo.Persistence.APPEND_ONLY);
            case "no-aof" -> info.withPersistence(NodeInfo.Persistence.SNAPSHOT_OR_NONE);
            case "on-disk" -> info.withPersistence(NodeInfo.Persistence.ON_DISK);
            case "takes-writes" -> info.withWritability(NodeInfo.Writability.WRITABLE);
            case "refuses-writes" -> info.withWritability(NodeInfo.Writability.REFUSES_WRITES);
            case "feeds" -> info.withAttached(new Attached.Told(fed(value)));
            case "ping" -> info.withPingPeriod(span(value));
            default -> throw InvalidConfiguration.of("'" + word + "' is nothing that a node tells");
        };
    }

    /** By name, as the members of a transcript are numbered by their names. */
    private static List<Attached.Fed> fed(String value) {
        return value.equals("nobody")
                ? List.of()
                : Arrays.stream(value.split("\\+", -1)).map(Saying::fedOne).toList();
    }

    private static Attached.Fed fedOne(String text) {
        int lag = text.indexOf("(lag=");
        String name = lag < 0 ? text : text.substring(0, lag);
        Address address = name.indexOf(':') >= 0 ? Address.parse(name) : Names.address(Names.index(NodeId.of(name)));
        if (lag < 0) {
            return Attached.Fed.of(address);
        }
        if (!text.endsWith(")")) {
            throw InvalidConfiguration.of("'" + text + "' is not like b(lag=5)");
        }
        return Attached.Fed.of(
                address, Long.parseUnsignedLong(text.substring(lag + "(lag=".length(), text.length() - 1)));
    }

    private static Position position(String at, String after) {
        if (at.isEmpty() || at.equals("?")) {
            return Position.unknown();
        }
        String[] parts = at.split(":", -1);
        if (parts.length == 2 && parts[0].equals("?")) {
            return new Position.Unnamed(Long.parseUnsignedLong(parts[1]));
        }
        List<Position.Ancestor> ancestors = List.of();
        if (!after.isEmpty()) {
            String[] ancestor = after.split(":", 2);
            ancestors =
                    List.of(new Position.Ancestor(ancestor[0], Long.parseUnsignedLong(ancestor[ancestor.length - 1])));
        }
        return new Position.Known(
                parts[0],
                Arrays.stream(parts).skip(1).map(Long::parseUnsignedLong).toList(),
                ancestors);
    }

    private static long look(Deque<String> words) {
        String look = take(words, "look=");
        return look.isEmpty() ? 0 : Long.parseLong(look);
    }

    private static Duration age(Deque<String> words) {
        String age = take(words, "age=");
        return age.isEmpty() ? Duration.ZERO : span(age);
    }

    /** Takes a detail out of the words and returns its value; empty if it is not there. */
    private static String take(Deque<String> words, String detail) {
        Optional<String> found =
                words.stream().filter(word -> word.startsWith(detail)).findFirst();
        found.ifPresent(words::remove);
        return found.map(word -> word.substring(detail.length())).orElse("");
    }

    private static <E extends Enum<E>> E constant(String word, E[] constants) {
        return Arrays.stream(constants)
                .filter(constant -> constant.name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-')
                        .equals(word))
                .findFirst()
                .orElseThrow(() -> InvalidConfiguration.of("'" + word + "' is none of " + Arrays.toString(constants)));
    }
}
