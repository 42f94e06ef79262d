package dev.regroup.codis;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Asks whether a codis-dashboard lives. */
@FunctionalInterface
public interface DashboardProbe {

    /** What is known of a dashboard. */
    enum Life {
        /** It answered, whatever it said. */
        ALIVE,
        /** Its host answered that nobody listens there. */
        DEAD,
        /** Neither: its host may be down, or the way there. That is no proof of death. */
        UNKNOWN
    }

    /**
     * Asks once. Does not block; the stage completes within a few seconds, never exceptionally.
     *
     * @param adminAddress as the lock names it, {@code host:port}
     */
    CompletionStage<Life> ask(String adminAddress);

    /** Returns a probe that asks over HTTP for {@code /topom}, which needs no authentication. */
    static DashboardProbe overHttp() {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(2))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return adminAddress -> {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + adminAddress + "/topom"))
                        .timeout(Duration.ofSeconds(3))
                        .build();
                return client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .handle((answer, failure) -> failure == null ? Life.ALIVE : lifeAfter(failure));
            } catch (IllegalArgumentException noAddress) {
                return CompletableFuture.completedFuture(Life.UNKNOWN);
            }
        };
    }

    private static Life lifeAfter(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean isRefused = cause instanceof ConnectException
                && !(cause.getCause() instanceof UnresolvedAddressException)
                && !cause.getClass().getSimpleName().contains("Timeout");
        return isRefused ? Life.DEAD : Life.UNKNOWN;
    }
}
