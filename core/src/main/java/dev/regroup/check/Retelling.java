package dev.regroup.check;

import dev.regroup.model.Action;
import dev.regroup.model.Claim;
import dev.regroup.model.Commanded;
import dev.regroup.model.Explanation;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Life;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reduction;
import dev.regroup.model.Returned;
import dev.regroup.model.Unlinked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a transcript is played: the observer of a group whose looks are told to it. Confined to one play. */
final class Retelling {

    private static final String QUIETLY = "quietly ";
    private static final Pattern TIMES = Pattern.compile("x([0-9]{1,3}) (.*)");
    private static final Pattern REFUSED = Pattern.compile("refused ([^ ]+)( for good)?");
    private static final Pattern EPOCH = Pattern.compile("epoch ([0-9]+)");
    private static final Pattern WALL = Pattern.compile("wall ([+-])([^ ]+)");

    private final Policy policy;
    private final BiFunction<GroupState, Observation, Reduction> reducer;
    private final Teller teller = new Teller();
    private final Map<NodeId, Saying> sayings = new TreeMap<>();
    private final Map<NodeId, NodeReport> lastGood = new TreeMap<>();
    private final Map<NodeId, List<Duration>> returned = new TreeMap<>();
    private final Map<NodeId, NodeReport> newest = new TreeMap<>();

    /** The last orders, by node and kind. */
    private final Map<String, Commanded> commanded = new TreeMap<>();

    private final Set<String> shown = new LinkedHashSet<>();
    private final Map<String, Commanded> commandedBefore = new TreeMap<>();
    private List<Unlinked> unlinked = List.of();
    private List<Life> lives = List.of();
    private PromoteSent promoteSent = new PromoteSent.Unknown();
    private Duration now = Duration.ofHours(1);
    private Instant wall = Instant.EPOCH;
    private long look;
    private String sketch = "";
    private String last = "";
    private GroupState state;
    private Observation observation;

    Retelling(Policy policy, BiFunction<GroupState, Observation, Reduction> reducer, GroupRecord record) {
        this.policy = policy;
        this.reducer = reducer;
        this.state = GroupState.of(record);
        this.observation = Observation.of(now, wall, List.of());
    }

    /** Takes a step and returns what came of it, a line each. */
    List<String> take(String step) {
        shown.clear();
        if (!isSpecial(step)) {
            rounds(step.startsWith(QUIETLY) ? step.substring(QUIETLY.length()) : step);
        }
        return step.startsWith(QUIETLY) ? List.of(last, sketch) : List.copyOf(shown);
    }

    private boolean isSpecial(String step) {
        Matcher refused = REFUSED.matcher(step);
        Matcher clock = WALL.matcher(step);
        Matcher epoch = EPOCH.matcher(step);
        if (epoch.matches()) {
            state = new GroupState(
                    state.record()
                            .withClaim(
                                    Long.parseLong(epoch.group(1)),
                                    state.record().claim()),
                    state.health());
        } else if (step.equals("again")) {
            reduce();
        } else if (step.equals("restart observer")) {
            restart();
        } else if (step.equals("unsent")) {
            unsent();
        } else if (refused.matches()) {
            refused(NodeId.of(refused.group(1)), refused.group(2) != null);
        } else if (clock.matches()) {
            Duration jump = Saying.span(clock.group(2));
            wall = wall.plus(clock.group(1).equals("+") ? jump : jump.negated());
        } else {
            return false;
        }
        return true;
    }

    private void restart() {
        state = GroupState.of(state.record());
        lastGood.clear();
        commanded.clear();
        returned.clear();
        unlinked = List.of();
        lives = List.of();
        newest.clear();
        promoteSent = new PromoteSent.Unknown();
    }

    private void unsent() {
        commanded.clear();
        commanded.putAll(commandedBefore);
        if (promoteSent instanceof PromoteSent.Possibly sent) {
            promoteSent = new PromoteSent.Never(sent.epoch());
        }
    }

    private void refused(NodeId node, boolean isForGood) {
        boolean isCandidate = state.record().claim() instanceof Claim.Pending claim
                && claim.candidate().equals(node);
        if (isCandidate && isForGood) {
            promoteSent = new PromoteSent.Refused(state.record().epoch());
        }
        Commanded.Answer answer = isForGood ? Commanded.Answer.REFUSED_FOR_GOOD : Commanded.Answer.REFUSED;
        Commanded newest = commanded.values().stream()
                .filter(order -> order.node().equals(node))
                .max(Comparator.comparing(Commanded::at))
                .orElseThrow(() -> InvalidConfiguration.of("nothing was sent to " + node));
        commanded.put(key(newest.order()), newest.withAnswer(answer));
    }

    private void rounds(String text) {
        Matcher times = TIMES.matcher(text);
        boolean isRepeated = times.matches();
        int count = isRepeated ? Integer.parseInt(times.group(1)) : 1;
        String[] rounds = (isRepeated ? times.group(2) : text).split("; ", -1);
        for (int i = 0; i < count; i++) {
            for (String round : rounds) {
                round(round);
            }
        }
    }

    private void round(String text) {
        String reports = text;
        Duration later = policy.probeInterval();
        if (text.startsWith("+")) {
            int space = text.indexOf(' ');
            later = Saying.span(text.substring(1, space < 0 ? text.length() : space));
            reports = space < 0 ? "" : text.substring(space + 1);
        }
        now = now.plus(later);
        wall = wall.plus(later);
        look++;
        List<NodeReport> contradicting = new ArrayList<>();
        for (String each : reports.isEmpty() ? new String[0] : reports.split(", ", -1)) {
            Saying saying = Saying.parse(state.record(), each);
            if (reports.contains(", " + saying.node() + " ")) {
                contradicting.addAll(saying.report(look, now).stream().toList());
            }
            sayings.put(saying.node(), saying);
        }
        List<NodeReport> all = new ArrayList<>(contradicting);
        sayings.values().forEach(saying -> saying.report(look, now).ifPresent(all::add));
        observation = Observation.of(now, wall, all);
        List<NodeReport> good = all.stream()
                .filter(report -> report.outcome() instanceof Outcome.Answered answered
                        && answered.info().readiness() == NodeInfo.Readiness.READY)
                .toList();
        good.forEach(report -> lastGood.putIfAbsent(report.node(), report));
        all.forEach(this::noteReturn);
        all.forEach(report -> unlinked = Unlinked.after(unlinked, report));
        all.forEach(report -> lives = Life.after(lives, report));
        all.forEach(report -> commanded.replaceAll((key, order) -> order.seen(report, state.record())));
        commanded.values().removeIf(order -> !order.isOf(state.record()));
        reduce();
        good.forEach(report -> lastGood.put(report.node(), report));
    }

    private void noteReturn(NodeReport report) {
        NodeReport before = newest.put(report.node(), report);
        if (before != null && Returned.isReturn(before, report)) {
            returned.computeIfAbsent(report.node(), node -> new ArrayList<>()).add(now);
        }
    }

    private void reduce() {
        Observation whole = observation
                .withLastGood(List.copyOf(lastGood.values()))
                .withPromoteSent(promoteSent)
                .withReturned(returned.entrySet().stream()
                        .map(back -> new Returned(back.getKey(), back.getValue()))
                        .toList())
                .withCommanded(List.copyOf(commanded.values()))
                .withUnlinked(unlinked)
                .withLives(lives);
        Reduction reduction = reducer.apply(state, whole);
        String fault = Judge.ofReduction(state, whole, reduction);
        last = Explanation.of(reduction, now).toString();
        teller.tell(last).ifPresent(shown::add);
        if (!fault.isEmpty()) {
            shown.add("BROKEN " + fault);
        }
        committed(reduction.state());
        commandedBefore.clear();
        commandedBefore.putAll(commanded);
        reduction.actions().forEach(this::send);
        String next = Sketch.of(state.record());
        if (!next.equals(sketch)) {
            shown.add(next);
            sketch = next;
        }
    }

    private void committed(GroupState next) {
        boolean isNewClaim = !next.record().claim().equals(state.record().claim());
        if (isNewClaim) {
            promoteSent = next.record().claim() instanceof Claim.Pending claim
                    ? new PromoteSent.Never(claim.epoch())
                    : new PromoteSent.Unknown();
        }
        state = next;
    }

    private void send(Action action) {
        shown.add(new Event.Send(action).toString());
        Commanded.Order order = action.order();
        commanded.values().removeIf(before -> before.isTakenBackBy(order));
        Commanded before = commanded.get(key(order));
        commanded.put(key(order), before == null ? Commanded.first(order, now) : before.next(order, now, policy));
        if (action instanceof Action.Promote && state.record().claim() instanceof Claim.Pending claim) {
            promoteSent = new PromoteSent.Possibly(claim.epoch(), now.plus(policy.commandDeadline()));
        }
    }

    private static String key(Commanded.Order order) {
        return order.node() + " " + order.kind();
    }
}
