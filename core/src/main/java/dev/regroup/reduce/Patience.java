package dev.regroup.reduce;

import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Who has shown no link to the recorded master for too long. */
final class Patience {

    private final Policy policy;
    private final Sights sights;
    private final NodeId master;

    Patience(Policy policy, Sights sights, NodeId master) {
        this.policy = policy;
        this.sights = sights;
        this.master = master;
    }

    /**
     * Whether a node that follows the recorded master has been without a link to it for as long as a copy may take that
     * makes no progress. The time begins anew when the master answers again after it had not: nobody could link before.
     */
    boolean isOver(NodeId node, NodeInfo info) {
        Duration now = sights.observation().at();
        return end(node, info).filter(end -> now.compareTo(end) >= 0).isPresent();
    }

    /** Returns when that time is over of a node that follows the master without a link; empty for any other. */
    Optional<Duration> end(NodeId node, NodeInfo info) {
        boolean isWaiting = Detaching.isAt(sights, node, info, master) && !sights.isLinkedTo(node, info, master);
        return sights.observation().unlinked().stream()
                .filter(unlinked -> isWaiting && unlinked.node().equals(node))
                .limit(1)
                .filter(unlinked -> unlinked.isOf(info))
                .flatMap(unlinked -> Stream.concat(Stream.of(unlinked.since()), returns()))
                .max(Duration::compareTo)
                .map(since -> since.plus(policy.resyncPatience()));
    }

    /** Whether the life that the recorded master is in has been known for that long. */
    boolean isLongKnown() {
        Duration now = sights.observation().at();
        return sights.info(master)
                .map(info -> sights.observation().knownSince(master, info.incarnation()))
                .filter(since -> now.compareTo(since.plus(policy.resyncPatience())) >= 0)
                .isPresent();
    }

    private Stream<Duration> returns() {
        return sights.observation().returned().stream()
                .filter(returned -> returned.node().equals(master))
                .limit(1)
                .flatMap(returned -> returned.times().stream());
    }
}
