package dev.regroup;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Register;
import dev.regroup.coordinator.Registers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What reading all registers of a group came to. Immutable. */
sealed interface Collected {

    /** All of them, as they were at one moment. */
    record All(Registers registers) implements Collected {}

    /** One was out of reach. */
    record Unreachable(String cause) implements Collected {}

    /** One may not be read. */
    record Refused(String cause) implements Collected {}

    /** How often to begin anew while somebody else keeps writing. */
    int ATTEMPTS = 5;

    /**
     * Reads these registers, one after the other, and the first once more: if it did not change, nothing that was
     * committed together with it was seen in part. So the first has to be the one whose change the others follow.
     */
    static CompletionStage<Collected> collect(Coordinator coordinator, List<String> keys) {
        return collect(coordinator, keys, ATTEMPTS);
    }

    private static CompletionStage<Collected> collect(Coordinator coordinator, List<String> keys, int attempts) {
        CompletionStage<Collected> all = step(coordinator, keys.get(0), Registers.absent(keys));
        if (keys.size() == 1) {
            return all;
        }
        for (String key : keys.subList(1, keys.size())) {
            all = all.thenCompose(before -> then(coordinator, key, before));
        }
        return all.thenCompose(read -> then(coordinator, keys.get(0), read).thenCompose(again -> {
            if (again.equals(read) || !(again instanceof All)) {
                return CompletableFuture.completedFuture(again);
            }
            return attempts > 1
                    ? collect(coordinator, keys, attempts - 1)
                    : CompletableFuture.completedFuture(
                            new Unreachable("its registers change faster than they can be read"));
        }));
    }

    private static CompletionStage<Collected> then(Coordinator coordinator, String key, Collected before) {
        return before instanceof All all
                ? step(coordinator, key, all.registers())
                : CompletableFuture.completedFuture(before);
    }

    private static CompletionStage<Collected> step(Coordinator coordinator, String key, Registers before) {
        return coordinator.read(key).thenApply(read -> with(before, key, read));
    }

    private static Collected with(Registers before, String key, Read read) {
        if (read instanceof Read.Unreachable unreachable) {
            return new Unreachable(unreachable.cause());
        }
        if (read instanceof Read.Refused refused) {
            return new Refused(refused.cause());
        }
        Optional<Register> found = read instanceof Read.Found some ? Optional.of(some.register()) : Optional.empty();
        return new All(before.with(key, found));
    }
}
