package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.codis.CodisLayout;
import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.MemoryCoordinator;
import dev.regroup.coordinator.MemoryStore;
import dev.regroup.coordinator.Put;
import dev.regroup.model.Address;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Policy;
import dev.regroup.reduce.Reducer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the loop makes of others' edits of a Codis group: each is taken over, and none changes the master silently. */
class CodisEditsTest implements ReconcilerListener {

    private static final GroupId GROUP = GroupId.of("1");
    private static final String NODE = "/codis3/demo/group/group-0001";
    private static final String OURS = "/regroup/demo/group-0001";

    private final VirtualTime time = new VirtualTime();
    private final SimulatedNodes nodes = new SimulatedNodes(time, List.of(LoopWorld.A, LoopWorld.B, LoopWorld.C));
    private final MemoryStore store = MemoryStore.using(time::execute, time::now);
    private final MemoryCoordinator client = store.client();
    private final CodisLayout layout = CodisLayout.of("demo");
    private final List<String> blocks = new ArrayList<>();
    private final List<CommitOutcome> commits = new ArrayList<>();
    private final List<Object> commands = new ArrayList<>();
    private final GroupLoop loop = loop();

    private GroupLoop loop() {
        Policy policy = Policy.defaults();
        GroupRecord first = GroupRecord.first(GROUP, List.of(LoopWorld.A, LoopWorld.B, LoopWorld.C));
        Wiring wiring = new Wiring(client, layout, nodes, policy, Reducer.of(policy)::reduce, this);
        return new GroupLoop(first, wiring, new Lane("1", time::execute, time.time(), wiring.gapMax()));
    }

    @BeforeEach
    void converge() {
        nodes.onSend(commands::add);
        layout.prefixes().forEach(prefix -> client.watch(prefix, loop::changed));
        client.campaign("codis-demo", loop::leadership);
        time.advance(Duration.ofSeconds(10));
        assertThat(master()).contains(LoopWorld.A.id());
        commits.clear();
    }

    @Test
    void aHealthyGroupIsNeitherWrittenNorCommanded() {
        time.advance(Duration.ofMinutes(5));

        assertThat(commits).isEmpty();
        assertThat(commands).isEmpty();
    }

    @Test
    void anotherFirstServerThatIsNoMasterStaysAWish() {
        put(NODE, swapped());
        time.advance(Duration.ofMinutes(1));

        assertThat(master()).contains(LoopWorld.A.id());
        assertThat(commits).isEmpty();
        assertThat(commands).isEmpty();
        assertThat(text(NODE).indexOf("10.0.0.2")).isLessThan(text(NODE).indexOf("10.0.0.1"));
    }

    @Test
    void anotherFirstServerThatTheNodesShowAsMasterIsAdopted() {
        put(NODE, swapped());
        nodes.follow("a", LoopWorld.B);
        nodes.follow("c", LoopWorld.B);
        nodes.makeMaster("b");
        time.advance(Duration.ofSeconds(10));

        assertThat(master()).contains(LoopWorld.B.id());
        assertThat(commands).isEmpty();
        assertThat(text(NODE).indexOf("10.0.0.2")).isLessThan(text(NODE).indexOf("10.0.0.1"));
    }

    @Test
    void whileSomebodyElsePromotesNothingIsDoneAndAfterwardsItGoesOn() {
        String before = text(NODE);
        put(NODE, before.replace("\"promoting\": {}", "\"promoting\": {\n        \"state\": \"prepared\"\n    }"));
        nodes.kill("a");
        time.advance(Duration.ofMinutes(1));

        assertThat(blocks).singleElement().asString().contains("CONTESTED");
        assertThat(commits).isEmpty();
        assertThat(commands).isEmpty();

        put(NODE, before);
        time.advance(Duration.ofMinutes(1));
        assertThat(master()).isPresent().isNotEqualTo(Optional.of(LoopWorld.A.id()));
    }

    @Test
    void withoutOurRegisterTheGroupIsMetForTheFirstTimeAndRecordedAsItsNodesShowIt() {
        String node = text(NODE);
        delete(OURS);
        time.advance(Duration.ofSeconds(10));

        assertThat(master()).contains(LoopWorld.A.id());
        assertThat(commands).isEmpty();
        assertThat(text(NODE)).isEqualTo(node);
        assertThat(text(OURS)).contains("\"reign\"");
    }

    @Test
    void aServerThatSomebodyAddedIsLookedAtAndOneThatWasRemovedIsNot() {
        String without = text(NODE).replaceAll("(?s),\\s*\\{\\s*\"server\": \"10\\.0\\.0\\.3.*?\\}(?=\\s*\\],)", "");
        assertThat(without).doesNotContain("10.0.0.3");
        put(NODE, without);
        time.advance(Duration.ofSeconds(5));
        int looks = nodes.looksAt("c").size();
        time.advance(Duration.ofSeconds(10));

        assertThat(nodes.looksAt("c")).hasSize(looks);
        assertThat(addresses()).containsExactly(LoopWorld.A.address(), LoopWorld.B.address());
        assertThat(master()).contains(LoopWorld.A.id());
    }

    @Test
    void aCorruptNodeStopsTheGroupAndIsLeftAsItIs() {
        put(NODE, text(NODE).replaceFirst("\"recall_times\": 0", "\"recall_times\": 128"));
        String corrupt = text(NODE);
        nodes.kill("a");
        time.advance(Duration.ofMinutes(1));

        assertThat(blocks).singleElement().asString().contains("'recall_times' is no INT8");
        assertThat(commits).isEmpty();
        assertThat(commands).isEmpty();
        assertThat(text(NODE)).isEqualTo(corrupt);
    }

    @Test
    void aGroupThatSomebodyDeletedIsNotMadeAgain() {
        delete(NODE);
        time.advance(Duration.ofMinutes(1));

        assertThat(blocks).singleElement().asString().contains("has disappeared", "create the group again");
        assertThat(read(NODE)).isEqualTo(new Read.Absent());
    }

    private Optional<NodeId> master() {
        return loop.state().orElseThrow().record().master();
    }

    private Stream<Address> addresses() {
        return loop.state().orElseThrow().record().members().stream()
                .map(member -> member.member().address());
    }

    private String swapped() {
        return swapped(text(NODE));
    }

    private static String swapped(String node) {
        return node.replace("10.0.0.1", "x").replace("10.0.0.2", "10.0.0.1").replace("x", "10.0.0.2");
    }

    private Read read(String key) {
        return store.client().read(key).toCompletableFuture().join();
    }

    private String text(String key) {
        return ((Read.Found) read(key)).register().value().toString();
    }

    private void put(String key, String content) {
        commit(new Commit(List.of(), List.of(new Put(key, Bytes.utf8(content))), Optional.empty()));
    }

    private void delete(String key) {
        commit(new Commit(List.of(), List.of(), List.of(key), Optional.empty()));
    }

    private void commit(Commit commit) {
        assertThat(store.client().commit(commit).toCompletableFuture().join())
                .isInstanceOf(CommitOutcome.Committed.class);
    }

    @Override
    public void committed(GroupRecord record, CommitOutcome outcome) {
        commits.add(outcome);
    }

    @Override
    public void blockedByStore(GroupId group, String reason) {
        blocks.add(reason);
    }
}
