package dev.regroup.check;

import dev.regroup.check.Event.StartAs;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Policy;
import dev.regroup.reduce.Reducer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What the explored world says may come of nodes that stop and start in a given order, however much time passes between
 * any two events: so that what real nodes did can be held against it. Confined to one thread, since it remembers what it
 * has reduced.
 *
 * <p>The world is the one of {@link Feature#WRITES}, {@link Feature#NEW_HISTORY_ON_RESTART} and
 * {@link Feature#FAULTS_DURING_COMMIT}, as Redis behaves with an append-only file; the group has converged before the
 * first event, and comes to rest after the last. A cool-down that begins does not end in between. Which of several replicas
 * comes first that are equal there is left open: the last write before a master dies may have reached one of them only.
 */
public final class Forecast {

    /** Far above the K of the documentation. */
    private static final int MOST_ROUNDS = 50;

    private static final List<Feature> FEATURES =
            List.of(Feature.WRITES, Feature.NEW_HISTORY_ON_RESTART, Feature.FAULTS_DURING_COMMIT);

    private final Steps steps;
    private final List<Moment> starts;
    private final Map<Moment, List<Steps.Step>> own = new HashMap<>();
    private final Map<Moment, Map<Event, Moment>> befallen = new HashMap<>();

    /**
     * One thing that may come of an order.
     *
     * @param master who is recorded as master in the end
     * @param commands all that changed a node's role, in words as {@code follow a b}, sorted
     */
    public record Outcome(NodeId master, List<String> commands) implements Comparable<Outcome> {

        /** Sorts the commands. */
        public Outcome {
            commands = commands.stream().sorted().toList();
        }

        @Override
        public int compareTo(Outcome other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return master + " is master after " + (commands.isEmpty() ? "no command" : String.join(", ", commands));
        }
    }

    /** A moment on the way, and how it was come to. */
    private record Way(Moment moment, int played, List<String> commands) {}

    private Forecast(Steps steps, List<Moment> starts) {
        this.steps = steps;
        this.starts = starts;
    }

    /** Returns a forecast for groups of that many nodes under that policy, without regard of its {@code lag-max}. */
    public static Forecast of(Policy policy, int nodes) {
        Policy exact = policy.withLagMax(0);
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        features.addAll(FEATURES);
        Steps steps = new Steps(exact, Reducer.of(exact)::reduce, features, new Goals());
        // The first is master.
        List<Moment> starts = IntStream.range(Math.min(1, nodes - 1), nodes)
                .mapToObj(node -> rested(steps, steps.start(favouring(Names.id(node), nodes))))
                .toList();
        return new Forecast(steps, starts);
    }

    /** Among equals that node comes first. */
    private static GroupRecord favouring(NodeId node, int nodes) {
        GroupRecord record = Names.firstRecord(nodes);
        MemberRecord favourite = record.member(node).orElseThrow();
        return record.withMember(MemberRecord.of(favourite.member().withPromotion(Member.Promotion.PREFERRED)));
    }

    private static Moment rested(Steps steps, Moment start) {
        Moment moment = start;
        for (int step = 0; step < MOST_ROUNDS; step++) {
            moment = steps.ownSteps(moment).get(0).to();
        }
        return moment;
    }

    /**
     * Returns all that may come of those events, {@code stop a} or {@code start a} each; never empty.
     *
     * @throws InvalidConfiguration if an event is none of these, or not possible when it is its turn
     */
    public SortedSet<Outcome> of(List<String> order) {
        List<Event> events = order.stream().map(this::event).toList();
        SortedSet<Outcome> outcomes = new TreeSet<>();
        Set<Way> seen = new HashSet<>();
        Deque<Way> open = new ArrayDeque<>();
        starts.forEach(start -> open.add(new Way(start, 0, List.of())));
        while (!open.isEmpty()) {
            Way way = open.remove();
            if (!seen.add(way)) {
                continue;
            }
            open.addAll(own(way));
            open.addAll(befalling(way, events));
            if (way.played() == events.size() && isAtRest(way.moment())) {
                steps.state(way.moment())
                        .record()
                        .master()
                        .ifPresent(master -> outcomes.add(new Outcome(master, way.commands())));
            }
        }
        return outcomes;
    }

    private boolean isAtRest(Moment moment) {
        return moment.phase() == Moment.Phase.LOOK
                && ownSteps(moment).get(0).to().equals(moment);
    }

    private List<Way> own(Way way) {
        List<Way> next = new ArrayList<>();
        for (Steps.Step step : ownSteps(way.moment())) {
            List<String> commands = new ArrayList<>(way.commands());
            if (step.event() instanceof Event.Send send && changesRole(way.moment(), step)) {
                commands.add(send.action().words());
                commands.sort(null);
            }
            next.add(new Way(step.to(), way.played(), List.copyOf(commands)));
        }
        return next;
    }

    private List<Steps.Step> ownSteps(Moment moment) {
        return own.computeIfAbsent(moment, steps::ownSteps);
    }

    private static boolean changesRole(Moment from, Steps.Step step) {
        int node = Names.index(((Event.Send) step.event()).action().node());
        return from.world().get(node, World.Cell.FOLLOWS) != step.to().world().get(node, World.Cell.FOLLOWS);
    }

    /** Whatever may be written meanwhile, and the event whose turn it is. */
    private List<Way> befalling(Way way, List<Event> events) {
        Map<Event, Moment> possible = befallen(way.moment());
        List<Way> next = new ArrayList<>();
        possible.forEach((event, to) -> {
            if (event instanceof Event.Write) {
                next.add(new Way(to, way.played(), way.commands()));
            }
        });
        if (way.played() < events.size()) {
            Event due = events.get(way.played());
            Moment to = Optional.ofNullable(possible.get(due))
                    .orElseThrow(() -> InvalidConfiguration.of(
                            "'" + due + "' is not possible now; possible are " + possible.keySet()));
            next.add(new Way(to, way.played() + 1, way.commands()));
        }
        return next;
    }

    private Map<Event, Moment> befallen(Moment moment) {
        Map<Event, Moment> known = befallen.get(moment);
        if (known == null) {
            known = new LinkedHashMap<>();
            for (Steps.Step step : steps.faults(moment)) {
                known.put(step.event(), step.to());
            }
            befallen.put(moment, known);
        }
        return known;
    }

    private Event event(String words) {
        for (int node = 0; node < starts.get(0).world().nodes(); node++) {
            for (Event event : List.of(new Event.Stop(node), new Event.Start(node, new StartAs.LastRole()))) {
                if (event.toString().equals(words)) {
                    return event;
                }
            }
        }
        throw InvalidConfiguration.of("'" + words + "' neither stops nor starts one of the nodes");
    }
}
