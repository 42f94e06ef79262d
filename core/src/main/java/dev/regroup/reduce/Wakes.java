package dev.regroup.reduce;

import dev.regroup.model.Choice;
import dev.regroup.model.Commanded;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import java.util.Optional;

/** When to reduce again although nothing new is seen: the first time at which something ends or is due by itself. */
final class Wakes {

    private Wakes() {}

    static Wake next(Policy policy, GroupRecord record, Sights sights, Election election) {
        Observation now = sights.observation();
        Wake wake = new Wake.Never();
        for (Veto veto : election.vetoes()) {
            wake = wake.or(ahead(now, veto.until()));
        }
        for (Commanded last : now.commanded()) {
            if (record.master().equals(Optional.of(last.order().master()))) {
                wake = wake.or(ahead(now, Wake.at(last.at().plus(Retries.pause(policy, last)))));
                wake = last.reversals() > 0
                        ? wake.or(ahead(now, Wake.at(last.at().plus(policy.calm()))))
                        : wake;
            }
        }
        boolean mayBeReplaced = policy.unusableMaster() == Choice.Unusable.FAIL_OVER;
        NodeHealth master = record.master().map(sights::health).orElseGet(NodeHealth::rest);
        if (mayBeReplaced && master instanceof NodeHealth.Unusable unusable) {
            wake = wake.or(ahead(now, Wake.at(unusable.first().sentAt().plus(policy.unusableDuration()))));
        }
        return wake;
    }

    private static Wake ahead(Observation now, Wake wake) {
        return wake instanceof Wake.At at && at.time().compareTo(now.at()) <= 0 ? new Wake.Never() : wake;
    }
}
