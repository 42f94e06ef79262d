package dev.regroup.check;

import dev.regroup.check.Event.StartAs;
import dev.regroup.check.Moment.Phase;
import dev.regroup.check.World.Global;
import dev.regroup.model.Action;
import dev.regroup.model.Claim;
import dev.regroup.model.Explanation;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** All steps that lead from one moment to others, each judged as it is taken. Confined to one exploration. */
final class Steps {

    /**
     * One step.
     *
     * @param event what happened
     * @param to the moment it led to, in canonical form
     * @param fault what promise it broke, in words; empty if none
     * @param why gives the line that explains it, which only stories ask for; empty if nothing was reduced
     */
    record Step(Event event, Moment to, String fault, Supplier<String> why) {

        Step(Event event, Moment to, String fault) {
            this(event, to, fault, () -> "");
        }
    }

    /** What came of one reduction, with the new state as it is remembered one interval later. */
    private record Reduced(int decided, int actions, Reduction reduction, String fault) {}

    private record Question(int state, World world) {}

    private final Book book = new Book();
    private final Map<Question, Reduced> answers = new HashMap<>();
    private final Policy policy;
    private final BiFunction<GroupState, Observation, Reduction> reducer;
    private final Set<Feature> features;
    private final Environment environment;
    private final Canon canon;
    private final Goals goals;

    Steps(Policy policy, BiFunction<GroupState, Observation, Reduction> reducer, Set<Feature> features, Goals goals) {
        this.policy = policy;
        this.reducer = reducer;
        this.features = features;
        this.environment = new Environment(features);
        this.canon = new Canon(policy);
        this.goals = goals;
    }

    Moment start(int nodes) {
        World world = World.start(nodes).with(Global.VOLATILE, features.contains(Feature.LOST_DATA) ? 1 : 0);
        return Moment.looking(world, book.number(GroupState.of(Names.firstRecord(nodes))));
    }

    GroupState state(Moment moment) {
        return book.state(moment.state());
    }

    /** Returns what the observer may do next; any of it may come first. */
    List<Step> ownSteps(Moment moment) {
        return switch (moment.phase()) {
            case LOOK -> List.of(round(moment));
            case COMMIT -> List.of(commit(moment));
            case ACT -> sends(moment);
        };
    }

    /** Returns what may happen to the observer and the nodes. */
    List<Step> faults(Moment moment) {
        return faultEvents(moment).stream().map(event -> fault(moment, event)).toList();
    }

    List<Event> faultEvents(Moment moment) {
        World world = moment.world();
        List<Event> events = new ArrayList<>();
        boolean isUndisturbed = moment.phase() == Phase.COMMIT && !features.contains(Feature.FAULTS_DURING_COMMIT);
        for (int node = 0; node < world.nodes() && !isUndisturbed; node++) {
            if (world.isUp(node)) {
                events.add(new Event.Stop(node));
            }
            for (StartAs as : environment.starts(world, node)) {
                events.add(new Event.Start(node, as));
            }
            if (world.isUp(node)) {
                events.addAll(environment.mishaps(world, node));
            }
        }
        if (environment.canWrite(world, state(moment).record())) {
            events.add(
                    new Event.Write(Names.index(state(moment).record().master().orElseThrow())));
        }
        if (features.contains(Feature.LOST_COMMANDS)) {
            book.actions(moment.actions()).forEach(action -> events.add(new Event.Lose(action)));
        }
        if (features.contains(Feature.OBSERVER_RESTARTS)) {
            events.add(new Event.Restart());
        }
        return events;
    }

    /** Takes one of the steps of {@link #faultEvents}. */
    Step fault(Moment moment, Event event) {
        World world = moment.world();
        if (event instanceof Event.Stop stop) {
            return step(event, moment, environment.stop(world, state(moment).record(), stop.node()));
        }
        if (event instanceof Event.Start start) {
            return start(moment, start.node(), start.as());
        }
        if (event instanceof Event.Write write) {
            return step(event, moment, environment.write(world, write.master()));
        }
        if (event instanceof Event.Lose lose) {
            return lose(moment, lose.action());
        }
        return event instanceof Event.Restart ? restart(moment) : step(event, moment, environment.befall(world, event));
    }

    private Step step(Event event, Moment moment, World world) {
        return new Step(
                event,
                canonical(new Moment(world, moment.state(), moment.decided(), moment.actions(), moment.phase())),
                "");
    }

    private Step start(Moment moment, int node, StartAs as) {
        int state = book.number(Canon.restarted(book.state(moment.state()), Names.id(node)));
        int decided = book.number(Canon.restarted(book.state(moment.decided()), Names.id(node)));
        int actions = book.number(Canon.restarted(book.actions(moment.actions()), Names.id(node)));
        World world = environment.start(moment.world(), node, as);
        return new Step(
                new Event.Start(node, as), canonical(new Moment(world, state, decided, actions, moment.phase())), "");
    }

    private Step lose(Moment moment, Action action) {
        World world = environment.lose(moment.world(), state(moment).record(), action);
        Moment next = Moment.acting(world, moment.state(), without(moment, action));
        return new Step(new Event.Lose(action), canonical(next), "");
    }

    private Step restart(Moment moment) {
        int state = book.number(GroupState.of(state(moment).record()));
        return new Step(
                new Event.Restart(), canonical(Moment.looking(Environment.forgotten(moment.world()), state)), "");
    }

    private Step round(Moment moment) {
        GroupState before = state(moment);
        World world = environment.looked(moment.world(), before.record(), policy.misses());
        Reduced reduced = answers.computeIfAbsent(
                new Question(moment.state(), seen(moment.world())), q -> reduce(before, moment.world()));
        GroupState after = book.state(reduced.decided());
        boolean isStored = after.record().equals(before.record());
        Moment next = isStored
                ? Moment.acting(world, reduced.decided(), reduced.actions())
                : Moment.committing(world, moment.state(), reduced.decided(), reduced.actions());
        String fault = reduced.fault().isEmpty()
                ? Judge.ofElection(world, before.record(), reduced.reduction(), policy.misses())
                : reduced.fault();
        return new Step(new Event.Round(), canonical(next), fault, () -> why(reduced.reduction()));
    }

    private static String why(Reduction reduction) {
        return Explanation.of(reduction, Lookout.NOW).toString();
    }

    private Reduced reduce(GroupState before, World world) {
        long epoch = before.record().claim() instanceof Claim.Pending claim ? claim.epoch() : 0;
        Observation observation = Lookout.observe(world, epoch);
        Reduction reduction = reducer.apply(before, observation);
        goals.note(reduction);
        GroupState decided = canon.aged(reduction.state());
        List<Action> actions = Canon.timeless(reduction.actions(), decided);
        String fault = Judge.ofReduction(before, observation, reduction);
        return new Reduced(book.number(decided), book.number(actions), reduction, fault);
    }

    /** What of the world a round of looks can see. */
    private static World seen(World world) {
        World next = world.with(Global.ACKED, 0);
        for (int node = 0; node < world.nodes(); node++) {
            next = next.with(node, World.Cell.SILENT, 0).with(node, World.Cell.LINKED, 0);
            if (!world.isUp(node)) {
                next = next.with(node, World.Cell.RANK, 0)
                        .with(node, World.Cell.HISTORY, 0)
                        .with(node, World.Cell.PARENT, 0)
                        .with(node, World.Cell.BASE, 0)
                        .with(node, World.Cell.FOLLOWS, 0);
            }
        }
        return next;
    }

    private Step commit(Moment moment) {
        GroupState before = state(moment);
        GroupState after = book.state(moment.decided());
        World world = environment.committed(moment.world(), before.record(), after.record());
        String fault = Judge.ofCommit(moment.world(), before.record(), after.record());
        return new Step(new Event.Commit(), canonical(Moment.acting(world, moment.decided(), moment.actions())), fault);
    }

    private List<Step> sends(Moment moment) {
        List<Step> steps = new ArrayList<>();
        for (Action action : book.actions(moment.actions())) {
            World world = environment.send(moment.world(), state(moment).record(), action);
            Moment next = Moment.acting(world, moment.state(), without(moment, action));
            String fault = Judge.ofSend(moment.world(), world, state(moment).record(), action);
            steps.add(new Step(new Event.Send(action), canonical(next), fault));
        }
        return steps;
    }

    private int without(Moment moment, Action action) {
        return book.number(book.actions(moment.actions()).stream()
                .filter(other -> !other.equals(action))
                .toList());
    }

    /** Drops what decides nothing: acknowledged writes that nobody has, and what a recorded master began with. */
    private static World relevant(World world, GroupRecord record) {
        World next = world.isAckedAnywhere() ? world : world.with(Global.ACKED, world.highest(World.Cell.RANK));
        return record.claim() instanceof Claim.None && record.master().isPresent()
                ? next.with(Names.index(record.master().get()), World.Cell.BASE, 0)
                : next;
    }

    private Moment canonical(Moment moment) {
        GroupState state = book.state(moment.state());
        World world = relevant(moment.world(), state.record());
        GroupState decided = book.state(moment.decided());
        List<Action> actions = book.actions(moment.actions());
        Canon.Renumbering numbers = Canon.renumbering(world, List.of(state, decided), actions);
        return new Moment(
                numbers.of(world),
                book.number(numbers.of(state)),
                book.number(numbers.of(decided)),
                book.number(numbers.of(actions)),
                moment.phase());
    }
}
