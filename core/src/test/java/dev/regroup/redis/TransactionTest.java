package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Presumption;
import dev.regroup.node.Command;
import dev.regroup.node.Sent;
import dev.regroup.node.Sent.Retry;
import dev.regroup.redis.InfoParser.Dialect;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A command of several parts has a defined result, whichever of them fails. */
final class TransactionTest {

    private static final List<Script.Step> STEPS = Script.of(
                    new Command.Promote(
                            Member.parse("a=10.0.0.1:6379"),
                            new Presumption.IsReplica(NodeId.of("a"), Incarnation.of("1"))),
                    Dialect.REDIS,
                    Optional.empty())
            .steps();
    private static final Answer OK = new Answer.Text("OK");
    private static final Answer QUEUED = new Answer.Text("QUEUED");
    private static final Answer LOST = new Answer.Lost(new IOException("closed"));
    private static final Answer ARRAY = new Answer.Text("[]");
    private static final List<Answer> ALL_QUEUED = List.of(QUEUED, QUEUED, QUEUED);

    @Test
    void whatIsCarriedOutIsApplied() {
        Transaction transaction = new Transaction(STEPS, OK, ALL_QUEUED, ARRAY, List.of(OK, OK, new Answer.Text("3")));

        assertThat(transaction.sent()).isEqualTo(new Sent.Applied(List.of()));
        assertThat(transaction.isOver()).isTrue();
    }

    @Test
    void aRoleThatIsTakenButNotPersistedIsAWarning() {
        Transaction transaction =
                new Transaction(STEPS, OK, ALL_QUEUED, ARRAY, List.of(OK, error("ERR no file"), error("ERR no kill")));

        assertThat(transaction.sent())
                .isEqualTo(new Sent.Applied(List.of("CONFIG REWRITE: ERR no file", "CLIENT KILL: ERR no kill")));
    }

    @Test
    void aRefusedRoleIsRejectedWhateverElseHappened() {
        Transaction transaction = new Transaction(
                STEPS, OK, ALL_QUEUED, ARRAY, List.of(error("ERR REPLICAOF not allowed while failing over."), OK, OK));

        assertThat(transaction.sent())
                .isEqualTo(new Sent.Rejected(Retry.LATER, "ERR REPLICAOF not allowed while failing over."));
    }

    @Test
    void anAbortedTransactionIsRejectedForTheReasonOfItsPart() {
        Transaction transaction = new Transaction(
                STEPS,
                OK,
                List.of(QUEUED, error("NOPERM no rewrite"), QUEUED),
                error("EXECABORT Transaction discarded because of previous errors."),
                List.of());

        assertThat(transaction.sent()).isEqualTo(new Sent.Rejected(Retry.NEVER, "NOPERM no rewrite"));
        assertThat(transaction.isOver()).isTrue();
    }

    @Test
    void withoutMultiThePartsCountByThemselves() {
        Answer noMulti = error("NOPERM no multi");
        Answer noExec = error("ERR EXEC without MULTI");

        assertThat(new Transaction(STEPS, noMulti, List.of(OK, error("ERR no file"), OK), noExec, List.of()).sent())
                .isEqualTo(new Sent.Applied(List.of("CONFIG REWRITE: ERR no file")));
        assertThat(new Transaction(STEPS, noMulti, List.of(error("NOPERM no slaveof"), OK, OK), noExec, List.of())
                        .sent())
                .isEqualTo(new Sent.Rejected(Retry.NEVER, "NOPERM no slaveof"));
    }

    @Test
    void aTransactionThatMayNotBeExecutedIsRejectedAndItsConnectionUseless() {
        Transaction transaction = new Transaction(STEPS, OK, ALL_QUEUED, error("NOPERM no exec"), List.of());

        assertThat(transaction.sent()).isEqualTo(new Sent.Rejected(Retry.NEVER, "NOPERM no exec"));
        assertThat(transaction.isOver()).isFalse();
    }

    @Test
    void withoutTheLastAnswerNobodyKnows() {
        assertThat(new Transaction(STEPS, OK, ALL_QUEUED, LOST, List.of()).sent())
                .isEqualTo(new Sent.Maybe());
        assertThat(new Transaction(STEPS, LOST, List.of(LOST, LOST, LOST), LOST, List.of()).sent())
                .isEqualTo(new Sent.Maybe());
    }

    @Test
    void anAnswerOfAnotherLengthIsNotUnderstood() {
        assertThat(new Transaction(STEPS, OK, ALL_QUEUED, ARRAY, List.of()).sent())
                .isEqualTo(new Sent.Maybe());
    }

    private static Answer error(String text) {
        return new Answer.Refused(text);
    }
}
