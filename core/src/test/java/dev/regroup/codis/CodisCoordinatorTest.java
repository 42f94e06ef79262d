package dev.regroup.codis;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.regroup.codis.DashboardProbe.Life;
import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Coordinator.Subscription;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.MemoryCoordinator;
import dev.regroup.coordinator.MemoryStore;
import dev.regroup.coordinator.Put;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who may lead a Codis product. */
class CodisCoordinatorTest {

    private static final String TOPOM = "/codis3/demo/topom";

    private final MemoryStore store = MemoryStore.create();
    private final MemoryCoordinator client = store.client();
    private final BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> explained = new LinkedBlockingQueue<>();
    private volatile Life life = Life.ALIVE;

    private CodisCoordinator guarded() {
        return CodisCoordinator.using(
                client, "demo", address -> CompletableFuture.completedFuture(life), explained::add);
    }

    @Test
    void theLockIsTakenWithTheElectionAndGivenBackWithTheCampaign() throws Exception {
        Subscription campaign = guarded().campaign("codis-demo", heard::add);

        Leadership.Held held = (Leadership.Held) next(heard);
        assertThat(held.remaining().get()).isPositive();
        Bytes lock = ((Read.Found) read(TOPOM)).register().value();
        assertThat(lock.toString())
                .containsSubsequence(
                        "token", "start_time", "admin_addr", "product_name\": \"demo\"", "pid", "pwd", "sys");
        campaign.close();

        assertThat(read(TOPOM)).isEqualTo(new Read.Absent());
        assertThat(held.remaining().get()).isZero();
    }

    @Test
    void theLockEndsWithTheSession() throws Exception {
        guarded().campaign("codis-demo", heard::add);
        next(heard);

        client.close();

        assertThat(done(store.client().read(TOPOM))).isEqualTo(new Read.Absent());
    }

    @Test
    void aCommitUnderTheLeadershipIsDoneAndConflictsOnceTheLockWasReplaced() throws Exception {
        CodisCoordinator coordinator = guarded();
        coordinator.campaign("codis-demo", heard::add);
        Leadership.Held held = (Leadership.Held) next(heard);
        Commit commit =
                new Commit(List.of(), List.of(new Put("/regroup/x", Bytes.utf8("1"))), Optional.of(held.fence()));
        assertThat(done(coordinator.commit(commit))).isInstanceOf(CommitOutcome.Committed.class);
        client.faults().holdChanges();

        write(dashboard());

        assertThat(done(coordinator.commit(commit))).isInstanceOf(CommitOutcome.Conflict.class);
        client.faults().releaseChanges();
        assertThat(next(heard)).isEqualTo(new Leadership.Lost());
        assertThat(held.remaining().get()).isZero();
    }

    @Test
    void aLockThatSomebodyRemovedIsLostAndTakenAgain() throws Exception {
        guarded().campaign("codis-demo", heard::add);
        next(heard);

        done(store.client().commit(new Commit(List.of(), List.of(), List.of(TOPOM), Optional.empty())));

        assertThat(next(heard)).isEqualTo(new Leadership.Lost());
        assertThat(next(heard)).isInstanceOf(Leadership.Held.class);
    }

    @Test
    void whileADashboardLivesNobodyLeadsAndItsLockStays() throws Exception {
        write(dashboard());

        guarded().takingOver().campaign("codis-demo", heard::add);

        assertThat(next(explained)).contains("127.0.0.1:14100 runs").contains("until it is stopped");
        assertThat(heard).isEmpty();
        assertThat(((Read.Found) read(TOPOM)).register().value()).isEqualTo(dashboard());
    }

    @Test
    void aDashboardThatCannotBeAskedCountsAsLiving() throws Exception {
        life = Life.UNKNOWN;
        write(dashboard());

        guarded().takingOver().campaign("codis-demo", heard::add);

        assertThat(next(explained)).contains("cannot be asked");
        assertThat(((Read.Found) read(TOPOM)).register().value()).isEqualTo(dashboard());
    }

    @Test
    void theLockOfADeadDashboardIsTakenOverOnlyWhereThatIsAllowed() throws Exception {
        life = Life.DEAD;
        write(dashboard());
        try (CodisCoordinator careful = guarded()) {
            careful.campaign("codis-demo", heard::add);
            assertThat(next(explained)).contains("is dead").contains("allow taking it over");
            assertThat(heard).isEmpty();
        }

        guarded().takingOver().campaign("codis-demo", heard::add);

        assertThat(next(heard)).isInstanceOf(Leadership.Held.class);
        assertThat(((Read.Found) read(TOPOM)).register().value().toString()).contains("regroup-");
    }

    @Test
    void aProbeThatFailsAndAListenerThatThrowsAreAskedAgainUntilTheDashboardIsGone() throws Exception {
        write(dashboard());
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        DashboardProbe broken = address -> {
            asked.add(address);
            if (asked.size() == 1) {
                throw new IllegalStateException("a bug");
            }
            return CompletableFuture.failedFuture(new IllegalStateException("another bug"));
        };
        CodisCoordinator.using(client, "demo", broken, reason -> {
                    explained.add(reason);
                    throw new IllegalStateException("a bug of whoever listens");
                })
                .takingOver()
                .campaign("codis-demo", heard::add);

        assertThat(next(explained)).contains("cannot be asked");
        next(asked);
        next(asked);
        next(asked);
        assertThat(((Read.Found) read(TOPOM)).register().value()).isEqualTo(dashboard());
        client.faults().holdChanges();
        done(store.client().commit(new Commit(List.of(), List.of(), List.of(TOPOM), Optional.empty())));

        assertThat(next(heard)).isInstanceOf(Leadership.Held.class);
    }

    @Test
    void aLockWhoseCommitIsAnsweredAfterTheEndIsGivenBack() throws Exception {
        client.faults().holdChanges();
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Coordinator slow = (Coordinator) Proxy.newProxyInstance(
                Coordinator.class.getClassLoader(),
                new Class<?>[] {Coordinator.class},
                (proxy, method, arguments) -> method.getName().equals("commit")
                        ? client.commit((Commit) arguments[0]).thenCombine(answer, (outcome, now) -> outcome)
                        : method.invoke(client, arguments));
        BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
        MemoryCoordinator observer = store.client();
        observer.watch(TOPOM, changes::add);
        Subscription campaign = CodisCoordinator.using(
                        slow, "demo", address -> CompletableFuture.completedFuture(life), explained::add)
                .campaign("codis-demo", heard::add);
        next(changes);
        campaign.close();
        answer.complete(true);

        while (!(read(TOPOM) instanceof Read.Absent)) {
            next(changes);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void aDashboardThatStopsGivesWay() throws Exception {
        write(dashboard());
        guarded().campaign("codis-demo", heard::add);
        next(explained);

        done(store.client().commit(new Commit(List.of(), List.of(), List.of(TOPOM), Optional.empty())));

        assertThat(next(heard)).isInstanceOf(Leadership.Held.class);
    }

    @Test
    void aDashboardIsAskedOverHttpWhateverItAnswersAndADeadOneRefuses() throws Exception {
        DashboardProbe probe = DashboardProbe.overHttp();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(800, -1);
            exchange.close();
        });
        server.start();
        String address = "127.0.0.1:" + server.getAddress().getPort();

        assertThat(done(probe.ask(address))).isEqualTo(Life.ALIVE);
        server.stop(0);
        assertThat(done(probe.ask(address))).isEqualTo(Life.DEAD);
        assertThat(done(probe.ask("no address"))).isEqualTo(Life.UNKNOWN);
        assertThat(done(probe.ask("nowhere.invalid:1"))).isEqualTo(Life.UNKNOWN);
    }

    private void write(Bytes lock) {
        Coordinator other = store.client();
        done(other.commit(new Commit(List.of(), List.of(new Put(TOPOM, lock)), Optional.empty())));
    }

    private Read read(String key) {
        return done(store.client().read(key));
    }

    private static Bytes dashboard() throws IOException {
        String resource = "/captures/codis/1-healthy/topom.json";
        try (InputStream in = Objects.requireNonNull(CodisCoordinatorTest.class.getResourceAsStream(resource))) {
            return Bytes.of(in.readAllBytes());
        }
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(60, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
