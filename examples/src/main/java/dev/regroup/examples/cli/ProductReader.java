package dev.regroup.examples.cli;

import dev.regroup.codis.CodisLayout;
import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Register;
import dev.regroup.examples.redis.CannotRun;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Reads the nodes of a product from a store, with what Regroup keeps beside them. Confined to one thread. */
final class ProductReader {

    private final String product;
    private final Coordinator store;
    private final PrintStream out;

    ProductReader(String product, Coordinator store, PrintStream out) {
        this.product = CodisLayout.of(product).product();
        this.store = store;
        this.out = out;
    }

    /**
     * Returns everything but the lock, by path.
     *
     * @throws CannotRun if something cannot be read: half a product is none
     */
    Map<String, Bytes> nodes() {
        String codis = "/codis3/" + product;
        if (register(codis + "/topom").isPresent()) {
            out.println("Somebody holds the lock of " + product
                    + " where it is: stop the dashboard first, or what it still writes is not copied.");
        }
        Map<String, Bytes> nodes = new TreeMap<>();
        for (String folder : List.of(codis + "/group", codis + "/proxy", codis + "/slots", "/regroup/" + product)) {
            all(folder).forEach(register -> nodes.put(register.key(), register.value()));
        }
        register(codis + "/sentinel").ifPresent(register -> nodes.put(register.key(), register.value()));
        return nodes;
    }

    private List<Register> all(String folder) {
        List<Register> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Listing listing = done(store.list(folder, after));
            if (!(listing instanceof Listing.Page page)) {
                throw new CannotRun("The folder " + folder + " cannot be read: " + listing);
            }
            all.addAll(page.registers());
            after = page.next();
        } while (after.isPresent());
        return all;
    }

    private Optional<Register> register(String key) {
        return register(store, key);
    }

    static Optional<Register> register(Coordinator store, String key) {
        Read read = done(store.read(key));
        if (read instanceof Read.Found found) {
            return Optional.of(found.register());
        }
        if (read instanceof Read.Absent) {
            return Optional.empty();
        }
        String cause = read instanceof Read.Refused refused ? refused.cause() : ((Read.Unreachable) read).cause();
        throw new CannotRun("The node " + key + " cannot be read: " + cause + ".");
    }

    static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
