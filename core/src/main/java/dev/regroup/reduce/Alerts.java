package dev.regroup.reduce;

import dev.regroup.model.Alert;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Verdict;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.List;

/** What a person should know although nothing is done about it. */
final class Alerts {

    /** Who came back so often within the calm time keeps coming and going. */
    private static final int OFTEN = 3;

    private Alerts() {}

    /** Tells of a group with what an election, held or rehearsed, made of each member. */
    static List<Alert> of(Policy policy, GroupRecord record, Sights sights, List<Verdict> verdicts) {
        Vector<Alert> alerts = Vector.empty();
        boolean isAlone = !verdicts.isEmpty()
                && record.master().filter(sights::isShownAsMaster).isPresent()
                && verdicts.stream().noneMatch(verdict -> verdict.ruling() == Verdict.Ruling.FIRST);
        if (isAlone) {
            alerts = alerts.append(new Alert(Alert.Kind.NO_STANDBY, List.of()));
        }
        List<NodeId> flapping = record.members().stream()
                .map(MemberRecord::id)
                .filter(node -> isFlapping(policy, sights.observation(), node))
                .toList();
        alerts = flapping.isEmpty() ? alerts : alerts.append(new Alert(Alert.Kind.FLAPPING, flapping));
        return record.master()
                .map(master -> new Alarms(policy, record, sights, master).all())
                .orElseGet(() -> Alarms.foreign(record, sights))
                .prependAll(alerts)
                .asJava();
    }

    private static boolean isFlapping(Policy policy, Observation now, NodeId node) {
        return now.returned().stream()
                        .filter(returned -> returned.node().equals(node))
                        .limit(1)
                        .flatMap(returned -> returned.times().stream())
                        .filter(time -> isRecent(now.at(), time, policy.calm()))
                        .limit(OFTEN)
                        .count()
                == OFTEN;
    }

    private static boolean isRecent(Duration at, Duration time, Duration calm) {
        return at.minus(time).compareTo(calm) < 0;
    }
}
