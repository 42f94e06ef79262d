package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Block;
import dev.regroup.model.Choice;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupState;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.reduce.Reducer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for any type-correct argument, however absurd: S1, S2, S3 and all that one reduction alone can break. */
class GarbageProperties {

    private static final Reducer REDUCER = Reducer.of(Policy.defaults());
    /** Acts wherever a policy lets it. */
    static final Reducer BOLD = Reducer.of(Policy.defaults()
            .withMisses(1)
            .withMinimumDuration(Duration.ZERO)
            .withDataRule(Choice.DataRule.AVAILABLE)
            .withGrace(Duration.ZERO)
            .withUnusableMaster(Choice.Unusable.FAIL_OVER)
            .withUnusableDuration(Duration.ZERO)
            .withUnexpectedMasters(Choice.UnexpectedMasters.REVERT)
            .withChains(Choice.Chains.KEEP)
            .withCoolDown(Duration.ZERO));

    /** They need too much to coincide, and are left to the explorer and to the tests of single situations. */
    private static final Set<Reason.Code> TOO_RARE = EnumSet.of(
            Reason.Code.CLAIM_ENDED_STILL_FOLLOWING,
            Reason.Code.CLAIM_ENDED_CANDIDATE_LAGS,
            Reason.Code.MASTER_LOST_DATA_ELECTED,
            Reason.Code.MASTER_DOWN_ELECTED,
            Reason.Code.SYNC_LOST_LAG,
            Reason.Code.MASTER_DATA_UNKNOWN,
            Reason.Code.REPLICA_TURNED_MASTER,
            Reason.Code.ADOPTED_FRESH_GROUP,
            Reason.Code.DETACHED_UNLINKED,
            Reason.Code.DETACHED_GONE_ON,
            Reason.Code.FULL_COPY_HELD,
            Reason.Code.EPOCHS_USED_UP,
            Reason.Code.DETACHED_FROM_CIRCLE,
            Reason.Code.FENCE_DEPOSED);

    private static final Set<Diagnosis> TOO_RARE_TO_FIND =
            EnumSet.of(Diagnosis.REPLICA_NOT_IN_SYNC, Diagnosis.REPLICA_SILENT);

    @Property(tries = 100_000)
    void theReducerNeverThrowsAndNeverBreaksAPromiseOfOneStep(@ForAll long seed) {
        Garbage.Arguments arguments = new Garbage(seed).arguments();
        for (Reducer reducer : List.of(REDUCER, BOLD)) {
            Reduction reduction = reducer.reduce(arguments.state(), arguments.observation());
            assertThat(Judge.ofReduction(arguments.state(), arguments.observation(), reduction))
                    .isEmpty();
        }
    }

    @Property(tries = 20_000)
    void theSameArgumentsGiveTheSameResultInAnyOrderOfReports(@ForAll long seed) {
        Garbage.Arguments arguments = new Garbage(seed).arguments();
        Observation given = arguments.observation();
        List<NodeReport> shuffled = new ArrayList<>(given.reports());
        shuffled.addAll(given.reports());
        Collections.shuffle(shuffled, new Random(seed));
        Observation same = Observation.of(given.at(), given.wall(), shuffled)
                .withLastGood(given.lastGood())
                .withPromoteSent(given.promoteSent())
                .withCommanded(given.commanded())
                .withReturned(given.returned())
                .withUnlinked(given.unlinked())
                .withLives(given.lives());
        assertThat(REDUCER.reduce(arguments.state(), same)).isEqualTo(REDUCER.reduce(arguments.state(), given));
    }

    /** S21: a look that was counted is not counted again. */
    @Property(tries = 20_000)
    void theSameLooksAgainMoveNoCounter(@ForAll long seed) {
        Garbage.Arguments arguments = new Garbage(seed).arguments();
        GroupState once =
                REDUCER.reduce(arguments.state(), arguments.observation()).state();
        GroupState twice = REDUCER.reduce(once, arguments.observation()).state();
        for (MemberRecord member : once.record().members()) {
            assertThat(misses(twice.health().of(member.id())))
                    .isEqualTo(misses(once.health().of(member.id())));
        }
    }

    private static String misses(NodeHealth health) {
        if (health instanceof NodeHealth.Suspect suspect) {
            return suspect.misses() + " misses";
        }
        return health instanceof NodeHealth.Down ? "down" : "none";
    }

    /** Garbage that never reaches a rule says nothing about it. The same garbage is made in each run. */
    @Example
    void everyRuleIsReached() {
        Set<Reason.Code> reasons = EnumSet.copyOf(TOO_RARE);
        Set<Diagnosis> diagnoses = EnumSet.copyOf(TOO_RARE_TO_FIND);
        Set<Block.Kind> blocks = EnumSet.noneOf(Block.Kind.class);
        for (long seed = 0; seed < 100_000; seed++) {
            Garbage.Arguments arguments = new Garbage(seed).arguments();
            for (Reducer reducer : List.of(REDUCER, BOLD)) {
                Reduction reduction = reducer.reduce(arguments.state(), arguments.observation());
                reduction.reasons().forEach(reason -> reasons.add(reason.code()));
                diagnoses.add(reduction.diagnosis());
                if (reduction.state().record().block() instanceof Block.On on) {
                    blocks.add(on.kind());
                }
            }
        }
        assertThat(EnumSet.complementOf(EnumSet.copyOf(reasons))).isEmpty();
        assertThat(EnumSet.complementOf(EnumSet.copyOf(diagnoses))).isEmpty();
        assertThat(EnumSet.complementOf(EnumSet.copyOf(blocks))).isEmpty();
    }
}
