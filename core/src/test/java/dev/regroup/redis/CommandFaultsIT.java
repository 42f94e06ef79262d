package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every command through every fault, as {@code examples/run nodes} prints it. */
final class CommandFaultsIT {

    private static final int CELLS = 7 * FaultProxy.Fault.values().length;

    @Test
    void aLostAnswerIsNeverSuccessAndTheSameCommandAgainIs() {
        try (RealRedis first = RealRedis.start();
                RealRedis other = RealRedis.start();
                RedisNodes nodes = RedisNodes.create()) {
            assertAsExpected(FaultTable.playOnRedis(nodes, new Processes(first, other), cell -> {}));
        }
    }

    @Test
    void onPikaAFullCopyIsNotAskedForTwice() {
        try (RedisNodes nodes = RedisNodes.create()) {
            assertAsExpected(FaultTable.playOnPika(nodes, cell -> {}));
        }
    }

    private static void assertAsExpected(List<Cell> cells) {
        assertThat(cells).hasSize(CELLS).allMatch(Cell::isAsExpected);
    }

    private record Processes(RealRedis old, RealRedis master) implements FaultTable.Lab {

        @Override
        public Address first() {
            return old.address();
        }

        @Override
        public Address other() {
            return master.address();
        }

        @Override
        public FaultTable.Node start() {
            RealRedis redis = RealRedis.startReplicaOf(old);
            return new FaultTable.Node() {
                @Override
                public Address address() {
                    return redis.address();
                }

                @Override
                public void close() {
                    redis.close();
                }
            };
        }
    }
}
