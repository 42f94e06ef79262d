package dev.regroup.examples.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lays out results for people. Pure. */
final class Table {

    private static final List<String> HEAD =
            List.of("order", "gap", "result", "rounds", "epoch", "sent", "commits", "acknowledged", "lost", "raced");

    private Table() {}

    /** Returns one line for each result, below a head. */
    static List<String> of(List<OrderResult> results) {
        int name = results.stream()
                .mapToInt(result -> result.order().name().length())
                .max()
                .orElse(0);
        int widest = Math.max(HEAD.get(0).length(), name);
        return Stream.concat(Stream.of(HEAD), results.stream().map(Table::cells))
                .map(cells -> line(cells, widest))
                .toList();
    }

    /** Returns the totals in one line. */
    static String total(List<OrderResult> results, long seconds) {
        long passed = results.stream().filter(OrderResult::isPassed).count();
        int lost = results.stream().mapToInt(result -> result.writes().lost()).sum();
        return passed + " of " + results.size() + " passed, " + lost + " lost, " + seconds + " s";
    }

    private static List<String> cells(OrderResult result) {
        return Stream.of(
                        result.order().name(),
                        result.gap(),
                        result.isPassed() ? "passed" : "FAILED",
                        result.figures().rounds(),
                        result.figures().epoch(),
                        result.figures().commands(),
                        result.figures().commits(),
                        result.writes().acknowledged(),
                        result.writes().lost(),
                        result.writes().raced().size())
                .map(String::valueOf)
                .toList();
    }

    private static String line(List<String> cells, int widest) {
        List<String> columns = new ArrayList<>();
        columns.add(String.format(Locale.ROOT, "%-" + widest + "s", cells.get(0)));
        columns.add(String.format(Locale.ROOT, "%-7s", cells.get(1)));
        columns.add(String.format(Locale.ROOT, "%-6s", cells.get(2)));
        for (int i = 3; i < cells.size(); i++) {
            columns.add(String.format(Locale.ROOT, "%" + HEAD.get(i).length() + "s", cells.get(i)));
        }
        return String.join("  ", columns);
    }
}
