package dev.regroup.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Coordinator.Read;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What every coordinator owes, one test for each clause of {@link Coordinator}; prints them as a list. All tests wait,
 * none sleeps. An implementation extends this, and adds what is its own.
 */
public abstract class CoordinatorContract extends ElectionClauses {

    @RegisterExtension
    static final ClausePrinter PRINTER = new ClausePrinter();

    @Test
    void aClosedClientSaysThatTheStoreIsOutOfReachAndClosesAgain() {
        Coordinator client = connect();
        client.close();
        client.close();

        assertThat(read(client, KEY)).isInstanceOf(Read.Unreachable.class);
        assertThat(commit(client, List.of(absent(KEY)), List.of(put(KEY, "one"))))
                .isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(done(client.list(FOLDER, Optional.empty()))).isInstanceOf(Listing.Unreachable.class);
    }
}
