package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

final class EtcdCoordinatorTest {

    @Test
    void connectingFailsAtOnceAndNamesWhatToUseInstead() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> EtcdCoordinator.connect("http://127.0.0.1:2379"))
                .withMessage("The etcd coordinator is not built yet; "
                        + "use the in-memory coordinator from dev.regroup.coordinator.");
    }
}
