package dev.regroup.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Coordinator.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What every coordinator owes about watches. */
abstract class WatchClauses extends ListClauses {

    @Test
    void aWatchHearsOfARegisterUnderItsPrefix() throws InterruptedException {
        Coordinator watcher = connect();
        BlockingQueue<Change> heard = watch(watcher, "/regroup/groups");

        create(connect(), KEY, "one");

        awaitChange(heard, KEY);
    }

    @Test
    void aWatchOnTheVeryKeyHearsOfIt() throws InterruptedException {
        Coordinator watcher = connect();
        BlockingQueue<Change> heard = watch(watcher, KEY);

        create(connect(), KEY, "one");

        awaitChange(heard, KEY);
    }

    @Test
    void aWatchHearsOfItsOwnClientsCommits() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Change> heard = watch(client, "/regroup/groups");

        create(client, KEY, "one");

        awaitChange(heard, KEY);
    }

    @Test
    void aWatchHearsOfEveryFurtherChangeAtLeastByTheLastOne() throws InterruptedException {
        Coordinator client = connect();
        Register last = create(client, KEY, "0");
        BlockingQueue<Change> heard = watch(client, "/regroup/groups");

        for (int i = 1; i <= 20; i++) {
            last = update(client, last, Integer.toString(i));
        }

        awaitChange(heard, KEY);
        assertThat(found(client, KEY)).isEqualTo(last);
    }

    @Test
    void aWatchThatWasClosedHearsNothingNew() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Change> closed = new LinkedBlockingQueue<>();
        Subscription subscription = client.watch(FOLDER, closed::add);
        BlockingQueue<Change> open = watch(client, FOLDER);
        Register first = create(client, KEY, "one");
        awaitChange(open, KEY);
        subscription.close();
        subscription.close();
        Register second = update(client, first, "two");
        awaitVersion(client, open, second);
        int before = closed.size();

        Register third = update(client, second, "three");

        awaitVersion(client, open, third);
        assertThat(closed).hasSize(before);
    }

    @Test
    void aWatchHearsOfADeletedRegister() throws InterruptedException {
        Coordinator client = connect();
        create(client, KEY, "one");
        BlockingQueue<Change> heard = watch(client, FOLDER);

        delete(connect(), List.of(), KEY);

        awaitAbsence(client, KEY, heard);
    }

    @Test
    void aWatchNamesNoRegisterOutsideItsPrefix() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Change> heard = watch(client, KEY);

        create(client, KEY + "2", "a sibling whose name begins the same");
        create(client, OTHER, "another");
        create(client, KEY, "one");

        Change change = next(heard);
        while (change instanceof Change.All) {
            change = next(heard);
        }
        assertThat(change).isEqualTo(new Change.Keys(List.of(KEY)));
    }

    @Test
    void aWatchFromAListingHearsOfWhatChangedSince() throws InterruptedException {
        Coordinator client = connect();
        create(client, KEY, "one");
        Revision at = page(client, FOLDER, Optional.empty()).at();
        create(connect(), OTHER, "between");
        BlockingQueue<Change> heard = new LinkedBlockingQueue<>();

        client.watch(FOLDER, at, heard::add);

        awaitChange(heard, OTHER);
    }

    @Test
    void aWatchFromAListingGoesOn() throws InterruptedException {
        Coordinator client = connect();
        create(client, KEY, "one");
        Revision at = page(client, FOLDER, Optional.empty()).at();
        BlockingQueue<Change> heard = new LinkedBlockingQueue<>();
        client.watch(FOLDER, at, heard::add);

        Register later = create(connect(), OTHER, "later");

        awaitVersion(client, heard, later);
    }

    @Test
    void aWatchIsInPlaceAgainAfterTheSessionExpired() throws InterruptedException {
        Coordinator client = connect();
        Coordinator other = connect();
        BlockingQueue<Change> heard = watch(client, FOLDER);

        expire(client);
        Register one = create(other, KEY, "one");

        awaitChange(heard, KEY);
        heard.clear();
        Register two = update(other, one, "two");
        awaitVersion(other, heard, two);
    }
}
