package dev.regroup.zookeeper;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

final class ZooKeeperCoordinatorTest {

    @Test
    void connectingFailsAtOnceAndNamesWhatToUseInstead() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ZooKeeperCoordinator.connect("127.0.0.1:2181"))
                .withMessage("The ZooKeeper coordinator is not built yet; "
                        + "use the in-memory coordinator from dev.regroup.coordinator.");
    }
}
