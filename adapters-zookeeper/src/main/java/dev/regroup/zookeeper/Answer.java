package dev.regroup.zookeeper;

import java.util.Optional;
import org.apache.zookeeper.KeeperException.Code;

/**
 * What a server said to a request, or why it said nothing.
 *
 * @param code the result
 * @param value what came with it; empty unless the code is OK, and of a failed multi
 */
record Answer<T>(Code code, Optional<T> value) {

    static <T> Answer<T> of(int code, Optional<T> value) {
        return new Answer<>(Code.get(code), value);
    }

    static <T> Answer<T> failed(Code code) {
        return new Answer<>(code, Optional.empty());
    }

    boolean isOk() {
        return code == Code.OK;
    }

    <U> Answer<U> as() {
        return failed(code);
    }
}
