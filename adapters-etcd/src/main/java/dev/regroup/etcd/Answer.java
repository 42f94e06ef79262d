package dev.regroup.etcd;

import io.grpc.Status;
import java.util.Optional;

/**
 * What a member of the cluster said to a request, or why it said nothing.
 *
 * @param status the result
 * @param value what came with it; empty unless the status is OK
 */
record Answer<T>(Status status, Optional<T> value) {

    static <T> Answer<T> of(T value) {
        return new Answer<>(Status.OK, Optional.of(value));
    }

    static <T> Answer<T> failed(Status status) {
        return new Answer<>(status, Optional.empty());
    }

    boolean isOk() {
        return value.isPresent();
    }

    boolean is(Status.Code code) {
        return status.getCode() == code;
    }
}
