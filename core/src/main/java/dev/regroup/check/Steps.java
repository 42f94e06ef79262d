package dev.regroup.check;

import dev.regroup.check.World.Global;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.util.List;
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

    private final Book book = new Book();
    private final Policy policy;
    private final Set<Feature> features;
    private final CanonicalForm canonical;
    private final Reductions reductions;
    private final Deliveries deliveries;
    private final Commits commits;
    private final Faults faults;

    Steps(Policy policy, BiFunction<GroupState, Observation, Reduction> reducer, Set<Feature> features, Goals goals) {
        this.policy = policy;
        this.features = features;
        Environment environment = new Environment(features);
        this.canonical = new CanonicalForm(book, policy, features);
        this.reductions = new Reductions(book, policy, reducer, features, goals);
        this.deliveries = new Deliveries(book, features, new Gateway(environment, policy.misses()), canonical);
        this.commits = new Commits(book, features, canonical);
        this.faults = new Faults(book, features, environment, deliveries, commits, canonical);
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
        int looks = isRemembering(features) ? book.number(Looks.none(world.nodes())) : Book.NO_LOOKS;
        return Moment.looking(world, book.number(GroupState.of(first))).withLooks(looks);
    }

    /** How far a replica lags is told by looks alone. */
    static boolean isRemembering(Set<Feature> features) {
        return features.contains(Feature.REMEMBERED_LOOKS) || features.contains(Feature.LAG);
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

    /** Returns what gives moments one form for all names. */
    Symmetry symmetry() {
        return new Symmetry(book);
    }

    GroupState state(Moment moment) {
        return book.state(moment.state());
    }

    /** Whether the next round looks at all nodes at once. */
    boolean isNothingHeld(Moment moment) {
        return book.looks(moment.looks()).held() instanceof Held.Nothing;
    }

    /** Returns what the observer may do next; any of it may come first. */
    List<Step> ownSteps(Moment moment) {
        return switch (moment.phase()) {
            case LOOK -> List.of(round(moment));
            case COMMIT -> List.of(commits.done(moment));
            case ACT -> deliveries.sends(moment);
        };
    }

    /** Returns what may happen to the observer and the nodes. */
    List<Step> faults(Moment moment) {
        return faultEvents(moment).stream().map(event -> fault(moment, event)).toList();
    }

    List<Event> faultEvents(Moment moment) {
        return faults.possible(moment);
    }

    /** Takes one of the steps of {@link #faultEvents}. */
    Step fault(Moment moment, Event event) {
        return faults.take(moment, event);
    }

    private Step round(Moment moment) {
        GroupState before = state(moment);
        Looks looks = book.looks(moment.looks());
        Held held = looks.held();
        World looked = Memory.looked(moment.world(), before.record(), held, policy.misses());
        World lagging = features.contains(Feature.LAG) ? Memory.promised(looked, before.record(), held) : looked;
        Reductions.Reduced reduced = reductions.of(moment);
        GroupState after = book.state(reduced.decided());
        World world = Memory.adopted(lagging, before.record(), after.record(), held);
        boolean isStored = after.record().equals(before.record());
        Moment next = isStored
                ? Moment.acting(world, reduced.decided(), reduced.actions())
                : Moment.committing(world, moment.state(), reduced.decided(), reduced.actions());
        int remembered = isRemembering(features) ? book.number(looks.after(moment.world())) : Book.NO_LOOKS;
        String fault = reduced.fault().isEmpty()
                ? Judge.ofElection(moment.world(), world, before.record(), reduced.grounds(), held, policy.misses())
                : reduced.fault();
        return new Step(
                new Event.Round(), canonical.of(next.withLooks(remembered)), fault, () -> reductions.why(moment));
    }
}
