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
import dev.regroup.model.NodeInfo.Writability;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.redis.InfoParser.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the captures of a real Pika v4.0.1 mean, and what other versions say differently. */
final class PikaInfoTest {

    private static final String SERVER =
            "# Server\r\npika_version:4.0.0\r\nprocess_id:4711\r\nuptime_in_seconds:12\r\nrun_id:3f9b\r\n";
    private static final String ID = "6b0a24ddec067de9ae9e6f56871df261041972e8b2984af6e4";
    private static final Address MASTER = Address.of("127.0.0.1", 22221);
    private static final String REPLICA =
            "# Replication(SLAVE)\r\nrole:slave\r\nmaster_host:127.0.0.1\r\nmaster_port:22221\r\n";

    @Test
    void aMasterTellsItsPositionAndWhomItFeeds() {
        NodeInfo info = captured("master-two-slaves");

        assertThat(info)
                .isEqualTo(NodeInfo.of(Incarnation.of("3f9b-4711"), new Role.Master(), Position.of(ID, 39372036))
                        .withEligibility(Eligibility.YES)
                        .withPersistence(Persistence.ON_DISK)
                        .withAttached(new Attached.Told(List.of(
                                Attached.Fed.of(Address.of("127.0.0.1", 22321), 0),
                                Attached.Fed.of(Address.of("127.0.0.1", 22421), 0)))));
        assertThat(info.contents()).isEqualTo(Contents.UNKNOWN);
        assertThat(info.writability()).isEqualTo(Writability.UNKNOWN);
    }

    @Test
    void aReplicaWithAllDatabasesConnectedIsLinked() {
        NodeInfo info = captured("slave-in-sync");

        assertThat(info.role()).isEqualTo(new Role.Replica(MASTER, Link.up()));
        assertThat(info.position()).isEqualTo(Position.of(ID, 39371959));
        assertThat(info.eligibility()).isEqualTo(Eligibility.YES);
    }

    @Test
    void aReplicaWithReplicasIsAReplica() {
        NodeInfo info = captured("middle-of-cascade");

        assertThat(info.role()).isEqualTo(new Role.Replica(MASTER, Link.up()));
        assertThat(info.attached()).isEqualTo(new Attached.Untold());
        assertThat(info.eligibility()).isEqualTo(Eligibility.YES);
    }

    @Test
    void aReplicaThatCopiesHasNoPositionAndMustNotBeMaster() {
        NodeInfo info = captured("slave-during-full-sync");

        assertThat(info.role()).isEqualTo(new Role.Replica(MASTER, new Link.Syncing()));
        assertThat(info.position()).isEqualTo(Position.unknown());
        assertThat(info.eligibility()).isEqualTo(Eligibility.INCOMPLETE);
    }

    @Test
    void withoutItsMasterAReplicaKeepsPositionAndEligibility() {
        NodeInfo info = captured("slave-master-down");

        assertThat(info.role()).isEqualTo(new Role.Replica(MASTER, new Link.Down()));
        assertThat(info.position()).isEqualTo(Position.of(ID, 39372121));
        assertThat(info.eligibility()).isEqualTo(Eligibility.YES);
    }

    @Test
    void theOtherCapturesMeanWhatTheyAreNamedAfter() {
        assertThat(captured("master-fresh").position()).isEqualTo(Position.unknown());
        assertThat(captured("master-fresh").contents()).isEqualTo(Contents.EMPTY);
        assertThat(captured("master-one-slave").attached())
                .isEqualTo(new Attached.Told(List.of(Attached.Fed.of(Address.of("127.0.0.1", 22321), 0))));
        assertThat(captured("ex-master-restarted").role()).isEqualTo(new Role.Master());
        assertThat(captured("ex-master-restarted").position()).isEqualTo(Position.of(ID, 39372121));
        assertThat(captured("slave-after-noone").role()).isEqualTo(new Role.Master());
        assertThat(captured("master-eligible-false-promoted-mid-full-sync").eligibility())
                .isEqualTo(Eligibility.INCOMPLETE);
        assertThat(captured("slave-just-after-slaveof").role()).isEqualTo(new Role.Replica(MASTER, new Link.Down()));
        assertThat(captured("slave-just-after-slaveof").position()).isEqualTo(Position.unknown());
        assertThat(captured("slave-auth-error").role())
                .isEqualTo(new Role.Replica(Address.of("127.0.0.1", 22521), new Link.Down()));
        assertThat(captured("slave-replication-id-mismatch").position())
                .isEqualTo(Position.of("13ab518e55e2e42615950debeb523888fcea4499bfb2bce094", 0));
    }

    @Test
    void anAddressThatIsNoneIsUnparsable() {
        Parsed parsed = InfoParser.parse(SERVER + Captures.read("pika-v4.0.1/slave-unreachable-master"));

        assertThat(parsed)
                .isEqualTo(new Parsed.Unparsable("the master is '127.0.0.1' port '70000', which is no address"));
    }

    @Test
    void aReplicaInErrorHasGivenUpAndHasNoPosition() {
        NodeInfo info = told(SERVER + REPLICA + "ReplicationID:" + ID
                + "\r\nmaster_link_status:down\r\nrepl_connect_status:\r\ndb0:error\r\n"
                + "is_eligible_for_master_election:true\r\ndb0:binlog_offset=0 99,safety_purge=none\r\n");

        assertThat(info.role()).isEqualTo(new Role.Replica(MASTER, new Link.Stuck()));
        assertThat(info.position()).isEqualTo(Position.unknown());
    }

    @Test
    void beforeThreeFiveFiveOnlyUnconnectedDatabasesHaveAState() {
        String old = SERVER + "# Replication(SLAVE)\r\nrole:slave\r\nmaster_host:127.0.0.1\r\n"
                + "master_port:22221\r\nmaster_link_status:";

        assertThat(link(old + "up\r\n")).isEqualTo(Link.up());
        assertThat(link(old + "down\r\ndb_repl_state:(db0:WaitDBSync)\r\n")).isEqualTo(new Link.Syncing());
        assertThat(link(old + "down\r\ndb_repl_state:(db0:NoConnect)(db1:Error)\r\n"))
                .isEqualTo(new Link.Stuck());
        assertThat(link(old + "down\r\ndb_repl_state:(db0:kTryConnect)\r\n")).isEqualTo(new Link.Down());
        assertThat(link(old + "up\r\nrepl_connect_status:\r\ndb0:connected\r\ndb1:connecting\r\n"))
                .isEqualTo(new Link.Down());
        assertThat(told(old + "up\r\nslave_priority:0\r\n").eligibility()).isEqualTo(Eligibility.UNKNOWN);
    }

    @Test
    void beforeThreeFiveThreeABlankStoodInPlaceOfTheColon() {
        String old = SERVER + "# Replication(MASTER)\r\nrole:master\r\nReplicationID: 94e8feea\r\n"
                + "connected_slaves:1\r\nslave0:ip=10.224.129.104,port=9971,conn_fd=104,lag=(db0:0)\r\n"
                + "db0 binlog_offset=0 284,safety_purge=none\r\n";

        assertThat(told(old).position()).isEqualTo(Position.of("94e8feea", 284));
        assertThat(told(old).eligibility()).isEqualTo(Eligibility.UNKNOWN);
    }

    @Test
    void theSizeOfAFileIsInTheSumOrConfigured() {
        String text = SERVER + "# Replication(MASTER)\r\nrole:master\r\nReplicationID:h\r\n"
                + "db0:binlog_offset=368 42825224,safety_purge=write2file358\r\n";

        assertThat(told(text + "slave_repl_offset:38630422024\r\n").position())
                .isEqualTo(Position.of("h", 38630422024L));
        assertThat(told(text).position()).isEqualTo(Position.unknown());
        assertThat(told(text, Map.of("binlog-file-size", "104857600"), Optional.empty())
                        .position())
                .isEqualTo(Position.of("h", 368L * 104857600 + 42825224));
    }

    @Test
    void theEndOfAFileAndTheBeginningOfTheNextAreOnePosition() {
        assertThat(binlog("1 10")).isLessThan(binlog("1 99"));
        assertThat(binlog("1 105")).isEqualTo(binlog("2 0"));
        assertThat(binlog("2 0")).isLessThan(binlog("2 1"));
    }

    @Test
    void everyDatabaseIsAComponentAndOneUnreadableMakesAllUnknown() {
        String text = SERVER + "# Replication(MASTER)\r\nrole:master\r\nReplicationID:h\r\n"
                + "db0:binlog_offset=0 7,safety_purge=none\r\ndb10:binlog_offset=0 9,safety_purge=none\r\n"
                + "db2:binlog_offset=0 ";

        assertThat(told(text + "8,safety_purge=none\r\n").position())
                .isEqualTo(new Position.Known("h", List.of(7L, 8L, 9L), List.of()));
        assertThat(told(text + "error\r\n").position()).isEqualTo(Position.unknown());
        assertThat(told(text + "18446744073709551616\r\n").position()).isEqualTo(Position.unknown());
        assertThat(told(text + "18446744073709551615,\r\n").position())
                .isEqualTo(new Position.Known("h", List.of(7L, -1L, 9L), List.of()));
    }

    @Test
    void theStartOfTheProcessIsPartOfItsLife() {
        String text = SERVER + Captures.read("pika-v4.0.1/master-fresh");

        assertThat(told(text, Map.of(), Optional.of(1700000000L)).incarnation())
                .isEqualTo(Incarnation.of("3f9b-4711-1700000000"));
        assertThat(told(text.replace("run_id:3f9b\r\n", ""), Map.of(), Optional.of(17L))
                        .incarnation())
                .isEqualTo(Incarnation.of("4711-17"));
    }

    @Test
    void ofSeveralDatabasesTheGreatestLagCounts() {
        String text = SERVER + "# Replication(MASTER)\r\nrole:master\r\nconnected_slaves:2\r\n"
                + "slave0:ip=10.0.0.1,port=1,conn_fd=1,lag=(db0:7)(db1:18446744073709551615)(db2:0)\r\n"
                + "slave1:ip=10.0.0.2,port=2,conn_fd=2,lag=(db0:99999999999999999999)\r\n";

        assertThat(told(text).attached())
                .isEqualTo(new Attached.Told(List.of(
                        Attached.Fed.of(Address.of("10.0.0.1", 1), -1),
                        Attached.Fed.of(Address.of("10.0.0.2", 2), -1))));
    }

    @Test
    void aReplicaThatWaitsForACopyIsNotFed() {
        String text = SERVER + "# Replication(MASTER)\r\nrole:master\r\nconnected_slaves:3\r\n"
                + "slave0:ip=10.0.0.1,port=1,conn_fd=1,lag=(db0:not syncing)\r\n"
                + "slave1:ip=10.0.0.2,port=2,conn_fd=2,lag=(db0:5)(db1:full syncing)\r\n"
                + "slave2:ip=fe80::3,port=3,conn_fd=3,lag=(db0:0)(db1:1234)\r\n";

        assertThat(told(text).attached())
                .isEqualTo(new Attached.Told(List.of(Attached.Fed.of(Address.of("fe80::3", 3), 1234))));
    }

    @Test
    void pausedWritesAreRefused() {
        String text = SERVER + Captures.read("pika-v4.0.1/master-fresh");

        assertThat(told(text + "pause_write:1\r\n").writability()).isEqualTo(Writability.REFUSES_WRITES);
        assertThat(told(text + "pause_write:0\r\n").writability()).isEqualTo(Writability.WRITABLE);
    }

    @Test
    void aNodeThatIsNeitherMasterNorReplicaIsUnparsable() {
        assertThat(InfoParser.parse(SERVER + "ERR: server role is error\r\n"))
                .isEqualTo(new Parsed.Unparsable("role '' is not one of a Pika"));
        assertThat(told(SERVER + "role:single\r\n").role()).isEqualTo(new Role.Master());
    }

    private static Long binlog(String fileAndOffset) {
        String text = "# Replication(MASTER)\nrole:master\nprocess_id:1\nReplicationID:h\n" + "db0:binlog_offset="
                + fileAndOffset + ",safety_purge=none\n";
        Position position =
                told(text, Map.of("binlog-file-size", "100"), Optional.empty()).position();
        return ((Position.Known) position).offsets().get(0);
    }

    private static Link link(String text) {
        return ((Role.Replica) told(text).role()).link();
    }

    private static NodeInfo captured(String name) {
        return told(SERVER + Captures.read("pika-v4.0.1/" + name));
    }

    private static NodeInfo told(String text) {
        return told(text, Map.of(), Optional.empty());
    }

    private static NodeInfo told(String text, Map<String, String> parameters, Optional<Long> startedAt) {
        Parsed parsed = InfoParser.parse(text, new ConfigFacts(parameters, startedAt));
        assertThat(parsed).as(text).isInstanceOf(Parsed.Told.class);
        return ((Parsed.Told) parsed).info();
    }
}
