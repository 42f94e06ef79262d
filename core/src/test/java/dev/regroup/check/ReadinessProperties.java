package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import dev.regroup.model.Reign;
import dev.regroup.model.Verdict;
import dev.regroup.reduce.Reducer;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Who would be elected now, or why nobody, is always known. */
class ReadinessProperties {

    private static final Reducer REDUCER = Reducer.of(Policy.defaults());

    @Property(tries = 50_000)
    void everyMemberHasItsRankOrItsReason(@ForAll long seed) {
        Garbage.Arguments given = new Garbage(seed).arguments();
        Reduction reduction = REDUCER.reduce(given.state(), given.observation());
        GroupRecord after = reduction.state().record();
        List<NodeId> judged = REDUCER.readiness(given.state(), given.observation()).stream()
                .map(Verdict::node)
                .toList();

        boolean isOpen = after.reign() instanceof Reign.None;
        // Whoever is master already and is adopted by an election was judged beside the former master.
        boolean isTheFormerOut = after.master().filter(judged::contains).isPresent();
        Optional<NodeId> out = isTheFormerOut
                ? given.state().record().master()
                : reduction.state().record().master();
        assertThat(judged)
                .isEqualTo(
                        isOpen
                                ? List.of()
                                : after.members().stream()
                                        .map(MemberRecord::id)
                                        .filter(node -> !out.equals(Optional.of(node)))
                                        .toList());
    }

    @Property(tries = 50_000)
    void atMostOneComesFirst(@ForAll long seed) {
        Garbage.Arguments given = new Garbage(seed).arguments();

        assertThat(REDUCER.readiness(given.state(), given.observation()))
                .filteredOn(verdict -> verdict.ruling() == Verdict.Ruling.FIRST)
                .hasSizeLessThanOrEqualTo(1);
    }

    @Property(tries = 50_000)
    void aReductionHoldsItUnlessTheGroupIsHealthyAtAGlance(@ForAll long seed) {
        Garbage.Arguments given = new Garbage(seed).arguments();
        Reduction reduction = REDUCER.reduce(given.state(), given.observation());

        boolean isAtAGlance = reduction.equals(Reduction.of(given.state(), Diagnosis.HEALTHY));
        assertThat(reduction.verdicts())
                .isEqualTo(isAtAGlance ? List.of() : REDUCER.readiness(given.state(), given.observation()));
    }
}
