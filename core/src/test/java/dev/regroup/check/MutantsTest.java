package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A proof that no wrong reducer fails would prove nothing: each of these has to be caught by the explorer. */
@Tag("slow")
class MutantsTest {

    /** From few states to many; a mutant is killed by the first that finds a broken promise. */
    private static final List<Configuration> CONFIGURATIONS = List.of(
            Configuration.of(2, 2),
            Configuration.of(2, 2, Feature.START_AS_MASTER),
            Configuration.of(2, 2, Feature.START_OLD_ROLE),
            Configuration.of(2, 2, Feature.WRITES),
            Configuration.of(2, 1, Feature.STRANGERS, Feature.START_OLD_ROLE),
            Configuration.of(2, 1, Feature.MUTE_NODES),
            Configuration.of(2, 1, Feature.LOST_DATA, Feature.LAG),
            Configuration.of(3, 1),
            Configuration.of(2, 2, Feature.WRITES, Feature.OBSERVER_RESTARTS),
            Configuration.of(2, 2, Feature.WRITES, Feature.START_AS_MASTER, Feature.START_OLD_ROLE),
            Configuration.of(2, 1, Feature.WRITES, Feature.LAG),
            Configuration.of(2, 2, Feature.WRITES, Feature.LOST_DATA),
            Configuration.of(2, 1, Feature.WRITES, Feature.HANDS),
            Configuration.of(2, 1, Feature.HANDS, Feature.MUTE_NODES),
            Configuration.of(3, 1, Feature.LOST_DATA),
            Configuration.of(3, 1, Feature.WRITES));

    /**
     * What killed a mutant.
     *
     * @param configuration the smallest that does
     * @param path the steps, and the promise that they break
     */
    private record Kill(Configuration configuration, List<String> path) {}

    private static final Map<Mutant, Future<Optional<Kill>>> KILLS = new HashMap<>();

    private static final AtomicInteger KILLED = new AtomicInteger();

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(Explored.THREADS);

    private static long begun;

    @TempDir
    private static Path scratch;

    @BeforeAll
    static void begin() {
        begun = System.nanoTime();
        mutants().forEach(mutant -> KILLS.put(mutant, THREADS.submit(() -> kill(mutant))));
    }

    @AfterAll
    static void end() {
        THREADS.shutdownNow();
        Proof.note("seconds of killing", Math.round((System.nanoTime() - begun) / 1e9));
    }

    static Stream<Mutant> mutants() {
        return Stream.of(
                new Mutant(
                        "recovered and already in the right role: nothing recorded",
                        "Lives.java",
                        "member.health() != Health.UP)",
                        "member.health() != Health.UP"
                                + " && !(member.health() == Health.DOWN && sights.isShownAsMaster(member.id())))"),
                new Mutant(
                        "promote sent only in the deciding round",
                        "Reducer.java",
                        "Plan plan = Plan.of(policy, decided.record(), sights, overthrow);",
                        "Plan plan = record.claim() instanceof Claim.Pending ? new Plan(io.vavr.collection.Vector.empty(),"
                                + " io.vavr.collection.Vector.empty()) : Plan.of(policy, decided.record(), sights, overthrow);"),
                new Mutant(
                        "the first visible replica is elected, whatever it has",
                        "Electability.java",
                        "isBehind ? Ruling.LAGGING : Ruling.UNPROVEN;",
                        "isBehind ? Ruling.LAGGING : Ruling.ELECTABLE;"),
                new Mutant(
                        "one miss is death",
                        "Counting.java",
                        "return due ? new Down(",
                        "return suspect.misses() >= 1 ? new Down("),
                new Mutant(
                        "a claim whose candidate died is kept",
                        "Claims.java",
                        "return Optional.of(Reason.Code.CLAIM_ENDED_CANDIDATE_DOWN);",
                        "return Optional.<Reason.Code>empty();"),
                new Mutant(
                        "a claim is kept although the master returned before Promote was sent",
                        "Claims.java",
                        "&& neverSent(claim, sights)) {",
                        "&& false) {"),
                new Mutant(
                        "in-sync standings outlive the reign they speak of",
                        "Enthronement.java",
                        "new OutOfSync(inSync.incarnation()) : member.standing();",
                        "member.standing() : member.standing();"),
                new Mutant(
                        "a replica is in sync as soon as it is started again",
                        "Standings.java",
                        "return Optional.of(Reason.Code.SYNC_LOST_RESTART);",
                        "return Optional.<Reason.Code>empty();"),
                new Mutant(
                        "followers are commanded before the master is seen",
                        "Plan.java",
                        "boolean mayBeFollowed = sights.isReadyMaster(master.get())",
                        "boolean mayBeFollowed = sights.info(master.get()).isPresent()"),
                new Mutant(
                        "a deposed master is left alone",
                        "Rivals.java",
                        "return ofDeposed(policy, record, member, info);",
                        "return Optional.<Reason.Code>empty();"),
                new Mutant(
                        "a replica that follows the wrong node is left alone",
                        "Follows.java",
                        "Optional.of(Reason.Code.FOLLOW_WRONG_POINTER)",
                        "Optional.<Reason.Code>empty()"),
                new Mutant(
                        "a recorded master that is a replica is left alone",
                        "Plan.java",
                        "? repromote(record, master.get(), repromote)",
                        "? nothing()"),
                new Mutant(
                        "replicas are attached to a master that lost its data",
                        "Plan.java",
                        "&& Losses.of(record).isEmpty()",
                        "&& !record.members().isEmpty()"),
                new Mutant(
                        "a candidate is promoted whatever it has copied since that was decided",
                        "Plan.java",
                        ": Presuming.asSeen(node, info.get());",
                        ": new Presumption.IsReplica(node, claim.incarnation());"),
                new Mutant(
                        "a block stays when the master is back",
                        "Blocks.java",
                        "contested, record, isUnsettled, NONE);",
                        "contested, record, isUnsettled, record.block());"),
                new Mutant(
                        "a dead master is never replaced",
                        "Election.java",
                        "        if (sights.isDown(master)) {\n            return Cause.DOWN;",
                        "        if (sights.isDown(master) && record.members().isEmpty()) {\n            return Cause.DOWN;"),
                new Mutant(
                        "a replica that follows somebody else stays in sync",
                        "Standings.java",
                        "if (isAstray(node, good.get().info())) {",
                        "if (isAstray(node, good.get().info()) && record.members().isEmpty()) {"),
                new Mutant(
                        "a candidate that was restarted is promoted all the same",
                        "Claims.java",
                        "return Optional.of(Reason.Code.CLAIM_ENDED_CANDIDATE_RESTARTED);",
                        "return Optional.<Reason.Code>empty();"),
                new Mutant(
                        "a claim is confirmed whoever was restarted meanwhile",
                        "Claims.java",
                        ".filter(info -> info.role() instanceof Role.Master && isSameLife(info, claim))",
                        ".filter(info -> info.role() instanceof Role.Master)"),
                new Mutant(
                        "a recorded master that follows a stranger is waited for",
                        "Overthrow.java",
                        "return new Refuse(new Block.On(Block.Kind.FOREIGN, List.of(master)));",
                        "return new Wait();"),
                new Mutant(
                        "nothing shows that data was lost",
                        "Losses.java",
                        "return isWiped || now.position().lacks(had) || (isNewHistory && isUnrelated(now, had));",
                        "return isWiped;"),
                new Mutant(
                        "a master that copied older data stays in sync",
                        "Standings.java",
                        "if (tellsLoss && (isForeign || info.position().lacks(mark.position()))) {",
                        "if (info.position().lacks(info.position())) {"),
                new Mutant(
                        "a running group is recorded though its master has no data and a replica has",
                        "Adoption.java",
                        "&& !(isEmpty && hasMore(sights, node, info, master)))",
                        ")"),
                new Mutant(
                        "that everybody is down is not said",
                        "Blocks.java",
                        "        if (allDown) {",
                        "        if (allDown && record.members().isEmpty()) {"),
                new Mutant(
                        "that the master tells nothing is not said",
                        "Blocks.java",
                        "return new Block.On(Block.Kind.UNUSABLE, List.of(reign.master()));",
                        "return new Block.None();"),
                new Mutant(
                        "a node that fell silent stays up",
                        "Lives.java",
                        "} else if (sights.isDown(member.id()) && member.health() == Health.UP) {",
                        "} else if (sights.isDown(member.id()) && member.health() == Health.DOWN) {"),
                new Mutant(
                        "a master that lost its data is the best there is",
                        "Blocks.java",
                        "if (Losses.isShown(record, sights) && election.best().isEmpty()) {",
                        "if (Losses.isShown(record, sights) && record.members().isEmpty()) {"),
                new Mutant(
                        "whoever reigned before is in sync with whoever reigns now",
                        "Enthronement.java",
                        "            return new Standing.Deposed();",
                        "            return member.standing();"),
                new Mutant(
                        "a recorded master that follows a node that tells nothing is waited for",
                        "Overthrow.java",
                        "new EndsAtUnusable(node, passed.asJava())",
                        "new Unsettled(passed.asJava())"),
                new Mutant(
                        "nothing is ever done",
                        "Reducer.java",
                        "if (mayBeCalm && Calm.is(policy.lagMax(), previous, observation)) {",
                        "if (mayBeCalm || policy.misses() > 0) {"),
                new Mutant(
                        "a master is always replaced",
                        "Election.java",
                        "        if (sights.isDown(master)) {\n            return Cause.DOWN;",
                        "        if (policy.misses() > 0) {\n            return Cause.DOWN;"),
                new Mutant(
                        "a group is always blocked",
                        "Blocks.java",
                        "Block block = block(policy, draft.record(), sights, election, overthrow);",
                        "Block block = new Block.On(Block.Kind.UNPROVEN, List.of());"));
    }

    private static Optional<Kill> kill(Mutant mutant) {
        Function<Policy, BiFunction<GroupState, Observation, Reduction>> reducer = mutant.compile(scratch);
        for (Configuration configuration : CONFIGURATIONS) {
            Exploration exploration = configuration.explore(reducer);
            if (!exploration.isKept()) {
                return Optional.of(new Kill(configuration, exploration.counterexample()));
            }
        }
        return Optional.empty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void isKilled(Mutant mutant) throws InterruptedException, ExecutionException {
        Optional<Kill> kill = Objects.requireNonNull(KILLS.get(mutant)).get();

        assertThat(kill).as("what kills the mutant '%s'", mutant.name()).isPresent();
        List<String> path = kill.get().path();
        System.out.printf(
                "mutant '%s': killed with %s after %d steps by %s%n",
                mutant.name(), kill.get().configuration(), path.size() - 1, path.get(path.size() - 1));
        Proof.note("wrong reducers killed", KILLED.incrementAndGet());
    }

    @Test
    void theReadmeSaysHowManyThereAre() throws IOException {
        assertThat(Files.readString(Path.of("..", "README.md")))
                .contains("the " + mutants().count() + " wrong reducers");
    }

    @Test
    void theUnpatchedReducerIsNotKilledByBeingCompiledHere() {
        Mutant none = new Mutant("none", "Lives.java", "final class Lives {", "final class Lives { ");
        Exploration exploration = CONFIGURATIONS.get(0).explore(none.compile(scratch));
        assertThat(exploration.counterexample()).isEmpty();
    }
}
