package dev.regroup.check;

import dev.regroup.model.Action;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Presumption;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.reduce.Reducer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What the shipped reducer decides, spoilt in one way: each breaks one promise that an oracle has to notice. */
enum WrongReducer {
    /** Records a reign that has not begun yet. */
    MALFORMED {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            GroupRecord record = right.state().record();
            return record.reign() instanceof Reign.Of of && !right.reasons().isEmpty()
                    ? with(before, right, record.withReign(new Reign.Of(record.epoch() + 1, of.master(), of.start())))
                    : right;
        }
    },
    /** Prefers whomever it wants. */
    MEDDLING {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            GroupRecord record = right.state().record();
            MemberRecord last = record.members().get(record.members().size() - 1);
            return right.reasons().isEmpty()
                    ? right
                    : with(
                            before,
                            right,
                            record.withMember(new MemberRecord(
                                    last.member().withPromotion(Member.Promotion.PREFERRED),
                                    last.health(),
                                    last.standing())));
        }
    },
    /** Skips an epoch. */
    LEAPING {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            GroupRecord record = right.state().record();
            boolean isNew =
                    record.claim() instanceof Claim.Pending && before.record().claim() instanceof Claim.None;
            long next = record.epoch() + 1;
            return isNew && record.claim() instanceof Claim.Pending claim
                    ? with(
                            before,
                            right,
                            record.withClaim(
                                    next,
                                    new Claim.Pending(next, claim.candidate(), claim.incarnation(), claim.cause())))
                    : right;
        }
    },
    /** Does not say why. */
    SILENT {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            return right.withReasons(List.of());
        }
    },
    /** Makes a new state of a healthy group. */
    RESTLESS {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            GroupState state = right.state();
            return right.diagnosis() == Diagnosis.HEALTHY && right.reasons().isEmpty()
                    ? Reduction.of(new GroupState(state.record(), state.health()), Diagnosis.HEALTHY)
                    : right;
        }
    },
    /** Says everything twice. */
    STAMMERING {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            return right.withActions(Stream.concat(right.actions().stream(), right.actions().stream())
                    .toList());
        }
    },
    /** Commands nodes that do not answer. */
    BLIND {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            return others(right)
                    .filter(node -> !isRole(seen, node, Role.class))
                    .findFirst()
                    .map(node -> ordering(right, follow(right, node, Action.Copy.PLAIN)))
                    .orElse(right);
        }
    },
    /** Promotes replicas without a claim. */
    USURPING {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            GroupRecord record = right.state().record();
            return others(right)
                    .filter(node -> record.claim() instanceof Claim.None && isRole(seen, node, Role.Replica.class))
                    .findFirst()
                    .map(node ->
                            ordering(right, new Action.Promote(record.id(), record.epoch(), replica(node), List.of())))
                    .orElse(right);
        }
    },
    /** Has replicas copy everything, without need. */
    WASTEFUL {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            return followers(seen, right)
                    .findFirst()
                    .map(node -> ordering(right, follow(right, node, Action.Copy.FULL)))
                    .orElse(right);
        }
    },
    /** Demotes the master. */
    DEMOTING {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            GroupRecord record = right.state().record();
            return followers(seen, right)
                    .findFirst()
                    .map(node -> ordering(
                            right,
                            new Action.Follow(
                                    record.id(),
                                    record.epoch(),
                                    master(record.master().orElseThrow()),
                                    master(node),
                                    Action.Copy.PLAIN)))
                    .orElse(right);
        }
    },
    /** Attaches replicas to a master that it does not see. */
    TRUSTING {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            return others(right)
                    .filter(node -> isRole(seen, node, Role.Replica.class)
                            && !isRole(seen, right.state().record().master().orElseThrow(), Role.Master.class))
                    .findFirst()
                    .map(node -> ordering(right, follow(right, node, Action.Copy.PLAIN)))
                    .orElse(right);
        }
    },
    /** Fences replicas. */
    FENCING {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            GroupRecord record = right.state().record();
            return followers(seen, right)
                    .findFirst()
                    .map(node -> ordering(
                            right,
                            new Action.Fence(
                                    record.id(),
                                    record.epoch(),
                                    replica(node),
                                    master(record.master().orElseThrow()),
                                    Duration.ofSeconds(1))))
                    .orElse(right);
        }
    },
    /** Takes all replicas for former masters, and has them copy everything at the same time. */
    GREEDY {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            GroupRecord record = right.state().record();
            List<Action> actions = new ArrayList<>();
            for (NodeId node : right.reasons().isEmpty()
                    ? List.<NodeId>of()
                    : followers(seen, right).toList()) {
                MemberRecord member = record.member(node).orElseThrow();
                record = record.withMember(member.withStanding(new Standing.Deposed()));
                actions.add(follow(right, node, Action.Copy.FULL));
            }
            return actions.isEmpty() ? right : with(before, right, record).withActions(actions);
        }
    },
    /** Never changes its mind about who is up. */
    OBLIVIOUS {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            GroupRecord record = right.state().record();
            for (MemberRecord member : before.record().members()) {
                if (member.health() != MemberRecord.Health.UNSEEN) {
                    MemberRecord now = record.member(member.id()).orElseThrow();
                    record = record.withMember(now.withHealth(member.health()));
                }
            }
            return with(before, right, record);
        }
    },
    /** Does not let go of a claim. */
    STUBBORN {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            GroupRecord old = before.record();
            GroupRecord record = right.state().record();
            boolean hasEnded = old.claim() instanceof Claim.Pending
                    && !record.claim().equals(old.claim())
                    && old.reign().equals(record.reign());
            return hasEnded
                    ? with(before, right, record.withClaim(old.epoch(), old.claim()))
                            .withActions(List.of())
                    : right;
        }
    },
    /** Has nobody follow anybody. */
    IDLE {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            return right.withActions(right.actions().stream()
                    .filter(action -> !(action instanceof Action.Follow))
                    .toList());
        }
    },
    /** Records who is up, and nobody as master. */
    LEADERLESS {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            GroupRecord record = before.record();
            for (MemberRecord member : right.state().record().members()) {
                MemberRecord old = record.member(member.id()).orElseThrow();
                record = record.withMember(old.withHealth(member.health()));
            }
            return with(before, right, record).withActions(List.of());
        }
    },
    /** Says that it can do nothing. */
    DESPONDENT {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            Block block = new Block.On(Block.Kind.UNPROVEN, List.of());
            return with(before, right, right.state().record().withBlock(block)).withReasons(List.of(SOME));
        }
    },
    /** Changes its mind in every round. */
    WAVERING {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            Block next = before.record().block() instanceof Block.None
                    ? new Block.On(Block.Kind.UNPROVEN, List.of())
                    : new Block.None();
            GroupState state = new GroupState(before.record().withBlock(next), before.health());
            return Reduction.of(state, Diagnosis.HEALTHY).withReasons(List.of(SOME));
        }
    },
    /** Changes its mind at each look while the first member is the master, and at no other time. */
    PARTIAL {
        @Override
        Reduction spoil(GroupState before, Observation seen, Reduction right) {
            NodeId first = before.record().members().get(0).id();
            return before.record().master().equals(Optional.of(first)) ? WAVERING.spoil(before, seen, right) : right;
        }
    };

    private static final Reason SOME = Reason.of(Reason.Code.NODE_UP);

    abstract Reduction spoil(GroupState before, Observation seen, Reduction right);

    BiFunction<GroupState, Observation, Reduction> under(Policy policy) {
        Reducer reducer = Reducer.of(policy);
        return (before, seen) -> spoil(before, seen, reducer.reduce(before, seen));
    }

    private static Reduction with(GroupState before, Reduction right, GroupRecord record) {
        GroupState state = new GroupState(record, right.state().health());
        return Reduction.of(state.equals(before) ? before : state, right.diagnosis())
                .withActions(right.actions())
                .withReasons(right.reasons());
    }

    private static Reduction ordering(Reduction right, Action action) {
        return right.withActions(List.of(action)).withReasons(List.of(SOME));
    }

    /** All members but the recorded master, if there is one. */
    private static Stream<NodeId> others(Reduction right) {
        GroupRecord record = right.state().record();
        return record.members().stream()
                .map(MemberRecord::id)
                .filter(node -> record.master().isPresent()
                        && !node.equals(record.master().get()));
    }

    /** Those that are seen as replicas while the master is seen as master. */
    private static Stream<NodeId> followers(Observation seen, Reduction right) {
        return others(right)
                .filter(node -> isRole(seen, node, Role.Replica.class)
                        && isRole(seen, right.state().record().master().orElseThrow(), Role.Master.class));
    }

    private static boolean isRole(Observation seen, NodeId node, Class<? extends Role> role) {
        return seen.report(node)
                .filter(report -> report.outcome() instanceof Outcome.Answered answered
                        && role.isInstance(answered.info().role()))
                .isPresent();
    }

    private static Action follow(Reduction right, NodeId node, Action.Copy copy) {
        GroupRecord record = right.state().record();
        return new Action.Follow(
                record.id(),
                record.epoch(),
                replica(node),
                master(record.master().orElseThrow()),
                copy);
    }

    private static Presumption.Living replica(NodeId node) {
        return new Presumption.IsReplica(node, Names.PRESENT);
    }

    private static Presumption.IsMaster master(NodeId node) {
        return new Presumption.IsMaster(node, Names.PRESENT);
    }
}
