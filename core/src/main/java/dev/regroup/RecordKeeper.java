package dev.regroup;

import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Fence;
import dev.regroup.coordinator.Layout;
import dev.regroup.coordinator.Layout.Reading;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Registers;
import dev.regroup.coordinator.Version;
import dev.regroup.model.GroupRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes the registers of one group under one leadership, one request at a time, until the outcome of each is
 * known. Confined to its lane.
 */
final class RecordKeeper {

    private enum Mode {
        /** The version in the store is known, as far as it can be. */
        SETTLED,
        /** A commit or a read is under way without which nothing is known. */
        BUSY,
        /** The register cannot be used until it changes. */
        BLOCKED,
        /** No further request, and answers are ignored. */
        STOPPED
    }

    /** A commit that may have been done, or may be yet, over these registers, and how long to wait before asking again. */
    private record Doubt(GroupRecord wanted, Registers before, Duration pause) {
        Doubt later() {
            Duration doubled = pause.multipliedBy(2);
            return new Doubt(wanted, before, doubled.compareTo(PAUSE_MAX) < 0 ? doubled : PAUSE_MAX);
        }
    }

    private static final Duration PAUSE_MIN = Duration.ofMillis(50);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

    /** How long to wait before asking again for what was refused. */
    private static final Duration REFUSED_PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final Coordinator coordinator;
    private final Layout layout;
    private final Fence fence;
    private final Requests requests;
    private final GroupRecord first;
    private final RecordOwner owner;

    private Mode mode = Mode.BUSY;
    private Optional<Registers> registers = Optional.empty();
    private Optional<GroupRecord> record = Optional.empty();

    /** What was said last of somebody else's changes. */
    private List<String> remarks = List.of();

    /** Whether the owner was told that the register cannot be used, or the store is out of reach. */
    private boolean hinders;

    /** Why the register could not be used the last time. */
    private String obstacle = "";

    /** Whether somebody may have written since the last read began. */
    private boolean stale;

    /** The commit whose outcome is not known, if there is one. */
    private Optional<Doubt> doubt = Optional.empty();

    /** Whether the owner was told that the register cannot be used, and of no record since. */
    private boolean isForgotten;

    RecordKeeper(Coordinator coordinator, Layout layout, Fence fence, Lane lane, GroupRecord first, RecordOwner owner) {
        this.coordinator = coordinator;
        this.layout = layout;
        this.fence = fence;
        this.requests = new Requests(lane);
        this.first = first;
        this.owner = owner;
    }

    /** Reads the record, or writes the first one if there is none. */
    void open() {
        mode = Mode.BUSY;
        read(PAUSE_MIN, this::opened);
    }

    /** Ends: nothing is asked any more, nobody is told. */
    void stop() {
        mode = Mode.STOPPED;
        requests.stop();
    }

    /** Tells whether the record in the store is known and no commit is under way. */
    boolean isSettled() {
        return mode == Mode.SETTLED;
    }

    /** Tells whether the store is known to hold that version still. */
    boolean isSettledAt(Version expected) {
        return isSettled() && version().equals(expected);
    }

    /** Returns the version of the settled record. */
    Version version() {
        return registers.orElseThrow().version();
    }

    /** Writes a record over the settled one; if somebody else has written meanwhile, the check of the version tells. */
    void write(GroupRecord next) {
        mode = Mode.BUSY;
        Registers before = registers.orElseThrow();
        commit(next, before, outcome -> written(next, before, outcome));
    }

    /** Reads again, since somebody may have written. */
    void changed() {
        stale = true;
        if (mode == Mode.SETTLED || mode == Mode.BLOCKED) {
            reread();
        }
    }

    /** Reads again if a listing shows that somebody has written and no watch told of it. */
    void listed(Map<String, Version> found) {
        if (registers.filter(known -> known.isAt(found)).isEmpty()) {
            changed();
        }
    }

    private void reread() {
        stale = false;
        read(PAUSE_MIN, this::reread);
    }

    private void reread(Registers answer) {
        if (doubt.isPresent()) {
            clarified(doubt.get(), answer);
            return;
        }
        boolean wasSettled = mode == Mode.SETTLED;
        boolean isSame = registers.map(Registers::version).equals(Optional.of(answer.version()));
        if (isSame && mode != Mode.BLOCKED) {
            settle();
            if (!wasSettled) {
                owner.readableAgain();
            }
            rewriteForAll();
            return;
        }
        Optional<GroupRecord> before = record;
        adopt(answer).ifPresent(now -> {
            if (before.equals(Optional.of(now)) && wasSettled) {
                return;
            }
            isForgotten = false;
            owner.found(now);
        });
    }

    /** The same record, where a reconciler has come that could not read it as it is. */
    private void rewriteForAll() {
        Registers before = registers.orElseThrow();
        if (mode == Mode.SETTLED && layout.minReader(first.id(), before) > layout.format()) {
            mode = Mode.BUSY;
            GroupRecord same = record.orElseThrow();
            commit(same, before, outcome -> {
                if (outcome instanceof CommitOutcome.Committed done) {
                    keep(same, before.with(done.written()));
                    owner.readableAgain();
                } else {
                    read(PAUSE_MIN, this::reread);
                }
            });
        }
    }

    private void opened(Registers answer) {
        if (layout.read(first, answer) instanceof Reading.Nothing) {
            commit(first, answer, outcome -> {
                if (outcome instanceof CommitOutcome.Committed done) {
                    keep(first, answer.with(done.written()));
                    isForgotten = false;
                    owner.found(first);
                } else {
                    readLater(PAUSE_MIN, this::opened);
                }
            });
        } else {
            adopt(answer).ifPresent(now -> {
                isForgotten = false;
                owner.found(now);
            });
        }
    }

    private void written(GroupRecord wanted, Registers before, CommitOutcome outcome) {
        stale = stale && outcome instanceof CommitOutcome.Committed;
        if (outcome instanceof CommitOutcome.Committed done) {
            keep(wanted, before.with(done.written()));
            owner.written(wanted);
        } else if (outcome instanceof CommitOutcome.Unknown) {
            doubt = Optional.of(new Doubt(wanted, before, PAUSE_MIN));
            read(PAUSE_MIN, this::reread);
        } else {
            read(PAUSE_MIN, answer -> adopt(answer).ifPresent(now -> tell(now, () -> owner.overtaken(now))));
        }
    }

    /** What was read after a commit of unknown outcome: if nothing has changed, then that may still be on its way. */
    private void clarified(Doubt open, Registers answer) {
        if (answer.version().equals(open.before().version())) {
            bar(open);
        } else {
            found(open.wanted(), answer);
        }
    }

    private void found(GroupRecord wanted, Registers answer) {
        doubt = Optional.empty();
        adopt(answer)
                .ifPresent(
                        now -> tell(now, now.equals(wanted) ? () -> owner.written(now) : () -> owner.overtaken(now)));
    }

    /**
     * Writes the last register once more as it is, so that a commit that rests on this version conflicts whenever it arrives:
     * otherwise it might record another master long after this one was found to be back, and has taken writes.
     */
    private void bar(Doubt open) {
        GroupRecord same = record.orElseThrow();
        List<Put> puts = open.before().last().stream()
                .map(register -> new Put(register.key(), register.value()))
                .toList();
        commit(same, open.before(), puts, outcome -> {
            if (outcome instanceof CommitOutcome.Committed done) {
                doubt = Optional.empty();
                keep(same, open.before().with(done.written()));
                tell(same, () -> owner.overtaken(same));
            } else if (outcome instanceof CommitOutcome.Unknown) {
                doubt = Optional.of(open.later());
                readLater(open.pause(), this::reread);
            } else {
                read(PAUSE_MIN, answer -> found(open.wanted(), answer));
            }
        });
    }

    /** Who was told that the register cannot be used has forgotten what it wanted. */
    private void tell(GroupRecord now, Runnable otherwise) {
        if (isForgotten) {
            isForgotten = false;
            owner.found(now);
        } else {
            otherwise.run();
        }
    }

    /** Takes what was read; empty if it cannot be used. */
    private Optional<GroupRecord> adopt(Registers answer) {
        Reading reading = layout.read(first, answer);
        if (reading instanceof Reading.Recorded recorded) {
            if (!recorded.remarks().isEmpty() && !recorded.remarks().equals(remarks)) {
                LOG.info("group {}: {}", first.id(), String.join("; ", recorded.remarks()));
            }
            remarks = recorded.remarks();
            keep(recorded.record(), answer);
            return Optional.of(recorded.record());
        }
        block(
                reading instanceof Reading.Unusable unusable
                        ? unusable.reason()
                        : "its register " + layout.keys(first.id()).get(0)
                                + " has disappeared: put it back, or restart the"
                                + " reconcilers to begin the group anew");
        return Optional.empty();
    }

    private void keep(GroupRecord now, Registers at) {
        record = Optional.of(now);
        registers = Optional.of(at);
        settle();
    }

    private void settle() {
        mode = Mode.SETTLED;
        if (hinders) {
            hinders = false;
            owner.usableAgain();
        }
        if (stale) {
            reread();
        }
    }

    /** While it stays blocked for the same reason, that is said once. */
    private void block(String reason) {
        boolean isNews = mode != Mode.BLOCKED || !reason.equals(obstacle);
        mode = Mode.BLOCKED;
        hinders = true;
        obstacle = reason;
        if (isNews) {
            isForgotten = true;
            owner.blocked(reason);
        }
        if (stale) {
            reread();
        }
    }

    private void commit(GroupRecord next, Registers before, Consumer<CommitOutcome> then) {
        commit(next, before, layout.write(next, before), then);
    }

    private void commit(GroupRecord next, Registers before, List<Put> puts, Consumer<CommitOutcome> then) {
        Commit commit = new Commit(before.checks(), puts, Optional.of(fence));
        CommitOutcome bug = new CommitOutcome.Unknown("a bug of the coordinator");
        CommitOutcome late = new CommitOutcome.Unknown(noAnswer());
        requests.ask(() -> coordinator.commit(commit), bug, late, answer -> {
            CommitOutcome outcome = checked(answer, puts);
            owner.offered(next, outcome);
            if (outcome instanceof CommitOutcome.Refused refused) {
                refused(
                        "its record cannot be written: " + refused.cause(),
                        record.isPresent() ? this::reread : this::opened);
                return;
            }
            if (outcome instanceof CommitOutcome.Unknown unknown) {
                outOfReach(unknown.cause());
            }
            then.accept(outcome);
        });
    }

    /** A commit that does not name what it wrote may have written anything. */
    private static CommitOutcome checked(CommitOutcome answer, List<Put> puts) {
        return answer instanceof CommitOutcome.Committed done && done.written().size() != puts.size()
                ? new CommitOutcome.Unknown("the coordinator does not tell the new version")
                : answer;
    }

    private void read(Duration pause, Consumer<Registers> then) {
        Collected bug = new Collected.Unreachable("a bug of the coordinator");
        Collected late = new Collected.Unreachable(noAnswer());
        requests.ask(() -> Collected.collect(coordinator, layout.keys(first.id())), bug, late, answer -> {
            if (answer instanceof Collected.All all) {
                then.accept(all.registers());
            } else if (answer instanceof Collected.Refused refused) {
                refused("its register cannot be read: " + refused.cause(), then);
            } else if (answer instanceof Collected.Unreachable unreachable) {
                outOfReach(unreachable.cause());
                readLater(pause, then);
            }
        });
    }

    /** Only somebody else can change that, and no watch tells of it. */
    private void refused(String cause, Consumer<Registers> then) {
        block(cause);
        requests.unlessAnother(REFUSED_PAUSE, () -> read(PAUSE_MIN, then));
    }

    private static String noAnswer() {
        return "no answer within " + Requests.ANSWER_MAX.toSeconds() + " s";
    }

    private void outOfReach(String cause) {
        if (!hinders) {
            hinders = true;
            owner.outOfReach("the store does not answer: " + cause);
        }
    }

    /** Until the store answers nothing is known any more: no commands. */
    private void readLater(Duration pause, Consumer<Registers> then) {
        mode = mode == Mode.BLOCKED ? Mode.BLOCKED : Mode.BUSY;
        Duration doubled = pause.multipliedBy(2);
        requests.unlessAnother(pause, () -> read(doubled.compareTo(PAUSE_MAX) < 0 ? doubled : PAUSE_MAX, then));
    }
}
