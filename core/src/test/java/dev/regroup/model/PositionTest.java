package dev.regroup.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Position.Ancestor;
import dev.regroup.model.Position.Comparison;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionTest {

    @Test
    void offsetsAreComparedUnsigned() {
        Position small = Position.of("h", Long.MAX_VALUE);
        Position large = Position.of("h", Long.MIN_VALUE);
        assertThat(small.compare(large)).isEqualTo(Comparison.BEHIND);
        assertThat(small.lagBehind(large)).contains(1L);
        assertThat(large.lagBehind(small)).contains(0L);
    }

    @Test
    void differentHistoriesAreIncomparableHoweverFarTheyReach() {
        assertThat(Position.of("h1", 1).compare(Position.of("h2", 1_000_000))).isEqualTo(Comparison.INCOMPARABLE);
        assertThat(Position.of("h1", 1).lagBehind(Position.of("h2", 1))).isEmpty();
    }

    @Test
    void theUnknownIsIncomparableEvenWithItself() {
        assertThat(Position.unknown().compare(Position.unknown())).isEqualTo(Comparison.INCOMPARABLE);
    }

    @Test
    void aPromotedNodeContinuesTheHistoryItComesFrom() {
        Position promoted = new Position.Known("new", List.of(120L), List.of(new Ancestor("old", 100)));
        assertThat(Position.of("old", 90).compare(promoted)).isEqualTo(Comparison.BEHIND);
        assertThat(promoted.compare(Position.of("old", 100))).isEqualTo(Comparison.AHEAD);
        assertThat(Position.of("old", 101).compare(promoted)).isEqualTo(Comparison.INCOMPARABLE);
    }

    @Test
    void severalDatabasesMustAllBeAtLeastAsFar() {
        Position one = new Position.Known("h", List.of(5L, 5L), List.of());
        Position other = new Position.Known("h", List.of(6L, 4L), List.of());
        Position more = new Position.Known("h", List.of(6L, 9L), List.of());
        assertThat(one.compare(other)).isEqualTo(Comparison.INCOMPARABLE);
        assertThat(one.compare(more)).isEqualTo(Comparison.BEHIND);
        assertThat(one.lagBehind(more)).contains(4L);
        assertThat(one.compare(Position.of("h", 5))).isEqualTo(Comparison.INCOMPARABLE);
    }

    @Test
    void onlyAPositionAtItsBranchPointShowsThatNothingWasWritten() {
        Position untouched = new Position.Known("new", List.of(100L), List.of(new Ancestor("old", 100)));
        Position written = new Position.Known("new", List.of(101L), List.of(new Ancestor("old", 100)));
        assertThat(untouched.hasNoWritesOfItsOwn()).isTrue();
        assertThat(written.hasNoWritesOfItsOwn()).isFalse();
        assertThat(Position.of("new", 0).hasNoWritesOfItsOwn()).isFalse();
        assertThat(Position.unknown().hasNoWritesOfItsOwn()).isFalse();
    }
}
