package dev.regroup.examples.nodes;

import dev.regroup.examples.narrate.Style;
import dev.regroup.examples.redis.RedisLab;
import dev.regroup.redis.Cell;
import dev.regroup.redis.FaultTable;
import dev.regroup.redis.RedisNodes;
import dev.regroup.redis.ReportTable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Two tables, by the same code as the tests: what nodes of each dialect tell in each situation, and what each command
 * comes to under each fault. Each line is printed as soon as it is known. Confined to one thread.
 */
@Command(
        name = "nodes",
        header = "Shows what nodes tell, and what commands come to when something goes wrong.",
        description =
                "Prints two tables: what a look comes to, for each dialect and situation; and what a command comes"
                        + " to, for each fault between Regroup and a real redis-server, or a stub that speaks as a Pika does."
                        + " A line that is not as promised ends with what was promised.")
public final class NodeTables implements Callable<Integer> {

    private final PrintStream out = Style.standardOutput();

    /** Returns 0 if every cell is as promised, 1 otherwise. */
    @Override
    public Integer call() {
        long begun = System.nanoTime();
        List<Cell> cells = new ArrayList<>();
        try (RedisLab lab = RedisLab.open()) {
            out.println("What a look comes to");
            cells.addAll(cells(lab));
        }
        long asExpected = cells.stream().filter(Cell::isAsExpected).count();
        out.printf(
                "%n%d of %d as promised, %d s%n",
                asExpected,
                cells.size(),
                Duration.ofNanos(System.nanoTime() - begun).toSeconds());
        return asExpected == cells.size() ? 0 : 1;
    }

    private List<Cell> cells(RedisLab lab) {
        List<Cell> cells = new ArrayList<>();
        try (RedisNodes nodes = RedisNodes.create();
                Replicas replicas = Replicas.start(lab)) {
            cells.addAll(ReportTable.play(nodes, this::print));
            out.printf("%nWhat a command comes to, and the same command again%n");
            cells.addAll(FaultTable.playOnRedis(nodes, replicas, this::print));
            cells.addAll(FaultTable.playOnPika(nodes, this::print));
        }
        return cells;
    }

    private void print(Cell cell) {
        out.printf("%-19s %-44s %s%n", cell.row(), cell.column(), cell.seen());
        if (!cell.isAsExpected()) {
            out.printf("%-64s PROMISED: %s%n", "", cell.expected());
        }
    }
}
