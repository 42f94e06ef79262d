package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Action;
import dev.regroup.model.Address;
import dev.regroup.model.Claim;
import dev.regroup.model.Commanded;
import dev.regroup.model.Explanation;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Life;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Presumption;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reduction;
import dev.regroup.model.Reign;
import dev.regroup.model.Returned;
import dev.regroup.model.Standing;
import dev.regroup.model.Unlinked;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import dev.regroup.reduce.Reducer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * S25: the reducer commutes with shifting times, with shifting epochs, with order-preserving changes of offsets, and with
 * other names of nodes in the same order. The first three are what allows the explorer to bound ages, drop epochs and use
 * ranks for offsets.
 */
class CommutingProperties {

    private static final Reducer REDUCER = Reducer.of(Policy.defaults().withLagMax(0));
    /** More than any garbage has, with the one that is no member. */
    private static final int MOST_NODES = 6;

    @Property(tries = 20_000)
    void shiftingTimeShiftsTheResult(@ForAll long seed, @ForAll @IntRange(min = -100_000, max = 100_000) int millis) {
        Mapping later = new Mapping(Duration.ofMillis(millis), 0, 1);
        assertCommutes(seed, later);
    }

    @Property(tries = 20_000)
    void shiftingEpochsShiftsTheResult(@ForAll long seed, @ForAll @IntRange(min = 1, max = 1000) int epochs) {
        long epoch = new Garbage(seed).arguments().state().record().epoch();
        Assume.that(epoch + epochs < 1L << 53);
        assertCommutes(seed, new Mapping(Duration.ZERO, epochs, 1));
    }

    @Property(tries = 20_000)
    void stretchingOffsetsStretchesTheResult(@ForAll long seed, @ForAll @IntRange(min = 2, max = 50) int factor) {
        assertCommutes(seed, new Mapping(Duration.ZERO, 0, factor));
    }

    /** Addresses have no order: they are exchanged for others in any. */
    @Property(tries = 5_000)
    void renamingNodesInOrderRenamesTheResult(
            @ForAll long seed,
            @ForAll("names") Set<NodeId> names,
            @ForAll @Size(MOST_NODES + 1) Set<@IntRange(min = 1, max = 65_535) Integer> ports) {
        List<NodeId> sorted = names.stream().sorted().toList();
        List<Integer> mixed = List.copyOf(ports);
        Renamed renaming = new Renamed(new Renaming(
                node -> sorted.get(Integer.parseInt(node.value().substring(1))),
                address -> Address.of("db" + mixed.get(Garbage.index(address)), mixed.get(Garbage.index(address)))));
        Garbage.Arguments given = new Garbage(seed).arguments();
        for (Reducer reducer : List.of(REDUCER, GarbageProperties.BOLD)) {
            Reduction reduction = reducer.reduce(given.state(), given.observation());
            Reduction renamed = reducer.reduce(renaming.of(given.state()), renaming.of(given.observation()));
            assertThat(renamed).isEqualTo(renaming.of(reduction));
            assertThat(Explanation.of(renamed, given.observation().at()))
                    .isEqualTo(Explanation.of(
                            renaming.of(reduction), given.observation().at()));
        }
    }

    @Provide
    Arbitrary<Set<NodeId>> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'c')
                .withChars('A', 'Z', '0', '9', '.', '_', '-')
                .ofMaxLength(3)
                .map(rest -> NodeId.of("n" + rest))
                .set()
                .ofSize(MOST_NODES);
    }

    private static void assertCommutes(long seed, Mapping mapping) {
        Garbage.Arguments given = new Garbage(seed).arguments();
        // A record without a reign has epoch 0 or an epoch of an earlier life; both shift alike.
        GroupState state = mapping.smaller(given.state());
        Observation observation = mapping.smaller(given.observation());
        Reduction reduction = REDUCER.reduce(state, observation);
        Reduction mapped = REDUCER.reduce(mapping.of(state), mapping.of(observation));
        assertThat(mapped.state()).isEqualTo(mapping.of(reduction.state()));
        assertThat(mapped.diagnosis()).isEqualTo(reduction.diagnosis());
        assertThat(mapped.reasons()).isEqualTo(reduction.reasons());
        assertThat(mapped.verdicts()).isEqualTo(reduction.verdicts());
        assertThat(mapped.missing()).isEqualTo(reduction.missing());
        assertThat(mapped.vetoes()).isEqualTo(mapping.ofVetoes(reduction.vetoes()));
        assertThat(mapped.wake()).isEqualTo(mapping.of(reduction.wake()));
        assertThat(Canon.timeless(mapped.actions(), state))
                .isEqualTo(Canon.timeless(mapping.of(reduction.actions()), state));
    }

    /** A change of all times, epochs and offsets in a state or an observation. */
    private record Mapping(Duration later, long epochs, long factor) {

        /** Leaves room below the limits, so that mapping does not overflow. */
        GroupState smaller(GroupState state) {
            return new GroupState(positions(state.record(), p -> smallerOffset(p)), state.health());
        }

        Observation smaller(Observation observation) {
            return mapped(observation, Duration.ZERO, 0, Mapping::smallerOffset);
        }

        GroupState of(GroupState state) {
            GroupRecord record = positions(state.record(), this::stretched);
            record = record.reign() instanceof Reign.Of of
                    ? record.withReign(new Reign.Of(of.epoch() + epochs, of.master(), of.start()))
                    : record;
            Claim claim = record.claim() instanceof Claim.Pending p
                    ? new Claim.Pending(p.epoch() + epochs, p.candidate(), p.incarnation(), p.cause())
                    : record.claim();
            return new GroupState(record.withClaim(record.epoch() + epochs, claim), health(state));
        }

        Observation of(Observation observation) {
            return mapped(observation, later, epochs, this::stretched);
        }

        List<Action> of(List<Action> actions) {
            return actions.stream()
                    .map(action -> Canon.mapPresumptions(action, this::of))
                    .toList();
        }

        List<Veto> ofVetoes(List<Veto> vetoes) {
            return vetoes.stream()
                    .map(veto -> new Veto(veto.kind(), veto.nodes(), of(veto.until())))
                    .toList();
        }

        Wake of(Wake wake) {
            return wake instanceof Wake.At at ? new Wake.At(at.time().plus(later)) : wake;
        }

        private Presumption of(Presumption presumption) {
            return presumption instanceof Presumption.Follows f
                    ? new Presumption.Follows(
                            f.node(), f.incarnation(), f.of(), f.link(), mapped(f.position(), this::stretched))
                    : presumption;
        }

        private GroupHealth health(GroupState state) {
            GroupHealth health = state.health();
            for (MemberRecord member : state.record().members()) {
                NodeHealth counted = health.of(member.id());
                if (counted instanceof NodeHealth.Suspect s) {
                    counted = new NodeHealth.Suspect(
                            s.misses(), moved(s.first()), s.lastSentAt().plus(later), s.look(), s.seenSince());
                } else if (counted instanceof NodeHealth.Unusable u) {
                    counted = new NodeHealth.Unusable(u.looks(), moved(u.first()), u.look());
                } else if (counted instanceof NodeHealth.Down d) {
                    counted = new NodeHealth.Down(moved(d.first()), d.look(), d.seenSince());
                }
                health = health.with(member.id(), counted);
            }
            return health;
        }

        private NodeHealth.Miss moved(NodeHealth.Miss miss) {
            return new NodeHealth.Miss(miss.sentAt().plus(later), miss.doneAt().plus(later));
        }

        private long stretched(long offset) {
            // Zero is where every history begins, and stays.
            return offset == 0 ? 0 : offset * factor + (factor - 1);
        }

        private static long smallerOffset(long offset) {
            return Long.divideUnsigned(offset, 1000);
        }
    }

    private interface OffsetMapping {
        long of(long offset);
    }

    private static GroupRecord positions(GroupRecord record, OffsetMapping mapping) {
        GroupRecord next = record;
        for (MemberRecord member : record.members()) {
            if (member.standing() instanceof Standing.InSync in) {
                Standing standing =
                        new Standing.InSync(in.incarnation(), mapped(in.position(), mapping), in.contents());
                next = next.withMember(member.withStanding(standing));
            }
            if (member.standing() instanceof Standing.OutOfSync last) {
                Standing standing =
                        new Standing.OutOfSync(last.incarnation(), mapped(last.position(), mapping), last.due());
                next = next.withMember(member.withStanding(standing));
            }
            if (member.standing() instanceof Standing.LostData lost) {
                Standing standing = new Standing.LostData(lost.incarnation(), mapped(lost.had(), mapping));
                next = next.withMember(member.withStanding(standing));
            }
        }
        return next.reign() instanceof Reign.Of of
                ? next.withReign(new Reign.Of(of.epoch(), of.master(), mapped(of.start(), mapping)))
                : next;
    }

    private static Position mapped(Position position, OffsetMapping mapping) {
        if (!(position instanceof Position.Known known)) {
            return position;
        }
        List<Position.Ancestor> ancestors = known.ancestors().stream()
                .map(a -> new Position.Ancestor(a.history(), mapping.of(a.upTo())))
                .toList();
        return new Position.Known(
                known.history(), known.offsets().stream().map(mapping::of).toList(), ancestors);
    }

    private static Observation mapped(Observation given, Duration later, long epochs, OffsetMapping mapping) {
        PromoteSent sent = given.promoteSent();
        if (sent instanceof PromoteSent.Never never) {
            sent = new PromoteSent.Never(never.epoch() + epochs);
        } else if (sent instanceof PromoteSent.Possibly possibly) {
            sent = new PromoteSent.Possibly(
                    possibly.epoch() + epochs, possibly.deadAt().plus(later));
        }
        if (sent instanceof PromoteSent.Refused refused) {
            sent = new PromoteSent.Refused(refused.epoch() + epochs);
        }
        return Observation.of(given.at().plus(later), given.wall(), reports(given.reports(), later, mapping))
                .withLastGood(reports(given.lastGood(), later, mapping))
                .withPromoteSent(sent)
                .withCommanded(given.commanded().stream()
                        .map(c -> new Commanded(c.order(), c.at().plus(later), c.tries(), c.reversals(), c.answer()))
                        .toList())
                .withReturned(given.returned().stream()
                        .map(back -> new Returned(
                                back.node(),
                                back.times().stream().map(later::plus).toList()))
                        .toList())
                .withUnlinked(given.unlinked().stream()
                        .map(one -> new Unlinked(
                                one.node(),
                                one.incarnation(),
                                one.of(),
                                one.since().plus(later)))
                        .toList())
                .withLives(given.lives().stream()
                        .map(one -> new Life(
                                one.node(), one.incarnation(), one.since().plus(later)))
                        .toList());
    }

    private static List<NodeReport> reports(List<NodeReport> reports, Duration later, OffsetMapping mapping) {
        return reports.stream()
                .map(r -> new NodeReport(
                        r.node(),
                        r.look(),
                        r.sentAt().plus(later),
                        r.doneAt().plus(later),
                        r.outcome() instanceof Outcome.Answered answered
                                ? new Outcome.Answered(withPosition(answered.info(), mapping))
                                : r.outcome()))
                .toList();
    }

    private static NodeInfo withPosition(NodeInfo info, OffsetMapping mapping) {
        return NodeInfo.of(info.incarnation(), info.role(), mapped(info.position(), mapping))
                .withReadiness(info.readiness())
                .withEligibility(info.eligibility())
                .withPingPeriod(info.pingPeriod())
                .withPersistence(info.persistence())
                .withContents(info.contents())
                .withWritability(info.writability())
                .withAttached(info.attached());
    }
}
