package dev.regroup.reduce;

import dev.regroup.model.Failovers;
import dev.regroup.model.NodeHealth.Miss;
import dev.regroup.model.Policy;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The time after a failover in which there is no other one. */
final class CoolDown {

    private CoolDown() {}

    /** Returns what is remembered once a failover is confirmed; nothing if no policy asks for it. */
    static Failovers after(Policy policy, Failovers before, Instant confirmed) {
        if (policy.coolDown().isZero()) {
            return new Failovers.None();
        }
        boolean isCalm = before.sinceLast(confirmed).compareTo(policy.calm()) >= 0;
        return (isCalm ? new Failovers.None() : before).next(confirmed);
    }

    /**
     * Returns the veto while it lasts. It began before the first miss of the present master, so that it ends by the
     * monotonic clock, too, whatever the wall clock does.
     */
    static Optional<Veto> veto(Policy policy, Failovers failovers, Duration at, Instant wall, Miss first) {
        if (!(failovers instanceof Failovers.Recent recent)) {
            return Optional.empty();
        }
        Duration length = length(policy, recent.count());
        Duration since = atLeast(failovers.sinceLast(wall), at.minus(first.sentAt()));
        Duration left = length.minus(since);
        return left.isNegative() || left.isZero()
                ? Optional.empty()
                : Optional.of(new Veto(Veto.Kind.COOL_DOWN, List.of(), Wake.at(at.plus(left))));
    }

    private static Duration length(Policy policy, int failovers) {
        Duration length = policy.coolDown();
        for (int i = 1; i < failovers && length.compareTo(policy.coolDownMax()) < 0; i++) {
            length = length.multipliedBy(2);
        }
        return length.compareTo(policy.coolDownMax()) > 0 ? policy.coolDownMax() : length;
    }

    private static Duration atLeast(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
