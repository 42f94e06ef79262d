package dev.regroup.check;

import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Presumption;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Gives every node another name and every address another one, wherever they occur. Immutable.
 *
 * @param node one to one
 * @param address one to one
 */
record Renaming(UnaryOperator<NodeId> node, UnaryOperator<Address> address) {

    GroupState of(GroupState state) {
        GroupHealth health = GroupHealth.rest();
        for (NodeId counted : state.health().counted()) {
            health = health.with(node.apply(counted), of(state.health().of(counted)));
        }
        return new GroupState(of(state.record()), health);
    }

    private GroupRecord of(GroupRecord record) {
        Reign reign = record.reign() instanceof Reign.Of of
                ? new Reign.Of(of.epoch(), node.apply(of.master()), of.start())
                : record.reign();
        List<MemberRecord> members = record.members().stream()
                .map(member -> new MemberRecord(of(member.member()), member.health(), member.standing()))
                .toList();
        Block block =
                record.block() instanceof Block.On on ? new Block.On(on.kind(), nodes(on.nodes())) : record.block();
        Claim claim = record.claim() instanceof Claim.Pending p
                ? new Claim.Pending(p.epoch(), node.apply(p.candidate()), p.incarnation(), p.cause())
                : record.claim();
        return GroupRecord.of(record.id(), record.epoch(), reign, members)
                .withBlock(block)
                .withFailovers(record.failovers())
                .withClaim(record.epoch(), claim);
    }

    private Member of(Member member) {
        return Member.of(node.apply(member.id()), address.apply(member.address()))
                .withAliases(member.aliases().stream().map(address).toList())
                .withDataCentre(member.dataCentre())
                .withPromotion(member.promotion())
                .withPriority(member.priority());
    }

    private NodeHealth of(NodeHealth health) {
        if (health instanceof NodeHealth.Suspect s) {
            return new NodeHealth.Suspect(s.misses(), s.first(), s.lastSentAt(), s.look(), nodes(s.seenSince()));
        }
        return health instanceof NodeHealth.Down d
                ? new NodeHealth.Down(d.first(), d.look(), nodes(d.seenSince()))
                : health;
    }

    Outcome of(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered ? new Outcome.Answered(of(answered.info())) : outcome;
    }

    NodeInfo of(NodeInfo info) {
        Role role = info.role() instanceof Role.Replica replica
                ? new Role.Replica(address.apply(replica.of()), replica.link())
                : info.role();
        Attached attached = info.attached() instanceof Attached.Told told
                ? new Attached.Told(told.fed().stream()
                        .map(fed -> new Attached.Fed(address.apply(fed.address()), fed.lag()))
                        .toList())
                : info.attached();
        return NodeInfo.of(info.incarnation(), role, info.position())
                .withReadiness(info.readiness())
                .withEligibility(info.eligibility())
                .withPingPeriod(info.pingPeriod())
                .withPersistence(info.persistence())
                .withContents(info.contents())
                .withWritability(info.writability())
                .withAttached(attached);
    }

    Presumption of(Presumption presumption) {
        NodeId about = node.apply(presumption.node());
        if (presumption instanceof Presumption.IsMaster p) {
            return new Presumption.IsMaster(about, p.incarnation());
        }
        if (presumption instanceof Presumption.IsReplica p) {
            return new Presumption.IsReplica(about, p.incarnation());
        }
        return presumption instanceof Presumption.Follows f
                ? new Presumption.Follows(about, f.incarnation(), address.apply(f.of()), f.link(), f.position())
                : new Presumption.IsNoMaster(about);
    }

    List<NodeId> nodes(List<NodeId> nodes) {
        return nodes.stream().map(node).toList();
    }
}
