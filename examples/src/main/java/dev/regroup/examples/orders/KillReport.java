package dev.regroup.examples.orders;

import java.io.PrintStream;
import java.util.List;

/** Prints what came of every kill. */
final class KillReport {

    private KillReport() {}

    static void print(List<Kills.Kill> kills, PrintStream out) {
        for (Kills.Kill kill : kills) {
            out.printf(
                    "%-10s %-8s store killed %-18s %s, sent while it was away: %d, lost: %d%n",
                    kill.result().order().name(),
                    kill.result().gap(),
                    kill.point(),
                    !kill.isPassed() ? "FAILED" : kill.isDone() ? "passed" : "passed (not reached)",
                    kill.sentWhileAway(),
                    kill.result().writes().lost());
            if (!kill.isPassed()) {
                kill.result().faults().forEach(fault -> out.println("  " + fault));
                kill.result().journal().forEach(out::println);
            }
        }
        out.println();
        out.println(total(kills));
    }

    private static String total(List<Kills.Kill> kills) {
        long passed = kills.stream().filter(Kills.Kill::isPassed).count();
        long reached = kills.stream().filter(Kills.Kill::isDone).count();
        int sent = kills.stream().mapToInt(Kills.Kill::sentWhileAway).sum();
        int lost =
                kills.stream().mapToInt(kill -> kill.result().writes().lost()).sum();
        return passed + " of " + kills.size() + " passed, the store killed in " + reached
                + ", commands sent while it was away: " + sent + ", lost: " + lost;
    }
}
