package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Bytes;
import dev.regroup.model.Block;
import dev.regroup.model.NodeId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A watch that lost a change silently is backed by a listing every minute. */
class RelistingTest {

    private static final Block WANTED = new Block.On(Block.Kind.FOREIGN, List.of(NodeId.of("c")));
    private static final Duration INTERVAL = Relisting.INTERVAL.plusSeconds(2);

    private final LoopWorld world = new LoopWorld(LoopWorld::nothing).begin();
    private boolean isLeading = true;
    private int listings;

    private Relisting start() {
        Relisting relisting =
                new Relisting(world.client, List.of("/regroup/groups"), world.time.time(), () -> isLeading, found -> {
                    listings++;
                    world.loop.listed(found);
                });
        relisting.start();
        return relisting;
    }

    private void editUnheard(Runnable edit) {
        world.client.faults().holdChanges();
        edit.run();
        world.client.faults().dropChanges();
    }

    @Test
    void aChangeOfWhichNoWatchToldIsNoticedWithinTheInterval() {
        start();
        editUnheard(() -> world.edit(world.stored().withBlock(WANTED)));
        world.pass(Duration.ofSeconds(30));
        assertThat(world.state().record().block()).isEqualTo(new Block.None());

        world.pass(INTERVAL);

        assertThat(world.state().record().block()).isEqualTo(WANTED);
    }

    @Test
    void aRegisterThatBecameReadableUnheardIsUsedAgain() {
        start();
        world.edit(Bytes.utf8("what is this?"));
        world.pass(Duration.ofSeconds(1));
        assertThat(world.loop.state()).isEmpty();
        editUnheard(() -> world.edit(LoopWorld.recorded()));

        world.pass(INTERVAL);

        assertThat(world.state().record()).isEqualTo(LoopWorld.recorded());
    }

    @Test
    void anUnreadableRegisterIsToldOnceHoweverOftenItIsListed() {
        start();
        world.edit(Bytes.utf8("what is this?"));

        world.pass(INTERVAL.multipliedBy(3));

        assertThat(listings).isEqualTo(3);
        assertThat(world.storeBlocks).hasSize(1);
    }

    @Test
    void aRegisterThatWasDeletedUnheardStopsTheGroup() {
        start();
        editUnheard(world::delete);

        world.pass(INTERVAL);

        assertThat(world.loop.state()).isEmpty();
        assertThat(world.storeBlocks).singleElement().asString().contains("has disappeared");
    }

    @Test
    void whoDoesNotLeadListsNothingAndWhoEndsListsNoMore() {
        Relisting relisting = start();
        isLeading = false;
        world.pass(INTERVAL);
        assertThat(listings).isZero();

        isLeading = true;
        world.pass(INTERVAL);
        assertThat(listings).isEqualTo(1);

        relisting.close();
        world.pass(INTERVAL.multipliedBy(2));
        assertThat(listings).isEqualTo(1);
    }

    @Test
    void aListingThatIsNeverAnsweredIsFollowedByTheNext() {
        start();
        world.client.faults().holdReplies();
        world.pass(INTERVAL);
        assertThat(listings).isZero();
        world.client.faults().dropReplies();

        world.pass(INTERVAL);

        assertThat(listings).isEqualTo(1);
    }

    @Test
    void aListingOfAQuietGroupReadsNoRegisterAgain() {
        start();
        int steps = world.steps.size();
        int commits = world.commits.size();

        world.pass(INTERVAL.multipliedBy(2));

        assertThat(listings).isEqualTo(2);
        assertThat(world.commits).hasSize(commits);
        assertThat(world.steps).hasSize(steps);
    }
}
