package dev.regroup.zookeeper;

import dev.regroup.coordinator.CommitOutcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.data.ACL;

/** Makes the nodes above registers. Immutable. */
final class Folders {

    private final Requests requests;
    private final List<ACL> acl;
    private final String servers;

    Folders(Requests requests, List<ACL> acl, String servers) {
        this.requests = requests;
        this.acl = acl;
        this.servers = servers;
    }

    /** Makes every folder above the path that is not there; empty if they are all there, otherwise why not. */
    CompletionStage<Optional<CommitOutcome>> create(String path) {
        CompletionStage<Optional<CommitOutcome>> made = CompletableFuture.completedFuture(Optional.empty());
        for (String folder : Paths.folders(path)) {
            made = made.thenCompose(
                    failed -> failed.isPresent() ? CompletableFuture.completedFuture(failed) : createOne(folder));
        }
        return made;
    }

    /** What is there may not be allowed to be created, too, so it is looked for first. */
    private CompletionStage<Optional<CommitOutcome>> createOne(String folder) {
        return requests.exists(folder)
                .thenCompose(found -> found.isOk()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : requests.create(folder, acl, CreateMode.PERSISTENT)
                                .thenApply(made -> outcome(folder, made.code())));
    }

    private Optional<CommitOutcome> outcome(String folder, Code code) {
        return switch (code) {
            case OK, NODEEXISTS -> Optional.empty();
            case NONODE ->
                Optional.of(new CommitOutcome.Refused("the folder " + Paths.parent(folder)
                        + " does not exist in ZooKeeper and cannot be made: create it, or correct the root of the"
                        + " connect string"));
            default ->
                Optional.of(Causes.refusal(code, Paths.parent(folder))
                        .<CommitOutcome>map(CommitOutcome.Refused::new)
                        .orElseGet(() -> new CommitOutcome.Unknown(Causes.silence(code, servers))));
        };
    }
}
