package dev.regroup.etcd;

import io.etcd.jetcd.common.exception.EtcdException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * What a failed request means to whoever operates the cluster. Pure. The messages of etcd are those of its {@code
 * api/v3rpc/rpctypes/error.go} (etcd-io/etcd).
 */
final class Causes {

    private Causes() {}

    /**
     * Returns the status at the root of a failure: jetcd says UNAUTHENTICATED for whatever went wrong while it asked
     * for a token, also that nobody answered.
     */
    static Status status(Throwable failure) {
        Status found = Status.UNKNOWN.withCause(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException runtime) {
                found = better(found, runtime.getStatus());
            } else if (cause instanceof StatusException checked) {
                found = better(found, checked.getStatus());
            } else if (cause instanceof EtcdException etcd) {
                found = better(found, code(etcd).toStatus().withDescription(etcd.getMessage()));
            } else if (cause instanceof TimeoutException) {
                found = better(found, Status.DEADLINE_EXCEEDED);
            }
        }
        return found.getCause() == null ? found.withCause(failure) : found;
    }

    private static Status better(Status known, Status next) {
        boolean isVague = known.getCode() == Status.Code.UNKNOWN || known.getCode() == Status.Code.UNAUTHENTICATED;
        return isVague ? next : known;
    }

    private static Status.Code code(EtcdException failure) {
        String name = failure.getErrorCode().name();
        for (Status.Code code : Status.Code.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return Status.Code.UNKNOWN;
    }

    /** Returns why the cluster will not do this whatever is in its keys; empty if that is not why it failed. */
    static Optional<String> refusal(Status status, String path) {
        String said = said(status);
        return switch (status.getCode()) {
            case PERMISSION_DENIED ->
                Optional.of("etcd allows this client's user no access to " + path
                        + ": grant it to a role of the user (etcdctl role grant-permission)");
            case UNAUTHENTICATED -> Optional.of(credentials());
            case FAILED_PRECONDITION ->
                said.contains("authentication is not enabled")
                        ? Optional.of("etcd has no authentication enabled: enable it, or connect without a user")
                        : Optional.empty();
            case INVALID_ARGUMENT -> Optional.of(invalid(said));
            case RESOURCE_EXHAUSTED -> exhausted(said);
            default -> Optional.empty();
        };
    }

    private static String credentials() {
        return "etcd does not accept this client's user or password: correct them";
    }

    private static String invalid(String said) {
        if (said.contains("authentication failed")) {
            return credentials();
        }
        if (said.contains("user name is empty")) {
            return "etcd has authentication enabled: connect with a user and its password";
        }
        if (said.contains("too large")) {
            return tooLarge();
        }
        if (said.contains("too many operations")) {
            return "it has more operations than etcd takes in one transaction: make it smaller, or raise --max-txn-ops"
                    + " on all members";
        }
        return "etcd does not take the request (" + said + ")";
    }

    /** Tells whether the database has reached its quota. */
    static boolean isFull(Status status) {
        return status.getCode() == Status.Code.RESOURCE_EXHAUSTED && isFull(said(status));
    }

    private static boolean isFull(String said) {
        return said.contains("database space exceeded");
    }

    private static Optional<String> exhausted(String said) {
        if (isFull(said)) {
            return Optional.of("etcd's database is full: compact and defragment it and disarm the alarm, or raise"
                    + " --quota-backend-bytes");
        }
        // Only reading answers at length: a transaction whose answer is too long has not changed anything.
        if (said.contains("exceeds maximum size")) {
            return Optional.of("it is larger than what this client takes in one message: build it with a larger"
                    + " maxInboundMessageSize");
        }
        return said.contains("received message larger than max") ? Optional.of(tooLarge()) : Optional.empty();
    }

    private static String tooLarge() {
        return "it is larger than what etcd takes in one request (1.5 MiB by default): make it smaller, or raise"
                + " --max-request-bytes on all members";
    }

    /** Returns why nothing is known. */
    static String silence(Status status, String servers) {
        String said = said(status);
        return "etcd at " + servers + " does not answer (" + status.getCode() + (said.isEmpty() ? "" : ": " + said)
                + "): check the address, and that more than half of its members run";
    }

    /** The innermost cause says what is wrong with a connection: refused, or a certificate that is not trusted. */
    private static String said(Status status) {
        String said = Optional.ofNullable(status.getDescription()).orElse("");
        Throwable innermost = status.getCause();
        while (innermost != null && innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        boolean isOfConnection = innermost instanceof java.io.IOException;
        return isOfConnection
                ? said
                        + (said.isEmpty() ? "" : ", ")
                        + Optional.ofNullable(innermost.getMessage()).orElse("")
                : said;
    }
}
