package dev.regroup.examples.cli;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Register;
import dev.regroup.coordinator.Version;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Copies nodes into a store that may have some of them. With each batch goes a register that says what was written: a
 * node that differs from the source is older only if it still is what that register says. A copy that breaks off is
 * taken up by another one. Confined to one thread.
 */
final class ProductCopy {

    /** Of at most 128 operations, and well below what either store takes in one request. */
    private static final int BATCH = 40;

    private final String lock;
    private final String memo;
    private final Coordinator target;
    private final PrintStream out;

    /** What is to be done with a node. */
    private enum Step {
        CREATE,
        REPLACE,
        KEEP,
        REFUSE
    }

    /**
     * One node.
     *
     * @param before its version in the target; empty if it is not there
     */
    private record Planned(String key, Bytes value, Optional<Version> before, Step step) {}

    ProductCopy(String product, Coordinator target, PrintStream out) {
        this.lock = "/codis3/" + product + "/topom";
        this.memo = "/regroup/import-of-" + product;
        this.target = target;
        this.out = out;
    }

    /** Returns whether everything is there now, or could be. */
    boolean run(Map<String, Bytes> nodes, boolean isApplied) {
        if (ProductReader.register(target, lock).isPresent()) {
            out.println("Refused: somebody holds the product's lock " + lock + " in the target; end it first.");
            return false;
        }
        Optional<Register> known = ProductReader.register(target, memo);
        Map<String, String> written =
                known.map(register -> ImportMemo.read(register.value())).orElseGet(TreeMap::new);
        List<Planned> plan = nodes.entrySet().stream()
                .map(node -> planned(node.getKey(), node.getValue(), written))
                .toList();
        plan.forEach(each -> out.println(line(each)));
        out.println(count(plan, Step.CREATE) + " to create, " + count(plan, Step.REPLACE) + " to replace, "
                + count(plan, Step.KEEP) + " already there, " + count(plan, Step.REFUSE) + " refused");
        if (count(plan, Step.REFUSE) > 0) {
            out.println("Refused: nodes in the target are newer than what an import wrote there; nothing was written.");
            return false;
        }
        if (!isApplied) {
            out.println("Nothing was written: this was a dry run. With --apply it is done.");
            return true;
        }
        return apply(plan, known, new TreeMap<>(written));
    }

    private Planned planned(String key, Bytes value, Map<String, String> written) {
        Optional<Register> there = ProductReader.register(target, key);
        return new Planned(
                key,
                value,
                there.map(Register::version),
                there.map(register -> step(register, value, written)).orElse(Step.CREATE));
    }

    private static Step step(Register there, Bytes value, Map<String, String> written) {
        if (there.value().equals(value)) {
            return Step.KEEP;
        }
        boolean isOurs = ImportMemo.digest(there.value()).equals(written.get(there.key()));
        return isOurs ? Step.REPLACE : Step.REFUSE;
    }

    private static String line(Planned planned) {
        return switch (planned.step) {
            case CREATE -> "create   " + planned.key;
            case REPLACE -> "replace  " + planned.key;
            case KEEP -> "keep     " + planned.key;
            case REFUSE -> "REFUSED  " + planned.key + " (changed in the target)";
        };
    }

    private static long count(List<Planned> plan, Step step) {
        return plan.stream().filter(each -> each.step == step).count();
    }

    private boolean apply(List<Planned> plan, Optional<Register> known, Map<String, String> written) {
        List<Planned> changes = plan.stream()
                .filter(each -> each.step == Step.CREATE || each.step == Step.REPLACE)
                .toList();
        Optional<Version> version = known.map(Register::version);
        for (int i = 0; i < changes.size(); i += BATCH) {
            List<Planned> batch = changes.subList(i, Math.min(i + BATCH, changes.size()));
            batch.forEach(each -> written.put(each.key, ImportMemo.digest(each.value)));
            CommitOutcome outcome = ProductReader.done(target.commit(commit(batch, version, written)));
            if (!(outcome instanceof CommitOutcome.Committed committed)) {
                out.println("Broke off after " + i + " nodes: " + outcome + ". Run it again: it goes on where it was.");
                return false;
            }
            version = Optional.of(committed.written().get(batch.size()).version());
        }
        out.println("Done: " + changes.size() + " nodes written.");
        return true;
    }

    private Commit commit(List<Planned> batch, Optional<Version> version, Map<String, String> written) {
        List<Check> checks = new ArrayList<>();
        List<Put> puts = new ArrayList<>();
        for (Planned each : batch) {
            checks.add(new Check(each.key, each.before));
            puts.add(new Put(each.key, each.value));
        }
        checks.add(new Check(memo, version));
        puts.add(new Put(memo, ImportMemo.write(written)));
        checks.add(Check.absent(lock));
        return new Commit(checks, puts, Optional.empty());
    }
}
