package dev.regroup.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Coordinator.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What every coordinator owes about leadership. */
abstract class ElectionClauses extends WatchClauses {

    @Test
    void aLoneCandidateIsElected() throws InterruptedException {
        Leadership.Held held = awaitHeld(campaign(connect()));

        assertThat(held.isStillHeld().getAsBoolean()).isTrue();
        assertThat(held.fence().name()).isEqualTo("reconciler");
    }

    @Test
    void ofTwoCandidatesTheSecondIsElectedWhenTheFirstLeaves() throws InterruptedException {
        BlockingQueue<Leadership> one = new LinkedBlockingQueue<>();
        Subscription first = connect().campaign("reconciler", one::add);
        Leadership.Held before = awaitHeld(one);
        BlockingQueue<Leadership> two = campaign(connect());

        first.close();
        first.close();

        Leadership.Held after = awaitHeld(two);
        assertThat(before.isStillHeld().getAsBoolean()).isFalse();
        assertThat(after.fence().token()).isNotEqualTo(before.fence().token());
    }

    @Test
    void ofTwoCandidatesTheSecondIsElectedWhenTheClientOfTheFirstCloses() throws InterruptedException {
        Coordinator client = connect();
        Leadership.Held before = awaitHeld(campaign(client));
        BlockingQueue<Leadership> two = campaign(connect());

        client.close();
        client.close();

        awaitHeld(two);
        assertThat(before.isStillHeld().getAsBoolean()).isFalse();
    }

    @Test
    void aLeaderWhoseSessionExpiresHearsThatItLost() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Leadership> one = campaign(client);
        Leadership.Held before = awaitHeld(one);
        BlockingQueue<Leadership> two = campaign(connect());

        expire(client);

        assertThat(next(one)).isEqualTo(new Leadership.Lost());
        assertThat(before.isStillHeld().getAsBoolean()).isFalse();
        awaitHeld(two);
    }

    @Test
    void aLostLeadershipIsCampaignedForAgainAndComesWithAnotherToken() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Leadership> heard = campaign(client);
        Leadership.Held before = awaitHeld(heard);

        expire(client);

        assertThat(next(heard)).isEqualTo(new Leadership.Lost());
        Leadership.Held after = awaitHeld(heard);
        assertThat(after.fence().token()).isNotEqualTo(before.fence().token());
    }

    @Test
    void electionsOfDifferentNamesAreIndependent() throws InterruptedException {
        awaitHeld(campaign(connect()));
        BlockingQueue<Leadership> other = new LinkedBlockingQueue<>();

        connect().campaign("another", other::add);

        awaitHeld(other);
    }

    @Test
    void aCommitWithTheFenceOfALivingLeadershipIsDone() throws InterruptedException {
        Coordinator client = connect();
        Leadership.Held held = awaitHeld(campaign(client));

        CommitOutcome outcome = fenced(client, KEY, held);

        assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void aCommitWithTheFenceOfAnEndedLeadershipConflictsAlsoIfTheSameClientLeadsAgain() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Leadership> heard = campaign(client);
        Leadership.Held before = awaitHeld(heard);
        expire(client);
        awaitHeld(heard);

        CommitOutcome outcome = fenced(client, KEY, before);

        assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(read(client, KEY)).isEqualTo(new Read.Absent());
    }

    @Test
    void aLeaderIsGuaranteedSomeTimeAndNoneAfterItLeft() throws InterruptedException {
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        Subscription campaign = connect().campaign("reconciler", heard::add);
        Leadership.Held held = awaitHeld(heard);

        assertThat(held.remaining().get()).isPositive().isLessThan(Duration.ofMinutes(2));
        campaign.close();

        assertThat(held.remaining().get()).isZero();
    }

    @Test
    void theFenceOfALeadershipThatWasGivenUpConflicts() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Leadership> one = new LinkedBlockingQueue<>();
        Subscription campaign = client.campaign("reconciler", one::add);
        Leadership.Held before = awaitHeld(one);
        BlockingQueue<Leadership> two = campaign(connect());
        campaign.close();
        awaitHeld(two);

        assertThat(fenced(client, KEY, before)).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(read(client, KEY)).isEqualTo(new Read.Absent());
    }

    @Test
    void anotherClientMayCommitUnderTheFenceOfTheLeader() throws InterruptedException {
        Leadership.Held held = awaitHeld(campaign(connect()));

        assertThat(fenced(connect(), KEY, held)).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void anInventedFenceConflicts() throws InterruptedException {
        Coordinator client = connect();
        awaitHeld(campaign(client));
        Fence invented = new Fence("reconciler", "invented");

        CommitOutcome outcome =
                done(client.commit(new Commit(List.of(absent(KEY)), List.of(put(KEY, "one")), Optional.of(invented))));

        assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(read(client, KEY)).isEqualTo(new Read.Absent());
    }

    @Test
    void theTokenOfOneElectionIsNoProofInAnother() throws InterruptedException {
        Coordinator client = connect();
        Leadership.Held held = awaitHeld(campaign(client));
        BlockingQueue<Leadership> other = new LinkedBlockingQueue<>();
        connect().campaign("another", other::add);
        awaitHeld(other);
        Fence wrong = new Fence("another", held.fence().token());

        CommitOutcome outcome =
                done(client.commit(new Commit(List.of(absent(KEY)), List.of(put(KEY, "one")), Optional.of(wrong))));

        assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
    }

    @Test
    void aLivingFenceDoesNotMakeUpForACheckThatFails() throws InterruptedException {
        Coordinator client = connect();
        Leadership.Held held = awaitHeld(campaign(client));
        Register one = create(client, KEY, "one");

        assertThat(fenced(client, KEY, held)).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(found(client, KEY)).isEqualTo(one);
    }

    @Test
    void ofManyCandidatesOneLeadsAfterTheOtherEachWithATokenOfItsOwn() throws InterruptedException {
        BlockingQueue<Leadership.Held> crowned = new LinkedBlockingQueue<>();
        Map<String, Coordinator> byToken = new ConcurrentHashMap<>();
        for (int i = 0; i < 5; i++) {
            Coordinator client = connect();
            client.campaign("reconciler", leadership -> {
                if (leadership instanceof Leadership.Held held) {
                    byToken.put(held.fence().token(), client);
                    crowned.add(held);
                }
            });
        }

        for (int i = 0; i < 5; i++) {
            Leadership.Held held = next(crowned);
            assertThat(crowned).isEmpty();
            assertThat(held.isStillHeld().getAsBoolean()).isTrue();
            Objects.requireNonNull(byToken.get(held.fence().token())).close();
            assertThat(held.isStillHeld().getAsBoolean()).isFalse();
        }
        assertThat(byToken).hasSize(5);
    }
}
