package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Claim;
import dev.regroup.node.Command;

/** What holds of every command, whatever the story. */
final class LoopAssertions {

    private LoopAssertions() {}

    /** The store holds the claim that a Promote carries out, and the reign that a Follow serves. */
    static void hasItsGroundInTheStore(LoopWorld.Departure departure) {
        if (departure.command() instanceof Command.Promote promote) {
            assertThat(departure.stored().claim())
                    .isInstanceOfSatisfying(
                            Claim.Pending.class,
                            claim -> assertThat(claim.candidate())
                                    .isEqualTo(promote.member().id()));
        } else if (departure.command() instanceof Command.Follow follow) {
            assertThat(departure.stored().master()).contains(follow.master().id());
        }
    }
}
