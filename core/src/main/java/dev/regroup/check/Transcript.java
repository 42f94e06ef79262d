package dev.regroup.check;

import dev.regroup.model.Address;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A story in plain text that says what each look found: a title, the group, and the steps, each followed by what came
 * of it. Where a {@link Scenario} plays nodes, this one only quotes them, so that it can tell of anything a node may
 * answer. Immutable.
 *
 * <pre>
 * S7 a master that its replicas still hear is not replaced
 * members a, b dc=north, c forbidden; policy misses=3
 *
 * &gt; quietly x3 a master at=h:100, b follows a at=h:100, c follows a at=h:100
 * &gt; x5 a timeout
 * &gt; x50 b refused; b follows a at=h:100
 * </pre>
 *
 * <p>A step is one or more rounds, divided by semicolons, all together repeated as often as {@code x5} says. A round
 * begins one probe interval after the one before, or as late as {@code +2s} says, and names what is new: every member is
 * looked at in every round, and who is not named answers as before; {@code unseen} is who has no report. Of a step that
 * begins with {@code quietly} only the end is shown, and no line is shown twice in a step.
 *
 * <p>A report is a node, what it is ({@code master}, {@code follows a}, {@code follows itself}, {@code follows
 * 10.9.9.9:6379}, {@code refused}, {@code reset}, {@code timeout}, {@code mute} with the class of the answer, {@code
 * unseen}), and details in any order: {@code at=h:100} (history and offsets, unsigned, one for each database), {@code
 * after=g:90} (the history that it continues, and up to where), {@code life=2}, {@code no-link}, {@code copying}, {@code
 * stuck}, {@code heard=5s}, {@code loading}, {@code eligible}, {@code ineligible}, {@code incomplete}, {@code empty}, {@code keys}, {@code
 * aof}, {@code no-aof}, {@code on-disk}, {@code takes-writes}, {@code refuses-writes}, {@code feeds=b+c}, {@code
 * feeds=b(lag=5)+c} (how many bytes b is behind by the word of its master), {@code feeds=nobody}, {@code ping=1s}, {@code age=2s} (how long ago the look was), {@code look=3} (its number).
 *
 * <p>Records are stored and commands are sent at once, and may have arrived or not: what the next looks find says it.
 * Steps of their own: {@code unsent} (the last commands were not sent after all), {@code refused b} and {@code refused b
 * for good} (the answer to the last command to it; one to be master ends a claim if it is for good), {@code again} (the same observation once more), {@code restart
 * observer}, {@code wall +1h} and {@code wall -1h}, {@code epoch 7} (what the record
 * has). Lines that do not begin with {@code >} after the second are what
 * came of the steps, and are not read.
 */
public final class Transcript {

    private static final String STEP = "> ";
    private static final String MEMBERS = "members ";
    private static final String POLICY = "policy ";

    private record Line(int number, String text) {}

    private final String title;
    private final String world;
    private final Policy policy;
    private final List<Member> members;
    private final List<Line> steps;

    private Transcript(String title, String world, Policy policy, List<Member> members, List<Line> steps) {
        this.title = title;
        this.world = world;
        this.policy = policy;
        this.members = List.copyOf(members);
        this.steps = List.copyOf(steps);
    }

    /**
     * Reads a transcript.
     *
     * @throws InvalidConfiguration if the second line does not describe a group, or there is no step; names the line
     */
    public static Transcript parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 2 || !lines.get(1).startsWith(MEMBERS)) {
            throw InvalidConfiguration.of("line 2: a transcript begins with a title and a line 'members a, b'");
        }
        List<Line> steps = new ArrayList<>();
        for (int i = 2; i < lines.size(); i++) {
            if (lines.get(i).startsWith(STEP)) {
                steps.add(new Line(i + 1, lines.get(i).substring(STEP.length()).strip()));
            }
        }
        if (steps.isEmpty()) {
            throw InvalidConfiguration.of("line " + lines.size() + ": '" + lines.get(0) + "' has no step");
        }
        return at(new Line(2, lines.get(1)), () -> {
            String[] parts = lines.get(1).substring(MEMBERS.length()).split("; ", 2);
            List<Member> members = members(parts[0]);
            GroupRecord.first(GroupId.of("told"), members);
            Policy policy = Policy.parse(parts.length == 1 ? new TreeMap<>() : knobs(parts[1]));
            return new Transcript(lines.get(0), lines.get(1), policy, members, steps);
        });
    }

    private static <T> T at(Line line, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw InvalidConfiguration.of("line " + line.number() + ": '" + line.text() + "': " + wrong.getMessage());
        }
    }

    private static List<Member> members(String text) {
        List<Member> members = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            String[] words = each.strip().split(" ", -1);
            Member member = Member.of(NodeId.of(words[0]), Names.address(members.size()));
            for (int i = 1; i < words.length; i++) {
                member = with(member, words[i]);
            }
            members.add(member);
        }
        return members;
    }

    private static Member with(Member member, String word) {
        int equals = word.indexOf('=');
        String value = word.substring(equals + 1);
        return switch (equals < 0 ? "" : word.substring(0, equals)) {
            case "" -> member.withPromotion(Member.Promotion.valueOf(word.toUpperCase(Locale.ROOT)));
            case "dc" -> member.withDataCentre(value);
            case "priority" -> member.withPriority(Integer.parseInt(value));
            case "alias" -> member.withAliases(List.of(Address.parse(value)));
            case "address" -> Member.of(member.id(), Address.parse(value));
            default -> throw InvalidConfiguration.of("'" + word + "' is nothing that a member has");
        };
    }

    private static Map<String, String> knobs(String text) {
        if (!text.startsWith(POLICY)) {
            throw InvalidConfiguration.of("behind the members stands 'policy' with what is not the default");
        }
        Map<String, String> knobs = new TreeMap<>();
        for (String word : text.substring(POLICY.length()).split(" ", -1)) {
            int equals = word.indexOf('=');
            knobs.put(word.substring(0, Math.max(0, equals)), word.substring(equals + 1));
        }
        return knobs;
    }

    /** Returns the first line: the promise that the story is about. */
    public String title() {
        return title;
    }

    /** Returns the policy it is told under: the defaults, and what the second line says otherwise. */
    public Policy policy() {
        return policy;
    }

    /**
     * Tells the story to that reducer and returns it with what came of each step.
     *
     * @throws InvalidConfiguration if a step cannot be understood; names its line
     */
    public String play(BiFunction<GroupState, Observation, Reduction> reducer) {
        Retelling retelling = new Retelling(policy, reducer, GroupRecord.first(GroupId.of("told"), members));
        StringBuilder out = new StringBuilder(title).append('\n').append(world).append('\n');
        for (Line step : steps) {
            out.append('\n').append(STEP).append(step.text()).append('\n');
            for (String line : at(step, () -> retelling.take(step.text()))) {
                out.append("  ").append(line).append('\n');
            }
        }
        return out.toString();
    }
}
