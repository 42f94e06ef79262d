package dev.regroup.check;

import dev.regroup.check.Event.StartAs;
import dev.regroup.check.Moment.Phase;
import dev.regroup.check.World.Global;
import dev.regroup.model.Action;
import dev.regroup.model.Choice;
import dev.regroup.model.Claim;
import dev.regroup.model.Explanation;
import dev.regroup.model.Failovers;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.NodeId;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import dev.regroup.model.Standing;
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
    private record Reduced(int decided, int actions, Judge.Grounds grounds, String fault) {}

    private record Question(int state, int world, int held) {

        @Override
        public int hashCode() {
            return (state * 0x9E3779B1 ^ world) * 0x85EBCA6B + held;
        }
    }

    private final Book book = new Book();
    private final Map<Question, Reduced> answers = new HashMap<>();
    private final Policy policy;
    private final BiFunction<GroupState, Observation, Reduction> reducer;
    private final Set<Feature> features;
    private final Environment environment;
    private final Gateway gateway;
    private final Canon canon;
    private final Goals goals;

    Steps(Policy policy, BiFunction<GroupState, Observation, Reduction> reducer, Set<Feature> features, Goals goals) {
        this.policy = policy;
        this.reducer = reducer;
        this.features = features;
        this.environment = new Environment(features);
        this.gateway = new Gateway(environment, policy.misses());
        this.canon = new Canon(policy, features.contains(Feature.PIKA));
        this.goals = goals;
    }

    Moment start(int nodes) {
        return start(Names.firstRecord(nodes));
    }

    /** Returns the beginning of a group with that first record, whose members have the usual names. */
    Moment start(GroupRecord first) {
        World world = World.start(first.members().size())
                .with(Global.VOLATILE, isLosing(features) ? 1 : 0)
                .with(Global.LINGERING, isLingering(features) ? 1 : 0)
                .with(Global.PIKA, features.contains(Feature.PIKA) ? 1 : 0);
        return Moment.looking(world, book.number(GroupState.of(first)));
    }

    private static boolean isLosing(Set<Feature> features) {
        return features.contains(Feature.LOST_DATA) || features.contains(Feature.REPLACED);
    }

    private static boolean isLingering(Set<Feature> features) {
        return features.contains(Feature.LINGERING_LINKS) || features.contains(Feature.PIKA);
    }

    /** Returns a place for moments of these steps. */
    Moments moments() {
        return new Moments(book);
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
        for (int node = 0; node < world.nodes() && !isUndisturbed(moment); node++) {
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
        for (int node = 0; node < world.nodes(); node++) {
            if (environment.canWriteBeside(world, state(moment).record(), node)) {
                events.add(new Event.Write(node));
            }
        }
        events.addAll(ofCommands(moment));
        events.addAll(ofObserver(moment));
        return events;
    }

    /** Faults that commit steps are spared from, unless that is asked for. */
    private boolean isUndisturbed(Moment moment) {
        return moment.phase() == Phase.COMMIT && !features.contains(Feature.FAULTS_DURING_COMMIT);
    }

    private List<Event> ofCommands(Moment moment) {
        World world = moment.world();
        List<Event> events = new ArrayList<>();
        Order.late(world).map(Event.Arrive::new).ifPresent(events::add);
        for (Action action : book.actions(moment.actions())) {
            boolean isSending = moment.phase() == Phase.ACT;
            boolean wouldArrive = isSending && Gateway.wouldArrive(world, action);
            if (features.contains(Feature.LOST_COMMANDS) && isSending) {
                events.add(new Event.Lose(action));
            }
            boolean mayRefuse = action instanceof Action.Promote || action instanceof Action.Follow;
            if (features.contains(Feature.REFUSALS) && mayRefuse && wouldArrive) {
                events.add(new Event.Refuse(action));
            }
            if (features.contains(Feature.LATE_COMMANDS) && Order.late(world).isEmpty() && wouldArrive) {
                events.add(new Event.Delay(action));
            }
        }
        return events;
    }

    private List<Event> ofObserver(Moment moment) {
        World world = moment.world();
        List<Event> events = new ArrayList<>();
        if (world.get(Global.COOLING) == 1 && !isUndisturbed(moment)) {
            events.add(new Event.Elapse());
        }
        boolean mayHold = features.contains(Feature.STALE_REPORTS)
                && moment.held() == Book.NOTHING_HELD
                && !isUndisturbed(moment);
        for (int node = 0; node < world.nodes() && mayHold; node++) {
            events.add(new Event.Look(node));
            events.add(new Event.Skip(node));
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
            boolean isRecorded = state(moment)
                    .record()
                    .master()
                    .filter(master -> Names.index(master) == write.master())
                    .isPresent();
            return step(
                    event,
                    moment,
                    isRecorded
                            ? environment.write(world, write.master())
                            : Environment.writeBeside(world, write.master()));
        }
        return event instanceof Event.Elapse ? elapse(moment) : faultBetween(moment, event);
    }

    private Step faultBetween(Moment moment, Event event) {
        World world = moment.world();
        if (event instanceof Event.Lose lose) {
            World next = Gateway.lose(world, state(moment).record(), lose.action());
            return sent(event, moment, lose.action(), next, "");
        }
        if (event instanceof Event.Delay delay) {
            World next = Gateway.delay(world, state(moment).record(), delay.action());
            return sent(event, moment, delay.action(), next, "");
        }
        if (event instanceof Event.Refuse refuse) {
            World next = gateway.refuse(world, state(moment).record(), refuse.action());
            return sent(event, moment, refuse.action(), next, "");
        }
        if (event instanceof Event.Look look) {
            Held early = new Held.Early(look.node(), Lookout.outcome(world, look.node()));
            return new Step(event, canonical(moment.withHeld(book.number(early))), "");
        }
        if (event instanceof Event.Skip skip) {
            return new Step(event, canonical(moment.withHeld(book.number(new Held.Missing(skip.node())))), "");
        }
        return event instanceof Event.Restart ? restart(moment) : step(event, moment, environment.befall(world, event));
    }

    private Step step(Event event, Moment moment, World world) {
        return new Step(event, canonical(moment.with(world)), "");
    }

    private Step start(Moment moment, int node, StartAs as) {
        Held held = book.held(moment.held());
        Incarnation past = held.isOf(node, Names.PRESENT) ? Names.REPORTED : Names.EARLIER;
        Moment restarted = book.renamed(moment, new Incarnations(Names.id(node), Names.PRESENT, past));
        World world = environment.start(moment.world(), node, as);
        return new Step(
                new Event.Start(node, as),
                canonical(restarted.with(world).withHeld(book.number(held.restarted(node)))),
                "");
    }

    private Step sent(Event event, Moment moment, Action action, World world, String fault) {
        boolean isOutdated = book.held(moment.held()).node() == Names.index(action.node());
        Moment next = Moment.acting(world, moment.state(), without(moment, action))
                .withHeld(isOutdated ? Book.NOTHING_HELD : moment.held());
        return new Step(event, canonical(next), fault);
    }

    /** Once its time is over, a failover of then is as good as none. */
    private Step elapse(Moment moment) {
        Moment next = new Moment(
                moment.world().with(Global.COOLING, 0),
                book.number(withoutFailovers(book.state(moment.state()))),
                book.number(withoutFailovers(book.state(moment.decided()))),
                moment.actions(),
                moment.held(),
                moment.phase());
        return new Step(new Event.Elapse(), canonical(next), "");
    }

    private static GroupState withoutFailovers(GroupState state) {
        return new GroupState(state.record().withFailovers(new Failovers.None()), state.health());
    }

    private Step restart(Moment moment) {
        int state = book.number(GroupState.of(state(moment).record()));
        return new Step(new Event.Restart(), canonical(Moment.looking(Memory.forgotten(moment.world()), state)), "");
    }

    private Step round(Moment moment) {
        GroupState before = state(moment);
        Held held = book.held(moment.held());
        World looked = Memory.looked(moment.world(), before.record(), held, policy.misses());
        World lagging = features.contains(Feature.LAG) ? Memory.promised(looked, before.record()) : looked;
        Reduced reduced = answers.computeIfAbsent(
                new Question(moment.state(), book.number(seen(moment.world())), moment.held()),
                q -> reduce(before, moment.world(), held));
        GroupState after = book.state(reduced.decided());
        World world = Memory.adopted(lagging, before.record(), after.record(), held);
        boolean isStored = after.record().equals(before.record());
        Moment next = isStored
                ? Moment.acting(world, reduced.decided(), reduced.actions())
                : Moment.committing(world, moment.state(), reduced.decided(), reduced.actions());
        String fault = reduced.fault().isEmpty()
                ? Judge.ofElection(moment.world(), world, before.record(), reduced.grounds(), held, policy.misses())
                : reduced.fault();
        return new Step(new Event.Round(), canonical(next), fault, () -> why(before, moment.world(), held));
    }

    private String why(GroupState before, World world, Held held) {
        return Explanation.of(reducer.apply(before, observe(before, world, held)), Lookout.NOW)
                .toString();
    }

    private static Observation observe(GroupState before, World world, Held held) {
        return Lookout.observe(world, held, before.record());
    }

    private Reduced reduce(GroupState before, World world, Held held) {
        Observation observation = observe(before, world, held);
        Reduction reduction = reducer.apply(before, observation);
        goals.note(reduction);
        GroupState decided = canon.aged(reduction.state());
        List<Action> actions = Canon.timeless(reduction.actions(), decided);
        String fault = Judge.ofReduction(before, observation, reduction);
        return new Reduced(book.number(decided), book.number(actions), Judge.Grounds.of(reduction), fault);
    }

    /** What of the world a round of looks can see. */
    private static World seen(World world) {
        World next = world.with(Global.ACKED, 0)
                .with(Global.LATE, Order.NONE)
                .with(Global.COOLING, 0)
                .with(Global.HANDED, 0);
        for (int node = 0; node < world.nodes(); node++) {
            next = next.with(node, World.Cell.SILENT, 0)
                    .with(node, World.Cell.LINKED, 0)
                    .with(node, World.Cell.LAG, 0);
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
        boolean cools = features.contains(Feature.COOL_DOWN) && Memory.isFailover(before.record(), after.record());
        World committed = Memory.committed(moment.world(), before.record(), after.record());
        World world = cools ? committed.with(Global.COOLING, 1) : committed;
        String fault = Judge.ofCommit(moment.world(), before.record(), after.record());
        Moment next = Moment.acting(world, moment.decided(), moment.actions()).withHeld(moment.held());
        return new Step(new Event.Commit(), canonical(next), fault);
    }

    private List<Step> sends(Moment moment) {
        List<Step> steps = new ArrayList<>();
        for (Action action : book.actions(moment.actions())) {
            World world = gateway.send(moment.world(), state(moment).record(), action);
            String fault = Judge.ofSend(moment.world(), world, state(moment).record(), action);
            steps.add(sent(new Event.Send(action), moment, action, world, fault));
        }
        return steps;
    }

    private int without(Moment moment, Action action) {
        return book.number(book.actions(moment.actions()).stream()
                .filter(other -> !other.equals(action))
                .toList());
    }

    /** A policy that prefers a master that lacks writes to none promises nobody that they survive. */
    private World relevant(World world, GroupRecord record) {
        World next = promised(world, record);
        return policy.dataRule() == Choice.DataRule.AVAILABLE ? next.with(Global.ACKED, 0) : next;
    }

    /** Drops what decides nothing: acknowledged writes that nobody has, and what a recorded master began with. */
    private static World promised(World world, GroupRecord record) {
        World next = world.isAckedAnywhere() ? world : world.with(Global.ACKED, world.highest(World.Cell.RANK));
        return record.claim() instanceof Claim.None
                ? record.master()
                        .filter(master -> isRecordedHistory(world, record, master))
                        .map(master -> next.with(Names.index(master), World.Cell.BASE, 0))
                        .orElse(next)
                : next;
    }

    private static boolean isRecordedHistory(World world, GroupRecord record, NodeId master) {
        return record.member(master)
                .filter(member -> !(member.standing() instanceof Standing.InSync mark)
                        || Names.history(mark.position()) == world.get(Names.index(master), World.Cell.HISTORY))
                .isPresent();
    }

    /** Forgets which earlier life a report was of, once it is no longer held. */
    private Moment withoutOutdatedLives(Moment moment) {
        Moment next = moment;
        Held held = book.held(moment.held());
        for (int node = 0; node < moment.world().nodes() && features.contains(Feature.STALE_REPORTS); node++) {
            next = held.isOf(node, Names.REPORTED)
                    ? next
                    : book.renamed(next, new Incarnations(Names.id(node), Names.REPORTED, Names.EARLIER));
        }
        return next;
    }

    private Moment canonical(Moment given) {
        Moment moment = withoutOutdatedLives(given);
        GroupState state = book.state(moment.state());
        return book.renumbered(moment, relevant(moment.world(), state.record()));
    }
}
