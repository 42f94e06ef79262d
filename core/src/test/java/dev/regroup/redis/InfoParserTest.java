package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.NodeInfo.Eligibility;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.NodeInfo.Readiness;
import dev.regroup.model.NodeInfo.Writability;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.redis.InfoParser.Parsed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class InfoParserTest {

    private static final String RUN_ID = "run_id:3f9b\r\n";
    private static final String FIRST = "3c1b88528f508c8fbf4d1a877d826309865b34b0";
    private static final String SECOND = "0baf2172aabc64345419a7cca536bc0998f4dfb8";
    private static final String REPLICA = "role:slave\nmaster_host:10.0.0.1\nmaster_port:6379\n";

    @Test
    void aMasterTellsItsPositionButNotItsEligibility() {
        NodeInfo info = told(RUN_ID + Captures.read("redis-7.0.15/1-healthy-a"));

        assertThat(info)
                .isEqualTo(NodeInfo.of(Incarnation.of("3f9b"), new Role.Master(), Position.of(FIRST, 957))
                        .withAttached(info.attached()));
        assertThat(info.attached()).isEqualTo(Attached.Told.of(List.of(Address.of("127.0.0.1", 24111))));
        assertThat(info.eligibility()).isEqualTo(Eligibility.UNKNOWN);
    }

    @Test
    void aReplicaTellsWhomItFollowsAndWhenItHeardFromIt() {
        NodeInfo info = told(RUN_ID + Captures.read("redis-7.0.15/1-healthy-b"));

        assertThat(info.role())
                .isEqualTo(new Role.Replica(Address.of("127.0.0.1", 24110), new Link.Up(Duration.ofSeconds(5))));
        assertThat(info.position()).isEqualTo(Position.of(FIRST, 957));
        assertThat(info.eligibility()).isEqualTo(Eligibility.YES);
    }

    @Test
    void aReplicaWithoutItsMasterKeepsItsPosition() {
        NodeInfo info = told(RUN_ID + Captures.read("redis-7.0.15/2b-master-down-state1-oos-b"));

        assertThat(info.role()).isEqualTo(new Role.Replica(Address.of("127.0.0.1", 24110), new Link.Down()));
        assertThat(info.position()).isEqualTo(Position.of(FIRST, 957));
    }

    @Test
    void aPromotedReplicaRemembersTheHistoryItContinues() {
        Position promoted =
                told(RUN_ID + Captures.read("redis-7.0.15/4-old-master-back-b")).position();

        assertThat(promoted)
                .isEqualTo(new Position.Known(SECOND, List.of(957L), List.of(new Position.Ancestor(FIRST, 957))));
        assertThat(promoted.hasNoWritesOfItsOwn()).isTrue();
        assertThat(promoted.compare(Position.of(FIRST, 957))).isEqualTo(Position.Comparison.EQUAL);
    }

    @Test
    void aReplicaThatCopiesADataSetHasNoPosition() {
        NodeInfo info = told(RUN_ID + REPLICA + "master_link_status:down\nmaster_sync_in_progress:1\nmaster_replid:"
                + FIRST + "\nslave_repl_offset:957\n");

        assertThat(info.role()).isEqualTo(new Role.Replica(Address.of("10.0.0.1", 6379), new Link.Syncing()));
        assertThat(info.position()).isEqualTo(Position.unknown());
    }

    @Test
    void offsetZeroWithoutALinkIsThatOfAMasterThatNeverReplicatedAnything() {
        String text = RUN_ID + REPLICA + "master_link_status:down\nmaster_replid:" + FIRST + "\nslave_repl_offset:0\n";

        assertThat(told(text).position()).isEqualTo(Position.of(FIRST, 0));
    }

    @Test
    void offsetOneWithoutALinkIsUnknownAndWithALinkIsAByte() {
        String offset = "master_replid:" + FIRST + "\nslave_repl_offset:1\n";

        assertThat(told(RUN_ID + REPLICA + "master_link_status:down\n" + offset).position())
                .isEqualTo(Position.unknown());
        assertThat(told(RUN_ID + REPLICA + "master_link_status:up\nmaster_last_io_seconds_ago:0\n" + offset)
                        .position())
                .isEqualTo(Position.of(FIRST, 1));
    }

    @Test
    void withoutAHistoryThereIsNoPosition() {
        assertThat(told(RUN_ID + "role:master\nmaster_repl_offset:5\n").position())
                .isEqualTo(Position.unknown());
        assertThat(told(RUN_ID + "role:master\nmaster_replid:\nmaster_repl_offset:5\n")
                        .position())
                .isEqualTo(Position.unknown());
        assertThat(told(RUN_ID + "role:master\nmaster_replid:" + FIRST + "\nmaster_repl_offset:-5\n")
                        .position())
                .isEqualTo(Position.unknown());
    }

    @Test
    void offsetsAreUnsigned() {
        Position position = told(RUN_ID + "role:master\nmaster_replid:" + FIRST
                        + "\nmaster_repl_offset:18446744073709551615\nmaster_replid2:" + SECOND
                        + "\nsecond_repl_offset:9223372036854775809\n")
                .position();

        assertThat(position)
                .isEqualTo(new Position.Known(
                        FIRST, List.of(-1L), List.of(new Position.Ancestor(SECOND, Long.MIN_VALUE))));
    }

    @Test
    void priorityZeroForbidsPromotion() {
        String replica = RUN_ID + REPLICA + "master_link_status:down\n";

        assertThat(told(replica + "slave_priority:0\n").eligibility()).isEqualTo(Eligibility.NO);
        assertThat(told(replica + "slave_priority:1\n").eligibility()).isEqualTo(Eligibility.YES);
        assertThat(told(replica + "slave_priority:?\n").eligibility()).isEqualTo(Eligibility.UNKNOWN);
        assertThat(told(replica).eligibility()).isEqualTo(Eligibility.UNKNOWN);
    }

    @Test
    void aLoadingNodeIsNotReady() {
        assertThat(told(RUN_ID + "role:master\nloading:1\n").readiness()).isEqualTo(Readiness.LOADING);
        assertThat(told(RUN_ID + "role:master\nloading:0\n").readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void persistenceIsWhetherThereIsAnAppendOnlyFile() {
        String master = RUN_ID + "role:master\n";

        assertThat(told(master + "aof_enabled:1\n").persistence()).isEqualTo(Persistence.APPEND_ONLY);
        assertThat(told(master + "aof_enabled:0\n").persistence()).isEqualTo(Persistence.SNAPSHOT_OR_NONE);
        assertThat(told(master + "aof_enabled:?\n").persistence()).isEqualTo(Persistence.UNKNOWN);
        assertThat(told(master).persistence()).isEqualTo(Persistence.UNKNOWN);
    }

    @Test
    void aDatabaseWithoutKeysHasNoLine() {
        String master = RUN_ID + "role:master\n";

        assertThat(told(master + "# Keyspace\r\n").contents()).isEqualTo(Contents.EMPTY);
        assertThat(told(master + "# Keyspace\r\ndb0:keys=0,expires=0,avg_ttl=0\r\ndb9:keys=2,expires=0,avg_ttl=0\r\n")
                        .contents())
                .isEqualTo(Contents.SOME);
        assertThat(told(master + "# Keyspace\r\ndb0:keys=?\r\n").contents()).isEqualTo(Contents.UNKNOWN);
        assertThat(told(master + "loading:1\n# Keyspace\r\n").contents()).isEqualTo(Contents.UNKNOWN);
        assertThat(told(master).contents()).isEqualTo(Contents.UNKNOWN);
    }

    @Test
    void aMasterWithoutGoodReplicasOrWithAFailedAppendRefusesWrites() {
        String master = RUN_ID + "role:master\nrdb_last_bgsave_status:ok\naof_last_write_status:";

        assertThat(told(master + "ok\n").writability()).isEqualTo(Writability.WRITABLE);
        assertThat(told(master + "ok\nmin_slaves_good_slaves:0\n").writability())
                .isEqualTo(Writability.REFUSES_WRITES);
        assertThat(told(master + "ok\nmin_slaves_good_slaves:1\n").writability())
                .isEqualTo(Writability.UNKNOWN);
        assertThat(told(master + "err\naof_enabled:1\n").writability()).isEqualTo(Writability.REFUSES_WRITES);
        assertThat(told(master + "err\naof_enabled:0\n").writability()).isEqualTo(Writability.WRITABLE);
        assertThat(told(RUN_ID + "role:master\nrdb_last_bgsave_status:err\n").writability())
                .isEqualTo(Writability.UNKNOWN);
        assertThat(told(RUN_ID + REPLICA + "master_link_status:down\nrdb_last_bgsave_status:ok\n")
                        .writability())
                .isEqualTo(Writability.UNKNOWN);
    }

    @Test
    void theMasterMayBeAnIpv6AddressOrAName() {
        String rest = "\nmaster_port:6379\nmaster_link_status:down\n";

        assertThat(told(RUN_ID + "role:slave\nmaster_host:FE80::0:1" + rest).role())
                .isEqualTo(new Role.Replica(Address.of("fe80::1", 6379), new Link.Down()));
        assertThat(told(RUN_ID + "role:slave\nmaster_host:Redis-1.example.org." + rest)
                        .role())
                .isEqualTo(new Role.Replica(Address.of("redis-1.example.org", 6379), new Link.Down()));
    }

    @Test
    void whatHasNoUnknownMakesTheTextUnparsable() {
        assertThat(reason("")).contains("run_id");
        assertThat(reason("role:master\n")).contains("run_id");
        assertThat(reason(RUN_ID)).contains("role ''");
        assertThat(reason(RUN_ID + "role:sentinel\n")).contains("'sentinel'");
        assertThat(reason(RUN_ID + "role:slave\nmaster_port:6379\n")).contains("no address");
        assertThat(reason(RUN_ID + "role:slave\nmaster_host:a b\nmaster_port:6379\n"))
                .contains("'a b'");
        assertThat(reason(RUN_ID + "role:slave\nmaster_host:a\nmaster_port:70000\n"))
                .contains("'70000'");
        assertThat(reason(RUN_ID + "role:slave\nmaster_host:::a.b.c.d\nmaster_port:1\n"))
                .contains("no address");
        assertThat(reason(RUN_ID + REPLICA)).contains("the link is ''");
        assertThat(reason(RUN_ID + REPLICA + "master_link_status:up\n")).contains("quiet for ''");
        assertThat(reason(RUN_ID + REPLICA + "master_link_status:up\nmaster_last_io_seconds_ago:-1\n"))
                .contains("quiet for '-1'");
    }

    @Test
    void aLineToldTwiceInTwoWaysIsNotBelieved() {
        assertThat(reason(RUN_ID + "role:master\nrole:slave\n")).contains("role is told twice");
        assertThat(told(RUN_ID + "role:master\r\nrole:master\n").role()).isEqualTo(new Role.Master());
        assertThat(told(RUN_ID + "role:master\ndb0:a\ndb0:b\n").role()).isEqualTo(new Role.Master());
    }

    @Test
    void howManyReplicasAreEnoughIsConfigured() {
        String text = RUN_ID + "role:master\nrdb_last_bgsave_status:ok\nmin_slaves_good_slaves:1\n";

        assertThat(writability(text, Map.of("min-replicas-to-write", "1"))).isEqualTo(Writability.WRITABLE);
        assertThat(writability(text, Map.of("min-slaves-to-write", "2"))).isEqualTo(Writability.REFUSES_WRITES);
        assertThat(writability(text, Map.of("min-slaves-to-write", ""))).isEqualTo(Writability.UNKNOWN);
    }

    @Test
    void aFailedSnapshotStopsWritesWhereItIsConfiguredTo() {
        String text = RUN_ID + "role:master\nrdb_last_bgsave_status:err\n";

        assertThat(writability(text, Map.of("stop-writes-on-bgsave-error", "yes", "save", "3600 1")))
                .isEqualTo(Writability.REFUSES_WRITES);
        assertThat(writability(text, Map.of("stop-writes-on-bgsave-error", "no", "save", "3600 1")))
                .isEqualTo(Writability.WRITABLE);
        assertThat(writability(text, Map.of("stop-writes-on-bgsave-error", "yes", "save", "")))
                .isEqualTo(Writability.WRITABLE);
        assertThat(writability(text, Map.of("stop-writes-on-bgsave-error", "yes")))
                .isEqualTo(Writability.UNKNOWN);
    }

    @Test
    void beforeFourThereIsNoHistoryAndNoPosition() {
        NodeInfo info = told("# Server\r\nredis_version:3.2.11\r\n" + RUN_ID
                + "# Replication\r\nrole:master\r\nconnected_slaves:1\r\n"
                + "slave0:ip=10.0.0.2,port=6379,state=online,offset=14,lag=1\r\nmaster_repl_offset:18\r\n");

        assertThat(info.position()).isEqualTo(Position.unknown());
        assertThat(info.attached())
                .isEqualTo(new Attached.Told(List.of(Attached.Fed.of(Address.of("10.0.0.2", 6379), 4))));
    }

    @Test
    void beforeFourAReplicaHasAnOffsetWithoutAHistory() {
        NodeInfo info =
                told(RUN_ID + REPLICA + "master_link_status:up\nmaster_last_io_seconds_ago:0\nslave_repl_offset:14\n");

        assertThat(info.position()).isEqualTo(new Position.Unnamed(14));
    }

    @Test
    void beforeFourALagThatIsNoneIsNotTold() {
        NodeInfo info = told(RUN_ID + "role:master\nslave0:ip=10.0.0.2,port=6379,state=online,offset=19,lag=1\n"
                + "master_repl_offset:18\n");

        assertThat(info.attached()).isEqualTo(Attached.Told.of(List.of(Address.of("10.0.0.2", 6379))));
    }

    @Test
    void valkeySaysMoreAboutItsReplicas() {
        NodeInfo info = told("valkey_version:8.0.1\r\nserver_name:valkey\r\n" + RUN_ID + "role:master\r\n"
                + "connected_slaves:1\r\nreplicas_waiting_psync:0\r\nreplicas_repl_buffer_size:0\r\n"
                + "slave0:ip=10.0.0.2,port=6379,state=online,offset=14,lag=1,type=replica\r\n"
                + "master_replid:" + FIRST + "\r\nmaster_repl_offset:14\r\n");

        assertThat(info.position()).isEqualTo(Position.of(FIRST, 14));
        assertThat(info.attached()).isEqualTo(Attached.Told.of(List.of(Address.of("10.0.0.2", 6379))));
    }

    private static Writability writability(String text, Map<String, String> parameters) {
        Parsed parsed = InfoParser.parse(text, new ConfigFacts(parameters, Optional.empty()));
        return ((Parsed.Told) parsed).info().writability();
    }

    private static NodeInfo told(String text) {
        return Optional.of(InfoParser.parse(text))
                .filter(Parsed.Told.class::isInstance)
                .map(parsed -> ((Parsed.Told) parsed).info())
                .orElseThrow(() -> new AssertionError(InfoParser.parse(text) + " from " + text));
    }

    private static String reason(String text) {
        return Optional.of(InfoParser.parse(text))
                .filter(Parsed.Unparsable.class::isInstance)
                .map(parsed -> ((Parsed.Unparsable) parsed).reason())
                .orElseThrow(() -> new AssertionError(InfoParser.parse(text) + " from " + text));
    }
}
