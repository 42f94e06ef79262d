package dev.regroup.check;

import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.Commanded;
import dev.regroup.model.Failovers;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Returned;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Unlinked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Type-correct arguments of the reducer without any sense: contradictory reports, pointers to nobody and to oneself,
 * unknown nodes, offsets up to the unsigned limit, times in any order. Drawn from a seed; confined to one draw.
 */
final class Garbage {

    private static final List<Long> OFFSETS = List.of(0L, 1L, 2L, 1000L, Long.MAX_VALUE, Long.MIN_VALUE, -2L, -1L);

    private final Random random;
    private final int nodes;

    Garbage(long seed) {
        this.random = new Random(seed);
        this.nodes = 1 + random.nextInt(5);
    }

    /** A state and an observation that may or may not have anything to do with each other. */
    record Arguments(GroupState state, Observation observation) {}

    Arguments arguments() {
        return new Arguments(new GroupState(record(), health()), observation());
    }

    private GroupRecord record() {
        List<MemberRecord> members = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            Member member = Member.of(id(node), address(node))
                    .withPromotion(chance(90) ? Member.Promotion.NEUTRAL : pick(List.of(Member.Promotion.values())))
                    .withPriority(chance(95) ? 100 : pick(List.of(0, 1)));
            members.add(new MemberRecord(member, pick(List.of(MemberRecord.Health.values())), standing()));
        }
        long epoch = chance(10) ? 0 : epoch();
        Reign reign = epoch == 0 || chance(10)
                ? new Reign.None()
                : new Reign.Of(chance(50) ? epoch : 1, anyMember(), position());
        GroupRecord record = GroupRecord.of(GroupId.of("g"), epoch, reign, members);
        record = chance(80)
                ? record
                : record.withBlock(new Block.On(pick(List.of(Block.Kind.values())), List.of(anyMember())));
        record = chance(50)
                ? record
                : record.withFailovers(new Failovers.Recent(
                        pick(List.of(1, 5, 1000)), pick(List.of(Instant.MIN, Instant.EPOCH, Instant.MAX))));
        Reason.Code cause = pick(List.of(
                Reason.Code.MASTER_DOWN_ELECTED,
                Reason.Code.ELECTED_WITHOUT_PROOF,
                Reason.Code.BEST_LEFT_ELECTED,
                Reason.Code.MASTER_LOST_DATA_ELECTED,
                Reason.Code.MASTER_UNUSABLE_ELECTED));
        return epoch > 0 && chance(40)
                ? record.withClaim(epoch, new Claim.Pending(epoch, anyMember(), incarnation(), cause))
                : record;
    }

    private long epoch() {
        return pick(List.of(1L, 7L, (1L << 53) - 1));
    }

    private Standing standing() {
        return switch (random.nextInt(6)) {
            case 0 -> new Standing.Unproven();
            case 1 -> new Standing.InSync(incarnation(), position(), pick(List.of(NodeInfo.Contents.values())));
            case 3 -> new Standing.LostData(incarnation(), position());
            case 2 -> new Standing.OutOfSync(incarnation(), position(), pick(List.of(Standing.Due.values())));
            case 4 -> new Standing.Detached(pick(List.of(Standing.Due.values())));
            default -> new Standing.Deposed(pick(List.of(Standing.Due.values())));
        };
    }

    private GroupHealth health() {
        GroupHealth health = GroupHealth.rest();
        for (int node = 0; node < nodes; node++) {
            NodeHealth.Miss miss = new NodeHealth.Miss(time(), time());
            List<NodeId> seen = chance(50) ? List.of() : List.of(anyMember());
            NodeHealth counted = switch (random.nextInt(5)) {
                case 0 -> NodeHealth.rest();
                case 3 -> new NodeHealth.Unusable(1 + random.nextInt(3), miss, random.nextInt(5));
                case 1 -> new NodeHealth.Confirming(1 + random.nextInt(3), random.nextInt(5));
                case 2 -> new NodeHealth.Suspect(1 + random.nextInt(3), miss, time(), random.nextInt(5), seen);
                default -> new NodeHealth.Down(miss, random.nextInt(5), seen);
            };
            health = health.with(id(node), counted);
        }
        return health;
    }

    private Observation observation() {
        return Observation.of(time(), pick(List.of(Instant.MIN, Instant.EPOCH, Instant.MAX)), reports())
                .withLastGood(reports())
                .withPromoteSent(promoteSent())
                .withCommanded(chance(50) ? List.of() : List.of(commanded(), commanded()))
                .withReturned(
                        chance(50) ? List.of() : List.of(new Returned(anyMember(), List.of(time(), time(), time()))))
                .withUnlinked(chance(50) ? List.of() : List.of(unlinked(), unlinked()));
    }

    private Unlinked unlinked() {
        return new Unlinked(anyMember(), incarnation(), address(random.nextInt(nodes + 2)), time());
    }

    private Commanded commanded() {
        Commanded.Order order =
                new Commanded.Order(pick(List.of(Commanded.Kind.values())), anyMember(), incarnation(), anyMember());
        return new Commanded(
                order,
                time(),
                pick(List.of(1, 2, Integer.MAX_VALUE)),
                pick(List.of(0, 1, Integer.MAX_VALUE)),
                pick(List.of(Commanded.Answer.values())));
    }

    private PromoteSent promoteSent() {
        return switch (random.nextInt(4)) {
            case 0 -> new PromoteSent.Unknown();
            case 1 -> new PromoteSent.Refused(epoch());
            case 2 -> new PromoteSent.Never(epoch());
            default -> new PromoteSent.Possibly(epoch(), time());
        };
    }

    private List<NodeReport> reports() {
        List<NodeReport> reports = new ArrayList<>();
        for (int i = random.nextInt(2 * nodes + 2); i > 0; i--) {
            Duration sentAt = time();
            Duration doneAt = sentAt.plusMillis(random.nextInt(900));
            reports.add(new NodeReport(id(random.nextInt(nodes + 1)), random.nextInt(9), sentAt, doneAt, outcome()));
        }
        return reports;
    }

    private Outcome outcome() {
        return switch (random.nextInt(6)) {
            case 0 -> new Outcome.Silent(pick(List.of(Outcome.Silence.values())));
            case 1 -> new Outcome.Uninformative(pick(List.of(Outcome.Refusal.values())), "?");
            default -> new Outcome.Answered(info());
        };
    }

    private Attached.Fed fed() {
        Address address = address(random.nextInt(nodes + 2));
        return chance(50) ? Attached.Fed.of(address) : Attached.Fed.of(address, random.nextInt(1 << 21));
    }

    private NodeInfo info() {
        Role role = chance(40) ? new Role.Master() : new Role.Replica(address(random.nextInt(nodes + 2)), link());
        Attached attached = chance(50) ? new Attached.Untold() : new Attached.Told(List.of(fed()));
        return NodeInfo.of(incarnation(), role, position())
                .withAttached(attached)
                .withReadiness(chance(90) ? NodeInfo.Readiness.READY : NodeInfo.Readiness.LOADING)
                .withEligibility(pick(List.of(NodeInfo.Eligibility.values())))
                .withPersistence(pick(List.of(NodeInfo.Persistence.values())))
                .withContents(pick(List.of(NodeInfo.Contents.values())))
                .withWritability(pick(List.of(NodeInfo.Writability.values())));
    }

    private Link link() {
        return switch (random.nextInt(4)) {
            case 0 -> new Link.Up(time().abs());
            case 1 -> new Link.Syncing();
            case 2 -> new Link.Stuck();
            default -> new Link.Down();
        };
    }

    private Position position() {
        List<Position.Ancestor> ancestors =
                chance(30) ? List.of(new Position.Ancestor(history(), pick(OFFSETS))) : List.of();
        return switch (random.nextInt(8)) {
            case 0 -> Position.unknown();
            case 2 -> new Position.Unnamed(pick(OFFSETS));
            case 1 -> new Position.Known(history(), List.of(pick(OFFSETS), pick(OFFSETS)), ancestors);
            default -> new Position.Known(history(), List.of(pick(OFFSETS)), ancestors);
        };
    }

    private String history() {
        return pick(List.of("h1", "h2", "h3"));
    }

    private Incarnation incarnation() {
        return Incarnation.of(pick(List.of("i1", "i2")));
    }

    private NodeId anyMember() {
        return id(random.nextInt(nodes));
    }

    private static NodeId id(int node) {
        return NodeId.of("n" + node);
    }

    private static Address address(int node) {
        return Address.of("10.0.0." + (node + 1), 6379);
    }

    /** Returns which node has that address, counted from 0; one beyond the last is of no node. */
    static int index(Address address) {
        return Integer.parseInt(address.host().substring("10.0.0.".length())) - 1;
    }

    private Duration time() {
        return Duration.ofMillis(pick(List.of(-5_000L, 0L, 1L, 999L, 1_000L, 2_000L, 3_000L, 100_000_000L)));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
