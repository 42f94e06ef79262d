package dev.regroup.check;

import dev.regroup.check.Moment.Phase;
import dev.regroup.check.Steps.Step;
import dev.regroup.check.World.Global;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What may become of a commit, and of what the observer knows when it has to read instead. Confined to one exploration. */
final class Commits {

    private final Book book;
    private final Set<Feature> features;
    private final CanonicalForm canonical;

    Commits(Book book, Set<Feature> features, CanonicalForm canonical) {
        this.book = book;
        this.features = features;
        this.canonical = canonical;
    }

    /** Stores what was decided. */
    Step done(Moment moment) {
        GroupState before = book.state(moment.state());
        GroupState after = book.state(moment.decided());
        World world = cooling(Memory.committed(moment.world(), before.record(), after.record()), before, after);
        String fault = Judge.ofCommit(moment.world(), before.record(), after.record());
        Moment next = Moment.acting(world, moment.decided(), moment.actions()).withLooks(moment.looks());
        return new Step(new Event.Commit(), canonical.of(next), fault);
    }

    private World cooling(World world, GroupState before, GroupState after) {
        boolean cools = features.contains(Feature.COOL_DOWN) && Memory.isFailover(before.record(), after.record());
        return cools ? world.with(Global.COOLING, 1) : world;
    }

    /** Returns what else may happen. */
    List<Event> mishaps(Moment moment) {
        List<Event> events = new ArrayList<>();
        if (!features.contains(Feature.FAILED_COMMITS)) {
            return events;
        }
        if (moment.phase() == Phase.COMMIT) {
            events.add(new Event.FailCommit());
        }
        if (moment.isDoubtful()) {
            events.add(new Event.StoreLate());
            if (!book.state(moment.state()).health().isAtRest()) {
                events.add(new Event.ForgetLooks());
            }
        }
        return events;
    }

    /** Lets one of these happen. */
    Step befall(Moment moment, Event event) {
        if (event instanceof Event.FailCommit) {
            return failed(moment);
        }
        return event instanceof Event.StoreLate ? late(moment) : forgotten(moment);
    }

    /** The actions are dropped; the health is that of the reduction, so that no look counts twice. */
    private Step failed(Moment moment) {
        GroupState stored = book.state(moment.state());
        GroupState wanted = book.state(moment.decided());
        int state = book.number(new GroupState(stored.record(), wanted.health()));
        World unpromised = Memory.unpromised(moment.world(), stored.record(), wanted.record());
        World kept = features.contains(Feature.HANDS) ? unpromised.with(Global.HANDED, 1) : unpromised;
        Moment next = Moment.looking(Memory.unstored(kept, stored.record(), wanted.record()), state)
                .withDoubtful(book.number(GroupState.of(wanted.record())))
                .withLooks(moment.looks());
        return new Step(new Event.FailCommit(), canonical.of(next), "");
    }

    private Step late(Moment moment) {
        GroupState before = book.state(moment.state());
        GroupState after = new GroupState(book.state(moment.decided()).record(), before.health());
        World world = cooling(Memory.found(moment.world(), before.record(), after.record()), before, after);
        String fault = Judge.ofCommit(moment.world(), before.record(), after.record());
        Moment next = Moment.looking(world, book.number(after)).withLooks(moment.looks());
        return new Step(new Event.StoreLate(), canonical.of(next), fault);
    }

    private Step forgotten(Moment moment) {
        GroupState known = book.state(moment.state());
        int state = book.number(new GroupState(known.record(), GroupHealth.rest()));
        World world = Memory.forgottenLooks(moment.world(), known.record());
        Moment next = Moment.acting(world, state, moment.actions())
                .withDoubtful(moment.decided())
                .withLooks(moment.looks());
        return new Step(new Event.ForgetLooks(), canonical.of(next), "");
    }
}
