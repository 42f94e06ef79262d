package dev.regroup.examples.orders;

import dev.regroup.check.Forecast;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of playing one order. Immutable.
 *
 * @param order what was played
 * @param gap how fast
 * @param faults why it failed, one sentence each; empty if it passed
 * @param figures what was counted
 * @param writes what became of the writes
 * @param ended who was recorded as master in the end, after which commands took effect: more than one if of some nobody
 *     knows; empty if nobody was recorded
 * @param journal the whole story, one line for each thing that happened
 */
record OrderResult(
        Order order,
        Gap gap,
        List<String> faults,
        Figures figures,
        WriteFigures writes,
        List<Forecast.Outcome> ended,
        List<String> journal) {

    /** Copies the lists. */
    OrderResult {
        faults = List.copyOf(faults);
        ended = List.copyOf(ended);
        journal = List.copyOf(journal);
    }

    /** Tells whether the group converged in time, with every acknowledged value. */
    boolean isPassed() {
        return faults.isEmpty();
    }

    /** Returns the same with a further fault. */
    OrderResult withFault(String fault) {
        List<String> all = Stream.concat(faults.stream(), Stream.of(fault)).toList();
        return new OrderResult(order, gap, all, figures, writes, ended, journal);
    }

    /**
     * What was counted.
     *
     * @param rounds probe intervals from the last start until the group had converged, rounded up
     * @param epoch the highest epoch ever claimed
     * @param commands commands sent
     * @param commits records committed
     * @param timeouts looks that got no answer in time: on this machine every one is due to load
     * @param lateMillis by how much the event that was most behind its time was late
     */
    record Figures(long rounds, long epoch, int commands, int commits, int timeouts, long lateMillis) {}

    /**
     * What became of the writes.
     *
     * @param acknowledged by the recorded master and all replicas that were linked to it, with no claim pending
     * @param lost of those, how many the master did not have in the end
     * @param raced explains each write that was acknowledged while a claim was pending
     */
    record WriteFigures(int acknowledged, int lost, List<String> raced) {

        /** Copies the list. */
        WriteFigures {
            raced = List.copyOf(raced);
        }
    }
}
