package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Reason;
import dev.regroup.model.Standing;
import io.vavr.collection.Vector;
import java.util.function.UnaryOperator;

/** A record on its way through one reduction, with the reasons of its changes so far. Immutable. */
record Draft(GroupRecord record, Vector<Reason> reasons) {

    static Draft of(GroupRecord record) {
        return new Draft(record, Vector.empty());
    }

    Draft because(Reason.Code code, NodeId... nodes) {
        return new Draft(record, reasons.append(Reason.of(code, nodes)));
    }

    Draft with(GroupRecord next) {
        return new Draft(next, reasons);
    }

    Draft withMember(NodeId node, UnaryOperator<MemberRecord> change) {
        return record.member(node)
                .map(member -> with(record.withMember(change.apply(member))))
                .orElse(this);
    }

    Draft withStanding(NodeId node, Standing standing) {
        return withMember(node, member -> member.withStanding(standing));
    }
}
