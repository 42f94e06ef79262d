package dev.regroup.check;

import dev.regroup.check.Event.StartAs;
import dev.regroup.check.Moment.Phase;
import dev.regroup.check.Steps.Step;
import dev.regroup.check.World.Global;
import dev.regroup.model.Action;
import dev.regroup.model.Failovers;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What may happen to the observer, its commands and the nodes at a moment, and what each makes of it. Confined to one
 * exploration.
 */
final class Faults {

    private final Book book;
    private final Set<Feature> features;
    private final Environment environment;
    private final Deliveries deliveries;
    private final Commits commits;
    private final CanonicalForm canonical;

    Faults(
            Book book,
            Set<Feature> features,
            Environment environment,
            Deliveries deliveries,
            Commits commits,
            CanonicalForm canonical) {
        this.book = book;
        this.features = features;
        this.environment = environment;
        this.deliveries = deliveries;
        this.commits = commits;
        this.canonical = canonical;
    }

    List<Event> possible(Moment moment) {
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
        if (environment.canWrite(world, record(moment)) && !mayChangeMaster(moment)) {
            events.add(new Event.Write(Names.index(record(moment).master().orElseThrow())));
        }
        for (int node = 0; node < world.nodes(); node++) {
            if (environment.canWriteBeside(world, record(moment), node)) {
                events.add(new Event.Write(node));
            }
        }
        events.addAll(deliveries.mishaps(moment));
        events.addAll(commits.mishaps(moment));
        events.addAll(ofObserver(moment));
        return events;
    }

    private GroupRecord record(Moment moment) {
        return book.state(moment.state()).record();
    }

    /** A write through a master that a commit under way, or in doubt, takes leave of is promised no more than one during a claim. */
    private boolean mayChangeMaster(Moment moment) {
        return (moment.phase() == Phase.COMMIT || moment.isDoubtful())
                && !book.state(moment.decided())
                        .record()
                        .master()
                        .equals(record(moment).master());
    }

    /** Faults that commit steps are spared from, unless that is asked for. */
    private boolean isUndisturbed(Moment moment) {
        return moment.phase() == Phase.COMMIT && !features.contains(Feature.FAULTS_DURING_COMMIT);
    }

    private List<Event> ofObserver(Moment moment) {
        World world = moment.world();
        List<Event> events = new ArrayList<>();
        if (world.get(Global.COOLING) == 1 && !isUndisturbed(moment)) {
            events.add(new Event.Elapse());
        }
        boolean mayHold = features.contains(Feature.STALE_REPORTS)
                && book.looks(moment.looks()).held() instanceof Held.Nothing
                && !isUndisturbed(moment);
        for (int node = 0; node < world.nodes() && mayHold; node++) {
            events.add(new Event.Look(node));
            events.add(new Event.Skip(node));
        }
        if (features.contains(Feature.OBSERVER_RESTARTS)) {
            events.add(new Event.Restart());
        }
        if (features.contains(Feature.TWO_OBSERVERS)) {
            events.add(new Event.TakeOver());
        }
        return events;
    }

    /** Takes one of those steps. */
    Step take(Moment moment, Event event) {
        World world = moment.world();
        if (event instanceof Event.Stop stop) {
            return step(event, moment, environment.stop(world, record(moment), stop.node()));
        }
        if (event instanceof Event.Start start) {
            return start(moment, start.node(), start.as());
        }
        if (event instanceof Event.Write write) {
            boolean isRecorded = record(moment)
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
        return faultBetween(moment, event);
    }

    private Step faultBetween(Moment moment, Event event) {
        World world = moment.world();
        if (event instanceof Event.Lose || event instanceof Event.Delay || event instanceof Event.Refuse) {
            return deliveries.befall(moment, event);
        }
        if (event instanceof Event.Look look) {
            Held early = new Held.Early(look.node(), Lookout.outcome(world, look.node()));
            return holding(event, moment, early);
        }
        if (event instanceof Event.Skip skip) {
            return holding(event, moment, new Held.Missing(skip.node()));
        }
        return event instanceof Event.Elapse ? elapse(moment) : ofObserver(moment, event);
    }

    private Step ofObserver(Moment moment, Event event) {
        if (event instanceof Event.FailCommit
                || event instanceof Event.StoreLate
                || event instanceof Event.ForgetLooks) {
            return commits.befall(moment, event);
        }
        if (event instanceof Event.Restart) {
            return begunAnew(event, moment, moment.world());
        }
        return event instanceof Event.TakeOver
                ? begunAnew(event, moment, Gateway.leftBehind(moment.world(), sending(moment)))
                : step(event, moment, environment.befall(moment.world(), event));
    }

    private List<Action> sending(Moment moment) {
        return moment.phase() == Phase.ACT ? book.actions(moment.actions()) : List.of();
    }

    private Step step(Event event, Moment moment, World world) {
        return new Step(event, canonical.of(moment.with(world)), "");
    }

    private Step holding(Event event, Moment moment, Held held) {
        Looks looks = book.looks(moment.looks()).with(held);
        return new Step(event, canonical.of(moment.withLooks(book.number(looks))), "");
    }

    private Step start(Moment moment, int node, StartAs as) {
        Looks known = book.looks(moment.looks());
        Moment restarted = book.renamed(moment, new Incarnations(Names.id(node), Names.PRESENT, past(known, node)));
        Looks looks = book.looks(restarted.looks()).with(known.held().restarted(node));
        World world = environment.start(moment.world(), node, as);
        return new Step(
                new Event.Start(node, as), canonical.of(restarted.with(world).withLooks(book.number(looks))), "");
    }

    private static Incarnation past(Looks looks, int node) {
        if (looks.held().isOf(node, Names.PRESENT)) {
            return Names.REPORTED;
        }
        return looks.isToldIn(node, Names.PRESENT) ? Names.REMEMBERED : Names.EARLIER;
    }

    /** Once its time is over, a failover of then is as good as none. */
    private Step elapse(Moment moment) {
        Moment next = new Moment(
                moment.world().with(Global.COOLING, 0),
                book.number(withoutFailovers(book.state(moment.state()))),
                book.number(withoutFailovers(book.state(moment.decided()))),
                moment.actions(),
                moment.looks(),
                moment.phase());
        return new Step(new Event.Elapse(), canonical.of(next), "");
    }

    private static GroupState withoutFailovers(GroupState state) {
        return new GroupState(state.record().withFailovers(new Failovers.None()), state.health());
    }

    private int begun(World world) {
        return Steps.isRemembering(features) ? book.number(Looks.none(world.nodes())) : Book.NO_LOOKS;
    }

    /** Whoever leads from now on knows what is stored, and nothing else; what was seen and not stored is to be seen anew. */
    private Step begunAnew(Event event, Moment moment, World world) {
        int state = book.number(GroupState.of(record(moment)));
        GroupRecord decided = book.state(moment.decided()).record();
        World kept = moment.phase() == Phase.COMMIT
                ? Memory.unpromised(world, record(moment), decided).with(Global.HANDED, 1)
                : world;
        return new Step(
                event,
                canonical.of(Moment.looking(Memory.forgotten(kept), state).withLooks(begun(world))),
                "");
    }
}
