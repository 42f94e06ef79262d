package dev.regroup.codis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.coordinator.Bytes;
import dev.regroup.json.Json;
import dev.regroup.model.Address;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Member;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How a group node is read and written. */
class CodisGroupTest {

    private static final Member A = Member.parse("a=10.0.0.1:9221");
    private static final Member B = Member.parse("b=10.0.0.2:9221");

    /** Upstream Codis 3.2 (pkg/models/group.go of CodisLabs/codis). */
    private static final String UPSTREAM = """
            {
                "id": 1,
                "servers": [
                    {
                        "server": "10.0.0.1:9221",
                        "datacenter": "dc1",
                        "action": {},
                        "replica_group": true
                    },
                    {
                        "server": "10.0.0.2:9221",
                        "datacenter": "",
                        "action": {
                            "index": 3,
                            "state": "pending"
                        },
                        "replica_group": false
                    }
                ],
                "promoting": {},
                "out_of_sync": false
            }""";

    @Test
    void aNewNodeIsWhatTheDashboardWouldWrite() {
        assertThat(CodisGroup.create(7, List.of(A))).hasToString("""
                {
                    "id": 7,
                    "servers": [
                        {
                            "server": "10.0.0.1:9221",
                            "datacenter": "",
                            "action": {},
                            "role": "",
                            "binlog_file_num": 0,
                            "binlog_offset": 0,
                            "is_eligible_for_master_election": false,
                            "state": 0,
                            "recall_times": 0,
                            "replica_group": false
                        }
                    ],
                    "promoting": {},
                    "out_of_sync": false
                }""");
    }

    @Test
    void anEmptyGroupHasItsBracketsOnOneLine() {
        String empty = "{\n    \"id\": 1,\n    \"servers\": [],\n    \"promoting\": {},\n    \"out_of_sync\": false\n}";

        assertThat(read(empty)).hasToString(empty);
        assertThat(read(empty).addresses()).isEmpty();
    }

    @Test
    void olderLayoutsAreReadAndKeepTheirKeys() {
        String pika2023 = one("\"Role\": \"master\", \"ReplyOffset\": 12");
        String pikaReplyOffset = one("\"role\": \"master\", \"reply_offset\": 12, \"state\": 1, \"recall_times\": 3");
        String pikaWithoutEligible = one("\"role\": \"master\", \"binlog_file_num\": 1, \"binlog_offset\": 2,"
                + " \"state\": 1, \"recall_times\": 3, \"replica_group\": true");

        assertThat(read(UPSTREAM)).hasToString(UPSTREAM);
        assertThat(read(UPSTREAM).withDown(A)).hasToString(UPSTREAM);
        assertThat(List.of(pika2023, pikaReplyOffset, pikaWithoutEligible)).allSatisfy(node -> {
            assertThat(read(node).addresses()).containsExactly(A.address());
            assertThat(read(node)).hasToString(go(node));
            assertThat(read(node).withUp(A).toString()).doesNotContain("eligible");
        });
        assertThat(read(pikaReplyOffset).withDown(A).toString())
                .contains("\"state\": 2")
                .contains("\"recall_times\": 3");
        assertThat(read(pika2023).withReplica(A).toString()).contains("\"Role\": \"slave\"");
    }

    @Test
    void unknownKeysAreKeptBehindThoseThatGoKnows() {
        String node = "{\"zone\":{\"x\":[1.5,null]},\"out_of_sync\":false,\"id\":1,\"servers\":[{\"rack\":7,"
                + "\"server\":\"10.0.0.1:9221\"}],\"promoting\":{\"by\":\"me\"}}";

        assertThat(read(node))
                .hasToString(go("{\"id\":1,\"servers\":[{\"server\":\"10.0.0.1:9221\",\"rack\":7}],"
                        + "\"promoting\":{\"by\":\"me\"},\"out_of_sync\":false,\"zone\":{\"x\":[1.5,null]}}"));
    }

    @Test
    void aNewMasterChangesPlacesAndTheProxiesAreMarkedAsNotTold() {
        CodisGroup group = CodisGroup.create(1, List.of(A, B)).withMaster(B);

        assertThat(group.addresses()).containsExactly(B.address(), A.address());
        assertThat(group.toString()).contains("\"out_of_sync\": true").containsOnlyOnce("\"role\": \"master\"");
        assertThat(group.withMaster(B)).isEqualTo(group);
        assertThat(group.withMaster(Member.parse("z=10.0.0.9:1"))).isEqualTo(group);
    }

    @Test
    void textIsEscapedAsGoEscapesIt() {
        assertThat(GoJson.write(Json.read("\"<a>&\\u2028\\u00e9\\u0001\\t\\\"\\\\\\/\\ud83d\\ude00\\ud800x\""
                        .getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("\"\\u003ca\\u003e\\u0026\\u2028\u00e9\\u0001\\t\\\"\\\\/\ud83d\ude00\ufffdx\"");
    }

    @Test
    void valuesAtTheEdgeOfGosTypesAreKeptExactly() {
        for (String server : List.of(
                "\"binlog_offset\": 18446744073709551615",
                "\"binlog_offset\": 0",
                "\"state\": -128",
                "\"state\": 127",
                "\"recall_times\": -128",
                "\"is_eligible_for_master_election\": null")) {
            assertThat(read(one(server))).hasToString(go(one(server)));
        }
    }

    @Test
    void whatGoCouldNotReadIsRefusedByName() {
        assertRefused(one("\"state\": 128"), "'state' is no INT8");
        assertRefused(one("\"recall_times\": -129"), "'recall_times' is no INT8");
        assertRefused(one("\"binlog_offset\": 18446744073709551616"), "'binlog_offset' is no UINT64");
        assertRefused(one("\"binlog_file_num\": -1"), "'binlog_file_num' is no UINT64");
        assertRefused(one("\"binlog_offset\": 1.0"), "'binlog_offset' is no UINT64");
        assertRefused(one("\"role\": 1"), "'role' is no STRING");
        assertRefused(one("\"replica_group\": \"yes\""), "'replica_group' is no BOOL");
        assertRefused("{\"id\":\"1\"}", "'id' is no INT");
        assertRefused("{\"id\":1,\"servers\":{}}", "'servers' is not an array");
        assertRefused("{\"id\":1,\"servers\":[null]}", "a server is not an object");
        assertRefused("{\"id\":1,\"promoting\":7}", "'promoting' is not an object");
        assertRefused("no", "not a JSON document");
        assertThatThrownBy(() -> read("{\"id\":1,\"servers\":[{\"server\":\"nowhere\"}]}")
                        .addresses())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("host:port");
    }

    @Test
    void aPromotionThatSomebodyBeganIsNamed() {
        assertThat(read("{\"id\":1,\"promoting\":{\"index\":1,\"state\":\"preparing\"}}")
                        .promotion())
                .contains("server 1 is preparing");
        assertThat(read("{\"id\":1,\"promoting\":{\"state\":\"prepared\"}}").promotion())
                .contains("server 0 is prepared");
        assertThat(read("{\"id\":1,\"promoting\":{}}").promotion()).isEmpty();
        assertThat(read("{\"id\":1,\"promoting\":null}").promotion()).isEmpty();
    }

    private static void assertRefused(String node, String reason) {
        assertThatThrownBy(() -> read(node))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static CodisGroup read(String node) {
        return CodisGroup.read(Bytes.utf8(node));
    }

    private static String one(String more) {
        return "{\"id\": 1, \"servers\": [{\"server\": \"" + Address.parse("10.0.0.1:9221") + "\", " + more + "}]}";
    }

    /** The same document as Go spaces it. */
    private static String go(String json) {
        return GoJson.write(Json.read(json.getBytes(StandardCharsets.UTF_8)))
                .lines()
                .collect(Collectors.joining("\n"));
    }
}
