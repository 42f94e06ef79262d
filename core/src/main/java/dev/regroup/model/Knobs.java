package dev.regroup.model;

import java.time.Duration;
import java.util.List;

/** Every rule that an operator can choose. The order here is the order of texts and of {@code POLICY.md}. */
final class Knobs {

    private static final Knob.Range<Duration> REACTION = new Knob.Range<>(Duration.ofMillis(10), Duration.ofMinutes(1));
    private static final Knob.Range<Duration> PATIENCE = new Knob.Range<>(Duration.ZERO, Duration.ofDays(1));
    private static final Knob.Range<Integer> NUMBER = new Knob.Range<>(1, 1000);
    private static final Knob.Range<Long> SIZE = new Knob.Range<>(0L, Long.MAX_VALUE);

    static final Knob<Duration> PROBE_INTERVAL = Knob.of(
            "probe-interval",
            Measure.TIME,
            REACTION,
            Duration.ofSeconds(1),
            "Each node is looked at this often, and two misses are at least this far apart: half of it finds a failure"
                    + " sooner and doubles the traffic.");
    static final Knob<Duration> PROBE_DEADLINE = Knob.of(
            "probe-deadline",
            Measure.TIME,
            REACTION,
            Duration.ofMillis(800),
            "A look that takes longer is a miss: too short, and a slow node counts as silent.");
    static final Knob<Duration> COMMAND_DEADLINE = Knob.of(
            "command-deadline",
            Measure.TIME,
            REACTION,
            Duration.ofSeconds(1),
            "The outcome of a command that takes longer is unknown, and the node is looked at before anything else is"
                    + " sent to it.");
    static final Knob<Duration> MINIMUM_DURATION = Knob.of(
            "minimum-duration",
            Measure.TIME,
            new Knob.Range<>(Duration.ZERO, Duration.ofHours(1)),
            Duration.ofSeconds(2),
            "No node is down sooner than this after its first miss: pauses shorter than this cause no failover, and no"
                    + " failover is faster.");
    static final Knob<Integer> MISSES = Knob.of(
            "misses",
            Measure.COUNT,
            NUMBER,
            3,
            "So many misses in a row make a node down: more forgive more lost answers and find a failure later.");
    static final Knob<Integer> CONFIRMATIONS = Knob.of(
            "confirmations",
            Measure.COUNT,
            NUMBER,
            2,
            "So many good looks with a live link make a replica in sync: until then it cannot be promoted.");
    static final Knob<Long> LAG_MAX = Knob.of(
            "lag-max",
            Measure.BYTES,
            SIZE,
            1024L * 1024,
            "A replica further behind than this is not in sync and cannot be promoted: more tolerates busier replicas"
                    + " and may cost more of the newest writes.");
    static final Knob<Long> TIE_WINDOW = Knob.of(
            "tie-window",
            Measure.BYTES,
            SIZE,
            0L,
            "Candidates no further apart than this are equal, and preferences decide: more obeys preferences more often"
                    + " and may cost that much of the newest writes.");
    static final Knob<Choice.DataRule> DATA_RULE = Knob.of(
            "data-rule",
            Measure.ofChoice(Choice.DataRule.values()),
            Choice.DataRule.SAFE,
            "`safe` waits while nobody is known to have every write; `available` promotes the best that is there after"
                    + " `grace`, and loses what that one lacks.");
    static final Knob<Duration> GRACE = Knob.of(
            "grace",
            Measure.TIME,
            PATIENCE,
            Duration.ofSeconds(60),
            "With `data-rule=available`: how long the master has been silent, or without its data, before a member is"
                    + " promoted that may lack writes; more gives the data a longer time to come back.");
    static final Knob<Choice.LostData> LOST_DATA = Knob.of(
            "lost-data",
            Measure.ofChoice(Choice.LostData.values()),
            Choice.LostData.FAIL_OVER,
            "When the master comes back without its data: `fail-over` promotes a replica that still has it at once,"
                    + " `hold` waits for an operator.");
    static final Knob<Choice.Unusable> UNUSABLE_MASTER = Knob.of(
            "unusable-master",
            Measure.ofChoice(Choice.Unusable.values()),
            Choice.Unusable.HOLD,
            "When the master answers but tells nothing (password, busy, no connection to spare): `hold` leaves it,"
                    + " `fail-over` replaces it after `unusable-duration`, though its clients may be well.");
    static final Knob<Duration> UNUSABLE_DURATION = Knob.of(
            "unusable-duration",
            Measure.TIME,
            PATIENCE,
            Duration.ofSeconds(30),
            "With `unusable-master=fail-over`: how long a master may tell nothing before it is replaced.");
    static final Knob<Duration> COOL_DOWN = Knob.of(
            "cool-down",
            Measure.TIME,
            PATIENCE,
            Duration.ofSeconds(10),
            "So long after a failover there is no other one, doubled with each further one: less follows a master that"
                    + " dies again sooner, and may chase a fault from node to node; 0 switches it off.");
    static final Knob<Duration> COOL_DOWN_MAX = Knob.of(
            "cool-down-max", Measure.TIME, PATIENCE, Duration.ofMinutes(10), "The cool-down doubles up to this.");
    static final Knob<Duration> CALM = Knob.of(
            "calm",
            Measure.TIME,
            PATIENCE,
            Duration.ofMinutes(10),
            "So long without a failover and the next one is free again.");
    static final Knob<String> DATA_CENTRE = Knob.of(
            "data-centre",
            Measure.NAME,
            new Knob.Range<>("", "\uffff"),
            "",
            "The data centre in which masters shall be, as the members name it; empty for none.");
    static final Knob<Choice.DataCentres> DATA_CENTRE_RULE = Knob.of(
            "data-centre-rule",
            Measure.ofChoice(Choice.DataCentres.values()),
            Choice.DataCentres.PREFERRED,
            "`preferred` decides between equal candidates; `required` lets nobody outside that data centre become"
                    + " master, even if the group waits without one.");
    static final Knob<Choice.UnexpectedMasters> UNEXPECTED_MASTERS = Knob.of(
            "unexpected-masters",
            Measure.ofChoice(Choice.UnexpectedMasters.values()),
            Choice.UnexpectedMasters.HOLD,
            "When somebody else made a second master: `hold` leaves it alone if it may have taken writes, `revert` tells"
                    + " it to follow and discards them.");
    static final Knob<Choice.Chains> CHAINS = Knob.of(
            "chains",
            Measure.ofChoice(Choice.Chains.values()),
            Choice.Chains.FLATTEN,
            "When a replica follows another replica of the master: `flatten` tells it to follow the master, `keep`"
                    + " leaves it; it is never in sync then.");
    static final Knob<Choice.FullCopies> FULL_COPIES = Knob.of(
            "full-copies",
            Measure.ofChoice(Choice.FullCopies.values()),
            Choice.FullCopies.ALLOW,
            "When a node can follow only by copying everything (a former master with writes of its own on a server that"
                    + " would not notice, a link that has given up, an unfinished copy): `allow` makes it, one of a group"
                    + " at a time, and discards what it holds; `hold` leaves it alone.");
    static final Knob<Choice.FreshGroups> FRESH_GROUPS = Knob.of(
            "fresh-groups",
            Measure.ofChoice(Choice.FreshGroups.values()),
            Choice.FreshGroups.WAIT,
            "When a group is met for the first time and every member is an empty master: `first-member` makes the first"
                    + " that may be one its master, and the others follow it; `wait` leaves that to somebody else.");
    static final Knob<Integer> RESYNCS_MAX = Knob.of(
            "resyncs-max",
            Measure.COUNT,
            NUMBER,
            2,
            "So many replicas of a group may be told to follow before one of them is linked: more repair sooner and"
                    + " load the master more.");
    static final Knob<Duration> RESYNC_PATIENCE = Knob.of(
            "resync-patience",
            Measure.TIME,
            PATIENCE,
            Duration.ofSeconds(60),
            "A replica that is not linked so long after it was told to follow no longer keeps others waiting.");
    static final Knob<Duration> FOLLOW_RETRY = Knob.of(
            "follow-retry",
            Measure.TIME,
            PATIENCE,
            Duration.ofSeconds(15),
            "The same node is told to follow the same master again no sooner than this: repeating it too often starts"
                    + " full copies on some servers.");

    static final List<Knob<?>> ALL = List.of(
            PROBE_INTERVAL,
            PROBE_DEADLINE,
            COMMAND_DEADLINE,
            MINIMUM_DURATION,
            MISSES,
            CONFIRMATIONS,
            LAG_MAX,
            TIE_WINDOW,
            DATA_RULE,
            GRACE,
            LOST_DATA,
            UNUSABLE_MASTER,
            UNUSABLE_DURATION,
            COOL_DOWN,
            COOL_DOWN_MAX,
            CALM,
            DATA_CENTRE,
            DATA_CENTRE_RULE,
            UNEXPECTED_MASTERS,
            CHAINS,
            FULL_COPIES,
            FRESH_GROUPS,
            RESYNCS_MAX,
            RESYNC_PATIENCE,
            FOLLOW_RETRY);

    private Knobs() {}
}
