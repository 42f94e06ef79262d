package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.redis.Eventually;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * What a Redis 7.0.15 does, as the explored world has it: the same story is told of both. What is seen is compared by
 * outcome, role, link, contents, and how positions relate.
 */
abstract class NodeBehaviours {

    static final int A = 0;
    static final int B = 1;
    static final int C = 2;

    /** What a node's next start reads its data from. */
    enum Disk {
        EVERY_WRITE,
        NOTHING
    }

    abstract NodeLab open(Disk disk);

    @Test
    void aKilledMasterRefusesAndItsReplicasReportNoLink() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.kill(A);

            shows(lab, A, "refused");
            shows(lab, B, "follows a, down");
            shows(lab, C, "follows a, down");
        }
    }

    @Test
    void aHungMasterIsSilentWithoutRefusingAndItsReplicasKeepTheirLink() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.hang(A);

            shows(lab, A, "timeout");
            shows(lab, B, "follows a, up");
        }
    }

    @Test
    void aNodeThatWantsAPasswordAnswersAndTellsNothing() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.mute(B);

            shows(lab, B, "auth");
        }
    }

    @Test
    void aRestartedMasterIsMasterAgainAndItsReplicasLinkByThemselves() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.kill(A);
            lab.start(A);

            shows(lab, A, "master");
            shows(lab, B, "follows a, up");
            relates(lab, B, A, Position.Comparison.EQUAL);
        }
    }

    @Test
    void aRestartedReplicaFollowsWhomItFollowed() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.kill(B);
            lab.write(A);
            lab.start(B);

            shows(lab, B, "follows a, up");
            relates(lab, B, A, Position.Comparison.EQUAL);
        }
    }

    @Test
    void aPromotedReplicaIsMasterAlsoAfterARestart() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.kill(A);
            lab.promote(B);
            lab.kill(B);
            lab.start(B);

            shows(lab, B, "master");
            shows(lab, C, "follows a, down");
        }
    }

    @Test
    void aPromotedReplicaContinuesTheHistoryOfItsMaster() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.kill(A);
            shows(lab, B, "follows a, down");
            lab.promote(B);

            shows(lab, B, "master");
            relates(lab, C, B, Position.Comparison.EQUAL);
            lab.write(B);
            relates(lab, C, B, Position.Comparison.BEHIND);
        }
    }

    @Test
    void aMasterThatLoadsItsFileBeginsAnUnrelatedHistory() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            Position before = position(lab, A);
            lab.kill(A);
            lab.start(A);

            eventually(
                    lab,
                    "unrelated",
                    () -> position(lab, A).compare(before) == Position.Comparison.INCOMPARABLE
                            && position(lab, A) instanceof Position.Known);
            holds(lab, A, Contents.SOME);
        }
    }

    @Test
    void aReplicaThatLoadsItsFileCannotTellItsPositionUntilItIsLinked() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.kill(B);
            lab.kill(A);
            lab.start(B);

            shows(lab, B, "follows a, down");
            assertThat(position(lab, B)).isInstanceOf(Position.Unknown.class);
            lab.start(A);
            shows(lab, B, "follows a, up");
            relates(lab, B, A, Position.Comparison.EQUAL);
        }
    }

    @Test
    void aMasterThatComesBackEmptyEmptiesItsReplicas() {
        try (NodeLab lab = open(Disk.NOTHING)) {
            lab.kill(A);
            lab.startEmpty(A);
            lab.copy();

            holds(lab, A, Contents.EMPTY);
            shows(lab, B, "follows a, up");
            holds(lab, B, Contents.EMPTY);
        }
    }

    @Test
    void aReplicaThatIsPromotedWhileItIsAboutToCopyKeepsWhatItHas() {
        try (NodeLab lab = open(Disk.NOTHING)) {
            lab.kill(A);
            lab.startEmpty(A);
            // A real one says that it is copying once the first bytes come.
            eventually(
                    lab,
                    "b has no link",
                    () -> List.of("follows a, syncing", "follows a, down").contains(seen(lab, B)));
            lab.promote(B);
            lab.copy();

            shows(lab, B, "master");
            holds(lab, B, Contents.SOME);
        }
    }

    @Test
    void aReplicaOfItselfHasNoLink() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.follow(B, B);

            shows(lab, B, "follows b, down");
        }
    }

    @Test
    void aReplicaOfAReplicaHasWhatTheMasterHas() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.follow(C, B);
            lab.write(A);

            shows(lab, C, "follows b, up");
            relates(lab, C, A, Position.Comparison.EQUAL);
        }
    }

    @Test
    void aFormerMasterThatIsToldToFollowTakesWhatTheNewOneHas() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.kill(A);
            lab.promote(B);
            lab.write(B);
            lab.start(A);
            lab.follow(A, B);

            shows(lab, A, "follows b, up");
            relates(lab, A, B, Position.Comparison.EQUAL);
        }
    }

    static void shows(NodeLab lab, int node, String expected) {
        eventually(lab, Names.id(node) + " " + expected, () -> seen(lab, node).equals(expected));
        assertThat(seen(lab, node)).isEqualTo(expected);
    }

    private static void holds(NodeLab lab, int node, Contents expected) {
        eventually(
                lab,
                Names.id(node) + " " + expected,
                () -> lab.look(node) instanceof Outcome.Answered answered
                        && answered.info().contents() == expected);
    }

    private static void relates(NodeLab lab, int one, int other, Position.Comparison expected) {
        eventually(
                lab,
                Names.id(one) + " " + expected + " " + Names.id(other),
                () -> position(lab, one).compare(position(lab, other)) == expected);
    }

    private static void eventually(NodeLab lab, String description, BooleanSupplier condition) {
        if (lab.isPatient()) {
            Eventually.holds(description, condition);
        } else {
            assertThat(condition.getAsBoolean()).as(description).isTrue();
        }
    }

    private static Position position(NodeLab lab, int node) {
        return lab.look(node) instanceof Outcome.Answered answered
                ? answered.info().position()
                : Position.unknown();
    }

    private static String seen(NodeLab lab, int node) {
        Outcome outcome = lab.look(node);
        if (outcome instanceof Outcome.Silent silent) {
            return silent.silence().name().toLowerCase(Locale.ROOT);
        }
        if (outcome instanceof Outcome.Uninformative mute) {
            return mute.refusal().name().toLowerCase(Locale.ROOT);
        }
        return ((Outcome.Answered) outcome).info().role() instanceof Role.Replica replica
                ? "follows " + lab.name(replica.of()) + ", " + link(replica.link())
                : "master";
    }

    private static String link(Link link) {
        return link.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
