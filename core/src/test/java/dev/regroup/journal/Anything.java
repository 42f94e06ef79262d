package dev.regroup.journal;

import dev.regroup.model.Action;
import dev.regroup.model.Address;
import dev.regroup.model.Alert;
import dev.regroup.model.Attached;
import dev.regroup.model.Block;
import dev.regroup.model.Choice;
import dev.regroup.model.Claim;
import dev.regroup.model.Commanded;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.Failovers;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Life;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.Missing;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Presumption;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Reign;
import dev.regroup.model.Returned;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Unlinked;
import dev.regroup.model.Verdict;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Type-correct entries without any sense: every case, every constant, numbers and times up to their limits, any text.
 * Drawn from a seed; confined to one draw.
 */
final class Anything {

    private static final List<Long> NUMBERS = List.of(0L, 1L, 7L, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE, -1L);
    /** A hundred years from its origin is as far as a time may be. */
    private static final List<Duration> TIMES = List.of(
            Duration.ZERO,
            Duration.ofNanos(1),
            Duration.ofNanos(-1),
            Duration.ofMillis(-1_500),
            Duration.ofMillis(1_234),
            Duration.ofDays(36_500),
            Duration.ofDays(-36_500));

    private static final List<Instant> WALLS =
            List.of(Instant.EPOCH, Instant.MIN, Instant.MAX, Instant.parse("2026-01-31T12:00:00.000000001Z"));
    private static final List<String> TEXTS =
            List.of("", "9f3c", "a \"quoted\"\\ line\r\nand\ttab", "\0", "\u2028", "é", "\ud83d\ude00", "\ud83d");

    private final Random random;

    Anything(long seed) {
        this.random = new Random(seed);
    }

    Entry entry() {
        return new Entry(new Inputs(policy(), state(), observation()), reduction());
    }

    private Policy policy() {
        return Policy.defaults()
                .withProbeInterval(Duration.ofNanos(10_000_000 + random.nextInt(1_000_000_000)))
                .withMinimumDuration(Duration.ofMillis(random.nextInt(3_600_001)))
                .withMisses(1 + random.nextInt(1000))
                .withLagMax(random.nextLong() >>> 1)
                .withDataRule(pick(List.of(Choice.DataRule.values())))
                .withDataCentre(pick(List.of("", "north")))
                .withChains(pick(List.of(Choice.Chains.values())));
    }

    private GroupRecord record() {
        List<MemberRecord> members = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            members.add(member(i));
        }
        NodeId member = pick(members).id();
        long epoch = 1L + random.nextInt(9);
        Reign reign = oneOf(
                List.of(Reign.None::new, () -> new Reign.Of(random.nextBoolean() ? 1 : epoch, member, position())));
        Claim claim = oneOf(List.of(
                Claim.None::new,
                () -> new Claim.Pending(epoch, member, incarnation(), pick(List.of(Reason.Code.values())))));
        Block block = oneOf(List.of(Block.None::new, () -> new Block.On(pick(List.of(Block.Kind.values())), nodes())));
        return GroupRecord.of(GroupId.of("orders"), epoch, reign, members)
                .withClaim(epoch, claim)
                .withBlock(block)
                .withFailovers(oneOf(List.of(
                        Failovers.None::new, () -> new Failovers.Recent(1 + random.nextInt(1000), pick(WALLS)))));
    }

    private MemberRecord member(int node) {
        List<Address> aliases = random.nextBoolean() ? List.of() : List.of(Address.of("alias-" + node, 6379));
        Member member = Member.of(NodeId.of("n" + node), Address.of("10.0.0." + (1 + node), 6379))
                .withAliases(aliases);
        member = random.nextBoolean()
                ? member
                : member.withDataCentre(pick(List.of("", "north")))
                        .withPromotion(pick(List.of(Member.Promotion.values())))
                        .withPriority(random.nextInt(200));
        return new MemberRecord(member, pick(List.of(MemberRecord.Health.values())), standing());
    }

    private Standing standing() {
        return oneOf(List.of(
                Standing.Unproven::new,
                () -> new Standing.InSync(incarnation(), position(), pick(List.of(NodeInfo.Contents.values()))),
                () -> new Standing.OutOfSync(incarnation(), position(), pick(List.of(Standing.Due.values()))),
                () -> new Standing.LostData(incarnation(), position()),
                () -> new Standing.Detached(pick(List.of(Standing.Due.values()))),
                () -> new Standing.Deposed(pick(List.of(Standing.Due.values())))));
    }

    private GroupState state() {
        GroupHealth health = GroupHealth.rest();
        for (NodeId node : nodes()) {
            health = health.with(node, nodeHealth());
        }
        return new GroupState(record(), health);
    }

    private NodeHealth nodeHealth() {
        return oneOf(List.of(
                NodeHealth::rest,
                () -> new NodeHealth.Confirming(random.nextInt(), number()),
                () -> new NodeHealth.Suspect(random.nextInt(), miss(), time(), number(), nodes()),
                () -> new NodeHealth.Unusable(random.nextInt(), miss(), number()),
                () -> new NodeHealth.Down(miss(), number(), nodes())));
    }

    private NodeHealth.Miss miss() {
        return new NodeHealth.Miss(time(), time());
    }

    private Observation observation() {
        return Observation.of(time(), pick(WALLS), reports())
                .withLastGood(reports())
                .withPromoteSent(oneOf(List.of(
                        () -> new PromoteSent.Never(number()),
                        () -> new PromoteSent.Possibly(number(), time()),
                        () -> new PromoteSent.Refused(number()),
                        PromoteSent.Unknown::new)))
                .withCommanded(some(this::commanded))
                .withReturned(some(() -> new Returned(node(), some(this::time))))
                .withUnlinked(some(() -> new Unlinked(node(), incarnation(), address(), time())))
                .withLives(some(() -> new Life(node(), incarnation(), time())));
    }

    private Commanded commanded() {
        Commanded.Order order =
                new Commanded.Order(pick(List.of(Commanded.Kind.values())), node(), incarnation(), node());
        return new Commanded(
                order, time(), 1 + random.nextInt(9), random.nextInt(3), pick(List.of(Commanded.Answer.values())));
    }

    private Wake wake() {
        return oneOf(List.of(Wake.Never::new, () -> new Wake.At(time())));
    }

    private List<NodeReport> reports() {
        return some(() -> {
            Duration one = time();
            Duration other = time();
            boolean isOrdered = one.compareTo(other) <= 0;
            return new NodeReport(node(), number(), isOrdered ? one : other, isOrdered ? other : one, outcome());
        });
    }

    private Outcome outcome() {
        return oneOf(List.of(
                () -> new Outcome.Answered(info()),
                () -> new Outcome.Uninformative(pick(List.of(Outcome.Refusal.values())), text()),
                () -> new Outcome.Silent(pick(List.of(Outcome.Silence.values())))));
    }

    private NodeInfo info() {
        return NodeInfo.of(incarnation(), role(), position())
                .withReadiness(pick(List.of(NodeInfo.Readiness.values())))
                .withEligibility(pick(List.of(NodeInfo.Eligibility.values())))
                .withPersistence(pick(List.of(NodeInfo.Persistence.values())))
                .withContents(pick(List.of(NodeInfo.Contents.values())))
                .withWritability(pick(List.of(NodeInfo.Writability.values())))
                .withPingPeriod(time().abs())
                .withAttached(oneOf(List.of(Attached.Untold::new, () -> new Attached.Told(some(this::fed)))));
    }

    private Attached.Fed fed() {
        return oneOf(List.of(() -> Attached.Fed.of(address()), () -> Attached.Fed.of(address(), pick(NUMBERS))));
    }

    private Role role() {
        return oneOf(List.of(Role.Master::new, () -> new Role.Replica(address(), link())));
    }

    private Link link() {
        return oneOf(List.of(() -> new Link.Up(time().abs()), Link.Syncing::new, Link.Down::new, Link.Stuck::new));
    }

    private Position position() {
        return oneOf(List.of(
                Position::unknown,
                () -> new Position.Known(
                        "h" + text(), List.of(number()), some(() -> new Position.Ancestor(text(), number())))));
    }

    Reduction reduction() {
        return Reduction.of(state(), pick(List.of(Diagnosis.values())))
                .withActions(some(this::action))
                .withReasons(some(() -> new Reason(pick(List.of(Reason.Code.values())), nodes())))
                .withBlocks(some(() -> new Block.On(pick(List.of(Block.Kind.values())), nodes())))
                .withVerdicts(some(this::verdict))
                .withVetoes(some(() -> new Veto(pick(List.of(Veto.Kind.values())), nodes(), wake())))
                .withMissing(some(this::missing))
                .withAlerts(some(() -> new Alert(pick(List.of(Alert.Kind.values())), nodes())))
                .withWake(wake());
    }

    private Verdict verdict() {
        Verdict.Ruling ruling = pick(List.of(Verdict.Ruling.values()));
        return ruling == Verdict.Ruling.ELECTABLE
                ? new Verdict(node(), ruling, random.nextInt() & Integer.MAX_VALUE)
                : new Verdict(node(), ruling);
    }

    private Missing missing() {
        int more = random.nextInt() & Integer.MAX_VALUE;
        return new Missing(pick(List.of(Missing.Fact.values())), nodes(), random.nextBoolean() ? 0 : more);
    }

    private Action action() {
        GroupId group = GroupId.of("orders");
        return oneOf(List.of(
                () -> new Action.Promote(group, number(), living(), some(this::presumption)),
                () -> new Action.Follow(group, number(), living(), isMaster(), pick(List.of(Action.Copy.values()))),
                () -> new Action.Detach(group, number(), living(), isMaster()),
                () -> new Action.Fence(
                        group, number(), living(), isMaster(), Duration.ofMillis(1 + random.nextInt(3_600_000)))));
    }

    private Presumption.IsMaster isMaster() {
        return new Presumption.IsMaster(node(), incarnation());
    }

    private Presumption presumption() {
        return oneOf(List.of(this::living, () -> new Presumption.IsNoMaster(node())));
    }

    private Presumption.Living living() {
        return oneOf(List.of(
                () -> new Presumption.IsMaster(node(), incarnation()),
                () -> new Presumption.IsReplica(node(), incarnation()),
                () -> new Presumption.Follows(node(), incarnation(), address(), link(), position())));
    }

    private Incarnation incarnation() {
        return Incarnation.of(text());
    }

    private Address address() {
        return Address.of(pick(List.of("10.0.0.1", "db.example.org", "2001:db8::1")), 1 + random.nextInt(65535));
    }

    private List<NodeId> nodes() {
        return some(this::node);
    }

    private NodeId node() {
        return NodeId.of("n" + random.nextInt(4));
    }

    private String text() {
        return pick(TEXTS);
    }

    private long number() {
        return random.nextBoolean() ? pick(NUMBERS) : random.nextLong();
    }

    private Duration time() {
        return random.nextBoolean() ? pick(TIMES) : Duration.ofNanos(random.nextLong() / 3);
    }

    private <T> List<T> some(Supplier<T> each) {
        List<T> all = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            all.add(each.get());
        }
        return all;
    }

    private <T> T oneOf(List<Supplier<? extends T>> cases) {
        return pick(cases).get();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
