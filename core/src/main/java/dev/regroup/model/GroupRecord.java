package dev.regroup.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What is durable about one group. It changes on transitions only. Immutable. */
public final class GroupRecord {

    /**
     * The highest epoch: every reader of JSON can hold it, and one epoch a millisecond takes 285,000 years to reach it.
     */
    private static final long MAX_EPOCH = 1L << 53;

    private final GroupId id;
    private final long epoch;
    private final Reign reign;
    private final List<MemberRecord> members;
    private final Claim claim;
    private final Block block;
    private final Failovers failovers;

    private GroupRecord(
            GroupId id,
            long epoch,
            Reign reign,
            List<MemberRecord> members,
            Claim claim,
            Block block,
            Failovers failovers) {
        this.id = id;
        this.epoch = epoch;
        this.reign = reign;
        this.members = List.copyOf(members);
        this.claim = claim;
        this.block = block;
        this.failovers = failovers;
    }

    /**
     * Returns the record with which a group begins: its members, and nothing known of them yet.
     *
     * @param members in any order; equals are told apart by their names
     * @throws InvalidConfiguration if there is no member, or a name or an address occurs twice; lists every fault
     */
    public static GroupRecord first(GroupId id, List<Member> members) {
        return of(
                id, 0, new Reign.None(), members.stream().map(MemberRecord::of).toList());
    }

    /**
     * Returns a record without claim and block, as a codec or a test builds it.
     *
     * @param epoch the highest epoch ever claimed, 0 to 2^53
     * @throws InvalidConfiguration for members that {@link #first} refuses, an unknown master, or a reign above the
     *     epoch
     */
    public static GroupRecord of(GroupId id, long epoch, Reign reign, List<MemberRecord> members) {
        GroupRecord record =
                new GroupRecord(id, epoch, reign, members, new Claim.None(), new Block.None(), new Failovers.None());
        List<String> faults = record.faults();
        if (!faults.isEmpty()) {
            throw InvalidConfiguration.of(faults);
        }
        return record;
    }

    /** Returns the group's name. */
    public GroupId id() {
        return id;
    }

    /** Returns the highest epoch ever claimed; 0 before the first. */
    public long epoch() {
        return epoch;
    }

    /** Tells whether there is no higher epoch, so that nobody can be claimed or recorded as master any more. */
    public boolean isLastEpoch() {
        return epoch >= MAX_EPOCH;
    }

    /** Returns who is recorded as master. */
    public Reign reign() {
        return reign;
    }

    /** Returns the members as the operator listed them; never empty. */
    public List<MemberRecord> members() {
        return members;
    }

    /** Returns the pending claim. */
    public Claim claim() {
        return claim;
    }

    /** Returns what stands in the way. */
    public Block block() {
        return block;
    }

    /** Returns what is remembered of failovers. */
    public Failovers failovers() {
        return failovers;
    }

    /** Returns the recorded master, if there is one. */
    public Optional<NodeId> master() {
        return reign instanceof Reign.Of of ? Optional.of(of.master()) : Optional.empty();
    }

    /** Returns what is recorded of that node, if it is a member. */
    public Optional<MemberRecord> member(NodeId node) {
        for (MemberRecord member : members) {
            if (member.id().equals(node)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /** Returns the member at that address, if there is one. */
    public Optional<MemberRecord> memberAt(Address address) {
        for (MemberRecord member : members) {
            if (member.member().isAt(address)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /** Returns the same with that epoch and claim. */
    public GroupRecord withClaim(long epoch, Claim claim) {
        return new GroupRecord(id, epoch, reign, members, claim, block, failovers);
    }

    /** Returns the same with that reign. */
    public GroupRecord withReign(Reign reign) {
        return new GroupRecord(id, epoch, reign, members, claim, block, failovers);
    }

    /** Returns the same with that block. */
    public GroupRecord withBlock(Block block) {
        return new GroupRecord(id, epoch, reign, members, claim, block, failovers);
    }

    /** Returns the same with that memory of failovers. */
    public GroupRecord withFailovers(Failovers failovers) {
        return new GroupRecord(id, epoch, reign, members, claim, block, failovers);
    }

    /** Returns the same with that member in the place of the one of the same name; unknown names change nothing. */
    public GroupRecord withMember(MemberRecord changed) {
        List<MemberRecord> next = new ArrayList<>(members);
        next.replaceAll(member -> member.id().equals(changed.id()) ? changed : member);
        return new GroupRecord(id, epoch, reign, next, claim, block, failovers);
    }

    /**
     * Returns what is wrong with this record, one sentence each; empty for a well-formed one. Records that come from
     * {@link #first}, {@link #of} or a reduction of such a record are well-formed.
     */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (members.isEmpty()) {
            faults.add("group " + id + " has no members");
        }
        addMemberFaults(faults);
        if (reign instanceof Reign.Of of) {
            if (member(of.master()).isEmpty()) {
                faults.add("group " + id + " records the master " + of.master() + ", which is no member");
            }
            if (of.epoch() < 1 || of.epoch() > epoch) {
                faults.add("group " + id + " records the reign " + of.epoch() + ", which is not within 1 to its epoch "
                        + epoch);
            }
        }
        if (epoch < 0 || epoch > MAX_EPOCH) {
            faults.add("group " + id + " records the epoch " + epoch + ", which is not within 0 to " + MAX_EPOCH);
        }
        if (claim instanceof Claim.Pending pending) {
            addClaimFaults(pending, faults);
        }
        return List.copyOf(faults);
    }

    private void addClaimFaults(Claim.Pending pending, List<String> faults) {
        if (member(pending.candidate()).isEmpty()) {
            faults.add("group " + id + " claims for " + pending.candidate() + ", which is no member");
        }
        if (pending.epoch() != epoch || epoch < 1) {
            faults.add("group " + id + " claims the epoch " + pending.epoch() + ", which is not its epoch " + epoch);
        }
    }

    private void addMemberFaults(List<String> faults) {
        Set<NodeId> names = new HashSet<>();
        Set<Address> addresses = new HashSet<>();
        for (MemberRecord member : members) {
            if (!names.add(member.id())) {
                faults.add("group " + id + " lists the node " + member.id() + " twice");
            }
            Set<Address> own = new HashSet<>(member.member().aliases());
            own.add(member.member().address());
            for (Address address : own.stream()
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList()) {
                if (!addresses.add(address)) {
                    faults.add("group " + id + " lists the address " + address + " twice");
                }
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupRecord that
                && epoch == that.epoch
                && id.equals(that.id)
                && reign.equals(that.reign)
                && members.equals(that.members)
                && claim.equals(that.claim)
                && block.equals(that.block)
                && failovers.equals(that.failovers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, epoch, reign, members, claim, block, failovers);
    }

    @Override
    public String toString() {
        return id + " epoch " + epoch + " " + reign + " " + claim + " " + block + " " + members;
    }
}
