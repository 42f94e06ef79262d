package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Layout;
import dev.regroup.coordinator.MemoryStore;
import dev.regroup.coordinator.NativeLayout;
import dev.regroup.model.Block;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Nodes;
import dev.regroup.node.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two reconcilers with different formats: an upgrade, one after the other, and back. */
class UpgradeTest {

    private static final GroupRecord FIRST =
            GroupRecord.first(GroupId.of("orders"), List.of(Member.parse("a=10.0.0.1:6379")));
    private static final String KEY = NativeLayout.defaults().key(FIRST.id());

    private final MemoryStore store = MemoryStore.create();
    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private final Moody nodes = new Moody();

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void theLowestFormatOfAllPresentIsWrittenDuringAnUpgradeAndAfterGoingBack() throws InterruptedException {
        Coordinator observer = store.client();
        observer.watch("/regroup", changes::add);
        Reconciler old = reconciler(NativeLayout.defaults());
        old.start();
        awaitFormat(observer, 1, "");
        Reconciler later = reconciler(new LaterLayout());
        later.start();
        awaitAnnounced(observer, 2);
        nodes.fall();
        awaitFormat(observer, 1, Block.Kind.ALL_DOWN.name());

        old.close();
        awaitAnnounced(observer, 1);
        nodes.rise();
        awaitUnblocked(observer);
        while (!document(observer).startsWith(start(2))) {
            turnOver(observer);
        }

        Reconciler back = reconciler(NativeLayout.defaults());
        back.start();
        awaitFormat(observer, 1, "");
        later.close();
        nodes.fall();
        awaitFormat(observer, 1, Block.Kind.ALL_DOWN.name());
        assertThat(back.state(FIRST.id())).isPresent();
        back.close();
    }

    private Reconciler reconciler(Layout layout) {
        return Reconciler.builder()
                .coordinator(store.client())
                .layout(layout)
                .nodes(nodes)
                .policy(Policy.fast())
                .group(FIRST)
                .build();
    }

    /** Waits until the record is in that format, adopted, and blocked so or not at all. */
    private void awaitFormat(Coordinator observer, int format, String block) throws InterruptedException {
        await(observer, block, document -> document.startsWith(start(format)));
    }

    private void awaitUnblocked(Coordinator observer) throws InterruptedException {
        await(observer, "", document -> true);
    }

    /**
     * Lets the record change twice. The last one to stay learns that another is gone in its own time, and writes a
     * higher format with the next change after that, not at once.
     */
    private void turnOver(Coordinator observer) throws InterruptedException {
        nodes.fall();
        await(observer, Block.Kind.ALL_DOWN.name(), document -> true);
        nodes.rise();
        awaitUnblocked(observer);
    }

    private void await(Coordinator observer, String block, Predicate<String> isWanted) throws InterruptedException {
        String wanted = block.toLowerCase(Locale.ROOT).replace('_', '-');
        while (true) {
            String document = document(observer);
            boolean isBlocked = document.contains("\"block\"");
            boolean isAsWanted = wanted.isEmpty() ? !isBlocked : document.contains(wanted);
            if (isWanted.test(document) && document.contains("\"reign\"") && isAsWanted) {
                return;
            }
            awaitChange(document);
        }
    }

    private static String document(Coordinator observer) {
        Read read = observer.read(KEY).toCompletableFuture().join();
        return read instanceof Read.Found found ? found.register().value().toString() : "";
    }

    private static String start(int format) {
        return "{\"format\":" + format + ",";
    }

    private void awaitAnnounced(Coordinator observer, int reconcilers) throws InterruptedException {
        while (true) {
            Coordinator.Listing.Page page =
                    (Coordinator.Listing.Page) observer.list("/regroup/reconcilers/reconciler", Optional.empty())
                            .toCompletableFuture()
                            .join();
            if (page.registers().size() == reconcilers) {
                return;
            }
            awaitChange(page.toString());
        }
    }

    private void awaitChange(String found) throws InterruptedException {
        assertThat(changes.poll(60, TimeUnit.SECONDS))
                .as("a change of %s", found)
                .isNotNull();
    }

    /** One node that is a master, or refuses connections. */
    private static final class Moody implements Nodes {

        private volatile boolean isDown;

        void fall() {
            isDown = true;
        }

        void rise() {
            isDown = false;
        }

        @Override
        public CompletionStage<Outcome> look(Member member, Duration deadline) {
            return CompletableFuture.completedFuture(
                    isDown
                            ? new Outcome.Silent(Outcome.Silence.REFUSED)
                            : new Outcome.Answered(
                                    NodeInfo.of(Incarnation.of("run"), new Role.Master(), Position.of("h", 1))));
        }

        @Override
        public CompletionStage<Sent> send(Command command, Duration deadline) {
            throw new AssertionError("nobody is commanded: " + command);
        }

        @Override
        public void onClosed(Member member, Runnable listener) {}

        @Override
        public void forget(Member member) {}

        @Override
        public void close() {}
    }
}
