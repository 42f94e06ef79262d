package dev.regroup.examples.cli;

import dev.regroup.codis.CodisDump;
import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.examples.redis.CannotRun;
import dev.regroup.examples.store.StoreOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Copies a Codis product into another store. Confined to one thread. */
@Command(
        name = "import",
        header = "Copies a Codis product from ZooKeeper, or from a dump of its nodes, into ZooKeeper or etcd.",
        description = {
            "Says what it would do; with --apply it does it. A node that is there and is not what an earlier import"
                    + " wrote is newer, and nothing is written then. The product's lock is not copied: stop the dashboard"
                    + " first.",
            "A codis-dashboard on etcd keeps its nodes in etcd's v2 key space, which v3 cannot see; take a dump there:"
                    + " codis-admin --config-dump --product=NAME --etcd=ADDR > dump.json"
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:done, or it would be",
            "1:refused, or a store broke off",
            "2:wrong arguments, or a store does not answer"
        })
public final class Import implements Callable<Integer> {

    @Option(names = "--product", paramLabel = "NAME", required = true, description = "The product's name.")
    private String product = "";

    @Option(
            names = "--from",
            paramLabel = "FILE|zookeeper://host:port/root",
            required = true,
            description = "Where it is: the output of codis-admin --config-dump, or an ensemble.")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "zookeeper://host:port/root|etcd://host:port/root",
            required = true,
            description = "Where to copy it.")
    private String to = "";

    @Option(names = "--apply", description = "Do it.")
    private boolean isApplied;

    private final PrintStream out = System.out;

    /** Returns the exit code. */
    @Override
    public Integer call() {
        Map<String, Bytes> nodes = source();
        if (nodes.isEmpty()) {
            throw new CannotRun("There is no product " + product + " in " + from + ".");
        }
        try (Coordinator target = StoreOptions.client(to)) {
            return new ProductCopy(product, target, out).run(nodes, isApplied) ? 0 : 1;
        }
    }

    private Map<String, Bytes> source() {
        if (from.startsWith("zookeeper://") || from.startsWith("etcd://")) {
            try (Coordinator source = StoreOptions.client(from)) {
                return new ProductReader(product, source, out).nodes();
            }
        }
        try {
            return CodisDump.nodes(product, Bytes.of(Files.readAllBytes(Path.of(from))));
        } catch (IOException unreadable) {
            throw new CannotRun("The dump " + from + " cannot be read: " + unreadable + ".");
        }
    }
}
