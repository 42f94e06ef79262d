package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Put;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A member whose database reaches its quota while many write: it does some of what it then calls too much. */
class FullDatabaseTest {

    private static final int MANY = 48;

    private final EtcdMember member = EtcdMember.alone("--quota-backend-bytes", "8000000");
    private final EtcdCoordinator client =
            EtcdCoordinator.connect(EtcdCluster.at(member.address()).withTimeout(Duration.ofSeconds(30)));

    @AfterEach
    void close() {
        client.close();
        member.close();
    }

    @Test
    void whatIsRefusedWasNotDone() {
        List<CompletionStage<CommitOutcome>> asked = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            asked.add(put(key(i)));
        }
        List<CommitOutcome> outcomes =
                asked.stream().map(FullDatabaseTest::done).toList();

        for (int i = 0; i < MANY; i++) {
            boolean isAbsent = done(client.read(key(i))) instanceof Read.Absent;
            if (outcomes.get(i) instanceof CommitOutcome.Refused refused) {
                assertThat(isAbsent).isTrue();
                assertThat(refused.cause()).contains("database is full");
            } else if (outcomes.get(i) instanceof CommitOutcome.Committed) {
                assertThat(isAbsent).isFalse();
            }
        }
        AtomicInteger next = new AtomicInteger(MANY);
        Members.await(() -> done(put(key(next.incrementAndGet()))) instanceof CommitOutcome.Refused);
        assertThat(done(client.read(key(next.get())))).isEqualTo(new Read.Absent());
    }

    private CompletionStage<CommitOutcome> put(String key) {
        Put large = new Put(key, Bytes.of(new byte[500_000]));
        return client.commit(new Commit(List.of(Check.absent(key)), List.of(large), Optional.empty()));
    }

    private static String key(int number) {
        return "/regroup/groups/g" + number;
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
    }
}
