package dev.regroup.reduce;

import dev.regroup.model.Alert;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.function.BiPredicate;

/** What a person should know of a recorded master, and of whoever does not replicate from it as it should. */
final class Alarms {

    private final Policy policy;
    private final GroupRecord record;
    private final Sights sights;
    private final NodeId master;

    Alarms(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        this.policy = policy;
        this.record = record;
        this.sights = sights;
        this.master = master;
    }

    Vector<Alert> all() {
        Vector<Alert> alerts = of(Alert.Kind.MASTER_NOT_WRITABLE, isRefusing() ? List.of(master) : List.of())
                .appendAll(of(Alert.Kind.DATA_LOST, Losses.of(record).isPresent() ? List.of(master) : List.of()));
        List<NodeId> holders = UnknownData.holders(policy, record, sights, master);
        alerts = holders.isEmpty()
                ? alerts
                : alerts.appendAll(of(
                        Alert.Kind.MASTER_DATA_UNKNOWN,
                        Vector.of(master).appendAll(holders).asJava()));
        alerts = alerts.appendAll(foreign(record, sights));
        if (!sights.isShownAsMaster(master)) {
            return alerts;
        }
        Patience patience = new Patience(policy, sights, master);
        return alerts.appendAll(of(Alert.Kind.REFUSES_TO_FOLLOW, visible(this::isObstinate)))
                .appendAll(of(
                        Alert.Kind.LINK_DOWN,
                        visible((member, info) -> isWithoutLink(info) && patience.isOver(member.id(), info))));
    }

    /** Who follows a node outside the group, whether or not a master is recorded. */
    static Vector<Alert> foreign(GroupRecord record, Sights sights) {
        return of(
                Alert.Kind.FOREIGN_POINTER,
                visible(
                        record,
                        sights,
                        (member, info) -> sights.pointer(member.id(), info) instanceof Pointer.ToStranger));
    }

    private boolean isRefusing() {
        return sights.info(master)
                .filter(info ->
                        info.role() instanceof Role.Master && info.writability() == NodeInfo.Writability.REFUSES_WRITES)
                .isPresent();
    }

    /** Whose reign has ended is named by the block UNDEMOTABLE. */
    private boolean isObstinate(MemberRecord member, NodeInfo info) {
        return !member.id().equals(master)
                && !(member.standing() instanceof Standing.Deposed)
                && !Detaching.isAt(sights, member.id(), info, master)
                && new Orders(policy, sights, master).isObstinate(member.id(), info);
    }

    private static boolean isWithoutLink(NodeInfo info) {
        return info.role() instanceof Role.Replica replica && !(replica.link() instanceof Link.Syncing);
    }

    private List<NodeId> visible(BiPredicate<MemberRecord, NodeInfo> holds) {
        return visible(record, sights, holds);
    }

    private static List<NodeId> visible(GroupRecord record, Sights sights, BiPredicate<MemberRecord, NodeInfo> holds) {
        return record.members().stream()
                .filter(member -> sights.info(member.id())
                        .filter(info -> holds.test(member, info))
                        .isPresent())
                .map(MemberRecord::id)
                .toList();
    }

    private static Vector<Alert> of(Alert.Kind kind, List<NodeId> nodes) {
        return nodes.isEmpty() ? Vector.empty() : Vector.of(new Alert(kind, nodes));
    }
}
