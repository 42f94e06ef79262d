package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Outcome.Refusal;
import dev.regroup.node.Sent.Retry;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplyClassifierTest {

    @Test
    void credentialsAreToldFromTheFirstWordOrTheSentence() {
        assertThat(List.of(
                        "NOAUTH Authentication required.",
                        "ERR NOAUTH Authentication required.",
                        "WRONGPASS invalid username-password pair or user is disabled.",
                        "NOPERM this user has no permissions to run the 'info' command",
                        "DENIED Redis is running in protected mode because protected mode is enabled",
                        "ERR invalid password",
                        "ERR Client sent AUTH, but no password is set",
                        "ERR AUTH <password> called without any password configured for the default user."))
                .allSatisfy(error ->
                        assertThat(ReplyClassifier.refusal(error).refusal()).isEqualTo(Refusal.AUTH));
    }

    @Test
    void aBusyAFullAndALoadingNodeAreToldApart() {
        assertThat(refusal("BUSY Redis is busy running a script.")).isEqualTo(Refusal.BUSY);
        assertThat(refusal("ERR max number of clients reached")).isEqualTo(Refusal.MAX_CLIENTS);
        assertThat(refusal("LOADING Redis is loading the dataset in memory")).isEqualTo(Refusal.LOADING);
    }

    @Test
    void whatIsNotKnownIsAnError() {
        assertThat(List.of(
                        "",
                        "ERR",
                        "ERR unknown command 'INFO'",
                        "MASTERDOWN Link with MASTER is down",
                        "MISCONF Redis is configured to save RDB snapshots",
                        "READONLY You can't write against a read only replica.",
                        "busybody"))
                .allSatisfy(error -> assertThat(refusal(error)).isEqualTo(Refusal.ERROR));
    }

    @Test
    void whatPassesByItselfMayBeTriedLater() {
        assertThat(List.of(
                        "LOADING Redis is loading the dataset in memory",
                        "BUSY Redis is busy running a script.",
                        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                        "ERR max number of clients reached",
                        "ERR REPLICAOF not allowed while failing over.",
                        "ERR Server is not in correct state for slaveof",
                        "ERR already master of others, invalid usage"))
                .allSatisfy(error ->
                        assertThat(ReplyClassifier.rejection(error).retry()).isEqualTo(Retry.LATER));
    }

    @Test
    void whatDoesNotPassIsNotTriedAgain() {
        assertThat(List.of(
                        "ERR wrong number of arguments for 'slaveof' command",
                        "ERR Invalid master port",
                        "ERR value is not an integer or out of range",
                        "ERR The master ip:port and the slave ip:port are the same",
                        "ERR REPLICAOF not allowed in cluster mode.",
                        "ERR Command is not valid when client is a replica.",
                        "NOAUTH Authentication required.",
                        "READONLY You can't write against a read only replica.",
                        "ERR READONLY You can't write against a read only replica.",
                        "ERR you fucked up",
                        "ERR SLAVEOF not allowed in cluster mode.",
                        "ERR unknown command 'SLOTSINFO'",
                        "ERR This command is not supported in current configuration",
                        "ERR not set slotmigrate",
                        ""))
                .allSatisfy(error ->
                        assertThat(ReplyClassifier.rejection(error).retry()).isEqualTo(Retry.NEVER));
    }

    @Test
    void textsAreCutAndFreeOfControlCharacters() {
        String text = ReplyClassifier.refusal("ERR a\r\nb" + "x".repeat(1_000)).text();

        assertThat(text).startsWith("ERR a  bx").hasSize(200);
    }

    private static Refusal refusal(String error) {
        return ReplyClassifier.refusal(error).refusal();
    }
}
