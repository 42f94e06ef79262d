package dev.regroup.codis;

import dev.regroup.coordinator.Layout.Reading;
import dev.regroup.model.Address;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What somebody else wrote into a group node, as a record. Pure. */
final class Edits {

    private static final int NAME_MAX = 120;

    private Edits() {}

    /** Returns the record of a group that is new to us. */
    static GroupRecord firstContact(GroupRecord configured, CodisGroup group) {
        return GroupRecord.first(
                configured.id(),
                group.addresses().stream()
                        .map(address -> named(address, configured))
                        .toList());
    }

    /** Returns our record with the servers that the node has now. */
    static Reading taken(GroupRecord record, GroupRecord configured, CodisGroup group) {
        List<Address> addresses = group.addresses();
        if (addresses.isEmpty()) {
            throw InvalidConfiguration.of("it has no servers any more");
        }
        List<String> remarks = new ArrayList<>();
        List<MemberRecord> members = new ArrayList<>();
        for (MemberRecord member : record.members()) {
            if (addresses.stream().anyMatch(member.member()::isAt)) {
                members.add(member);
            } else {
                remarks.add("somebody else removed " + member.id());
            }
        }
        for (Address address : addresses) {
            if (record.memberAt(address).isEmpty()) {
                Member added = named(address, configured);
                members.add(MemberRecord.of(added));
                remarks.add("somebody else added " + added.id());
            }
        }
        GroupRecord edited = remarks.isEmpty() ? record : withMembers(record, members, remarks);
        addWish(edited, addresses.get(0), remarks);
        return new Reading.Recorded(edited, remarks);
    }

    /** Whoever removes the recorded master leaves a group without one: it is adopted anew, and nobody is elected. */
    private static GroupRecord withMembers(GroupRecord record, List<MemberRecord> members, List<String> remarks) {
        boolean hasMaster =
                record.master().isEmpty() || isAmong(members, record.master().get());
        if (!hasMaster) {
            remarks.add("so the recorded master is gone, and the group is taken as it is found");
            List<MemberRecord> unproven = members.stream()
                    .map(member -> member.withStanding(new Standing.Unproven()))
                    .toList();
            return GroupRecord.of(record.id(), record.epoch(), new Reign.None(), unproven);
        }
        GroupRecord next = GroupRecord.of(record.id(), record.epoch(), record.reign(), members);
        boolean keepsClaim = record.claim() instanceof Claim.Pending pending && isAmong(members, pending.candidate());
        boolean keepsBlock = record.block() instanceof Block.On block
                && block.nodes().stream().allMatch(node -> isAmong(members, node));
        return next.withClaim(record.epoch(), keepsClaim ? record.claim() : new Claim.None())
                .withBlock(keepsBlock ? record.block() : new Block.None());
    }

    private static void addWish(GroupRecord record, Address first, List<String> remarks) {
        Optional<NodeId> wished = record.memberAt(first).map(MemberRecord::id);
        if (record.master().isPresent() && !wished.equals(record.master())) {
            remarks.add("somebody else put " + first + " first; the recorded master stays "
                    + record.master().get() + " until the nodes show otherwise");
        }
    }

    private static boolean isAmong(List<MemberRecord> members, NodeId node) {
        return members.stream().anyMatch(member -> member.id().equals(node));
    }

    /** The store knows addresses only: the configuration may name them, otherwise they are their own names. */
    private static Member named(Address address, GroupRecord configured) {
        return configured.memberAt(address).map(MemberRecord::member).orElseGet(() -> {
            String name = (address.host() + "-" + address.port()).replace(':', '-');
            String start = Character.isLetterOrDigit(name.charAt(0)) ? name : "node" + name;
            return Member.of(
                    NodeId.of(start.length() > NAME_MAX ? start.substring(start.length() - NAME_MAX) : start), address);
        });
    }
}
