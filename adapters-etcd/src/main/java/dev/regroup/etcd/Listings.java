package dev.regroup.etcd;

import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Register;
import dev.regroup.coordinator.Revision;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists folders page by page. Thread-safe. */
final class Listings {

    private static final int PAGE = 500;

    private final Requests requests;
    private final Paths paths;
    private final String servers;

    Listings(Requests requests, Paths paths, String servers) {
        this.requests = requests;
        this.paths = paths;
        this.servers = servers;
    }

    CompletionStage<Listing> page(String folder, Optional<String> after) {
        String first = folder + "/";
        return page(
                folder, paths.behind(after.filter(key -> key.startsWith(first)).orElse(first)), PAGE);
    }

    private CompletionStage<Listing> page(String folder, ByteSequence from, int size) {
        GetOption option = GetOption.builder()
                .withRange(paths.end(folder))
                .withLimit(size)
                .withSortField(GetOption.SortTarget.KEY)
                .withSortOrder(GetOption.SortOrder.ASCEND)
                .build();
        return requests.get(from, option).thenCompose(answer -> {
            // More than what a client takes in one message.
            if (answer.is(Status.Code.RESOURCE_EXHAUSTED) && size > 1) {
                return page(folder, from, Math.max(1, size / 4));
            }
            List<KeyValue> all = answer.value().map(GetResponse::getKvs).orElse(List.of());
            // Nothing but somebody else's keys that are no text: no string could name where the next page begins.
            if (!all.isEmpty() && texts(all).isEmpty()) {
                return page(folder, Paths.behind(all.get(all.size() - 1).getKey()), size);
            }
            return CompletableFuture.completedFuture(listing(folder, answer));
        });
    }

    private Listing listing(String folder, Answer<GetResponse> answer) {
        if (!answer.isOk()) {
            return Causes.refusal(answer.status(), folder)
                    .<Listing>map(Listing.Refused::new)
                    .orElseGet(() -> new Listing.Unreachable(silence(answer.status())));
        }
        GetResponse response = answer.value().orElseThrow();
        List<KeyValue> all = texts(response.getKvs());
        List<Register> registers = all.stream()
                .map(paths::register)
                .filter(register -> register.key().indexOf('/', folder.length() + 1) < 0)
                .toList();
        Optional<String> next = response.isMore() && !all.isEmpty()
                ? Optional.of(paths.key(all.get(all.size() - 1).getKey()))
                : Optional.empty();
        return new Listing.Page(
                registers, next, new Revision(Long.toString(response.getHeader().getRevision())));
    }

    private static List<KeyValue> texts(List<KeyValue> all) {
        return all.stream().filter(each -> Paths.isText(each.getKey())).toList();
    }

    private String silence(Status status) {
        return requests.isClosed() ? "the client is closed" : Causes.silence(status, servers);
    }
}
