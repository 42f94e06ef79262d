package dev.regroup.reduce;

import dev.regroup.model.Claim;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** The diagnosis: the first finding of {@link Diagnosis} that holds. */
final class Findings {

    private final Policy policy;
    private final GroupRecord record;
    private final Sights sights;
    private final NodeId master;

    private Findings(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        this.policy = policy;
        this.record = record;
        this.sights = sights;
        this.master = master;
    }

    static Diagnosis diagnose(Policy policy, GroupRecord record, Sights sights) {
        if (!(record.reign() instanceof Reign.Of reign)) {
            return Diagnosis.NOT_ADOPTED;
        }
        if (record.claim() instanceof Claim.Pending) {
            return Diagnosis.CLAIM_PENDING;
        }
        Findings findings = new Findings(policy, record, sights, reign.master());
        return findings.ofMaster().orElseGet(findings::ofReplicas);
    }

    private Optional<Diagnosis> ofMaster() {
        if (sights.isDown(master)) {
            boolean allDown = record.members().stream().map(MemberRecord::id).allMatch(sights::isDown);
            return Optional.of(allDown ? Diagnosis.ALL_DOWN : Diagnosis.MASTER_DOWN);
        }
        if (sights.health(master) instanceof NodeHealth.Suspect) {
            return Optional.of(Diagnosis.MASTER_SUSPECT);
        }
        if (sights.isUnusable(master)) {
            return Optional.of(Diagnosis.MASTER_UNUSABLE);
        }
        return sights.info(master).map(this::ofVisibleMaster).orElse(Optional.of(Diagnosis.MASTER_UNKNOWN));
    }

    private Optional<Diagnosis> ofVisibleMaster(NodeInfo info) {
        if (!(info.role() instanceof Role.Master)) {
            return Optional.of(Diagnosis.MASTER_IS_REPLICA);
        }
        if (info.readiness() == NodeInfo.Readiness.LOADING) {
            return Optional.of(Diagnosis.MASTER_LOADING);
        }
        if (Losses.isShown(record, sights)) {
            return Optional.of(Diagnosis.MASTER_LOST_DATA);
        }
        return info.writability() == NodeInfo.Writability.REFUSES_WRITES
                ? Optional.of(Diagnosis.MASTER_NOT_WRITABLE)
                : Optional.empty();
    }

    private Diagnosis ofReplicas() {
        if (anyVisible((member, info) -> sights.isShownAsMaster(member.id()))) {
            return Diagnosis.UNEXPECTED_MASTER;
        }
        if (anyVisible((member, info) -> !isAtMaster(member, info))) {
            return Diagnosis.WRONG_POINTER;
        }
        if (anyVisible((member, info) ->
                isAtMaster(member, info) && Detaching.ofStuck(info).isPresent())) {
            return Diagnosis.REPLICA_STUCK;
        }
        if (replicas().findAny().isPresent()
                && Election.rehearse(policy, record, sights, master).best().isEmpty()) {
            return Diagnosis.NO_STANDBY;
        }
        if (replicas().anyMatch(member -> !(sights.of(member.id()) instanceof Sight.Good))) {
            return Diagnosis.REPLICA_SILENT;
        }
        return replicas().allMatch(member -> member.standing() instanceof Standing.InSync)
                ? Diagnosis.HEALTHY
                : Diagnosis.REPLICA_NOT_IN_SYNC;
    }

    private boolean anyVisible(BiPredicate<MemberRecord, NodeInfo> holds) {
        return replicas()
                .anyMatch(member -> sights.info(member.id())
                        .filter(info -> holds.test(member, info))
                        .isPresent());
    }

    private boolean isAtMaster(MemberRecord member, NodeInfo info) {
        return sights.pointer(member.id(), info) instanceof Pointer.ToMember to
                && to.node().equals(master);
    }

    private Stream<MemberRecord> replicas() {
        return record.members().stream().filter(member -> !member.id().equals(master));
    }
}
