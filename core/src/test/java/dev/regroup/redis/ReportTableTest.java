package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each dialect tells in each situation, as {@code examples/run nodes} prints it. */
final class ReportTableTest {

    @Test
    void everySituationOfEveryDialectIsUnderstood() {
        List<Cell> cells;
        try (RedisNodes nodes = RedisNodes.create()) {
            cells = ReportTable.play(nodes, cell -> {});
        }
        assertThat(cells.stream().filter(cell -> !cell.isAsExpected()).collect(Collectors.toList()))
                .isEmpty();
        assertThat(cells).filteredOn(cell -> cell.row().equals("Redis 7.0.15")).hasSameSizeAs(Captures.REDIS);
        assertThat(cells).filteredOn(cell -> cell.row().equals("Pika v4.0.1")).hasSameSizeAs(Captures.PIKA);
    }
}
