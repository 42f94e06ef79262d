package dev.regroup.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

    private static final OrderResult PASSED = new OrderResult(
            Order.parse("-a-b+a+b", 2),
            Gap.SETTLED,
            List.of(),
            new OrderResult.Figures(11, 2, 1, 12, 0, 3),
            new OrderResult.WriteFigures(4, 0, List.of()),
            List.of(),
            List.of());

    private static final OrderResult FAILED = new OrderResult(
            Order.parse("-a+a", 2),
            Gap.QUICK,
            List.of("acknowledged writes are lost"),
            new OrderResult.Figures(2, 1, 0, 5, 0, 3),
            new OrderResult.WriteFigures(3, 1, List.of("w1")),
            List.of(),
            List.of());

    @Test
    void columnsAreAlignedBelowTheirHeads() {
        assertThat(Table.of(List.of(PASSED, FAILED)))
                .containsExactly(
                        "order     gap      result  rounds  epoch  sent  commits  acknowledged  lost  raced",
                        "-a-b+a+b  settled  passed      11      2     1       12             4     0      0",
                        "-a+a      quick    FAILED       2      1     0        5             3     1      1");
    }

    @Test
    void theTotalCountsWhatPassedAndWhatWasLost() {
        assertThat(Table.total(List.of(PASSED, FAILED), 7)).isEqualTo("1 of 2 passed, 1 lost, 7 s");
    }

    @Test
    void jsonHasTheColumnsOfTheTable(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("orders.json");

        JsonFile.write(file, List.of(FAILED));

        assertThat(Files.readString(file).replaceAll("\\s", ""))
                .isEqualTo("[{\"order\":\"-a+a\",\"gap\":\"quick\",\"result\":\"failed\",\"rounds\":2,\"epoch\":1,"
                        + "\"sent\":0,\"commits\":5,\"acknowledged\":3,\"lost\":1,\"raced\":1}]");
    }
}
