package dev.regroup;

import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Version;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The loop of one group, over all leaderships. Thread-safe: everything happens on its lane. */
final class GroupLoop {

    private final GroupRecord first;
    private final Wiring wiring;
    private final Lane lane;
    private final List<String> keys;
    private final Set<NodeId> outstanding = new HashSet<>();
    private Optional<Stint> stint = Optional.empty();
    private boolean stopped;
    private volatile Optional<GroupState> state = Optional.empty();

    /**
     * Creates the loop of the group that the record names.
     *
     * @param first the record to begin with if the store has none
     */
    GroupLoop(GroupRecord first, Wiring wiring, Lane lane) {
        this.first = first;
        this.wiring = wiring;
        this.lane = lane;
        this.keys = wiring.layout().keys(first.id());
    }

    /** Begins anew, or ends, with the leadership. */
    void leadership(Leadership leadership) {
        lane.execute(() -> {
            stint.ifPresent(Stint::stop);
            stint = leadership instanceof Leadership.Held held && !stopped
                    ? Optional.of(new Stint(first, wiring, lane, held, outstanding, next -> state = next))
                    : Optional.empty();
            stint.ifPresent(Stint::begin);
        });
    }

    /** Looks at the register again if the change may concern it. */
    void changed(Change change) {
        boolean isOurs =
                !(change instanceof Change.Keys some) || some.keys().stream().anyMatch(keys::contains);
        if (isOurs) {
            lane.execute(() -> stint.ifPresent(Stint::registerChanged));
        }
    }

    /** Looks at the register again if its version is not the one that is known. */
    void listed(Map<String, Version> found) {
        lane.execute(() -> stint.ifPresent(current -> current.registersListed(found)));
    }

    /** Returns the newest state; empty while there is none. */
    Optional<GroupState> state() {
        return state;
    }

    /** Ends for good, and counts down when nothing is begun any more. */
    void stop(CountDownLatch done) {
        lane.executeLast(() -> {
            stint.ifPresent(Stint::stop);
            stint = Optional.empty();
            stopped = true;
            done.countDown();
        });
    }
}
