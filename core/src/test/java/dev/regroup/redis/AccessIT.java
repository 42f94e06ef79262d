package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Address;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Refusal;
import dev.regroup.model.Presumption;
import dev.regroup.node.Command;
import dev.regroup.node.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** Passwords, users, certificates: what is accepted, what is not, and that no secret is ever told. */
final class AccessIT {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Credentials OLD = Credentials.password("old-s3cret");
    private static final Credentials NEW = Credentials.password("new-s3cret");
    private static final Credentials USER = Credentials.of("regroup", "acl-s3cret");

    @Test
    void aPasswordOpensANode() {
        try (RealRedis a = RealRedis.start("requirepass old-s3cret");
                RedisNodes right = RedisNodes.create(Access.open().withCredentials(List.of(OLD)));
                RedisNodes wrong = RedisNodes.create(Access.open().withCredentials(List.of(NEW)))) {
            assertThat(look(right, a)).isInstanceOf(Outcome.Answered.class);
            assertThat(look(right, a)).isInstanceOf(Outcome.Answered.class);
            assertThat(refusal(look(wrong, a))).isEqualTo(Refusal.AUTH);
            assertThat(refusal(look(wrong, a))).isEqualTo(Refusal.AUTH);
        }
    }

    @Test
    void aUserOfAnAccessControlListOpensANode() {
        try (RealRedis a =
                        RealRedis.start("user default off", "user regroup on >acl-s3cret +@all ~* &*", "aclfile \"\"");
                RedisNodes nodes = RedisNodes.create(Access.open().withCredentials(List.of(USER)))) {
            assertThat(look(nodes, a)).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void credentialsForANodeThatWantsNoneDoNoHarm() {
        try (RealRedis a = RealRedis.start();
                RedisNodes password = RedisNodes.create(Access.open().withCredentials(List.of(OLD)));
                RedisNodes user = RedisNodes.create(Access.open().withCredentials(List.of(USER)))) {
            assertThat(look(password, a)).isInstanceOf(Outcome.Answered.class);
            assertThat(look(user, a)).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void duringARotationEitherPasswordIsAccepted() {
        try (RealRedis a = RealRedis.start("requirepass old-s3cret");
                RedisNodes nodes = RedisNodes.create(Access.open().withCredentials(List.of(NEW, USER, OLD)))) {
            assertThat(look(nodes, a)).isInstanceOf(Outcome.Answered.class);

            try (RespClient client = RespClient.connect(a.port())) {
                client.ask("AUTH", "old-s3cret");
                client.ask("CONFIG", "SET", "requirepass", "new-s3cret");
                client.ask("CLIENT", "KILL", "TYPE", "normal");
            }

            assertThat(look(nodes, a)).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void whoFollowsIsGivenThePasswordOfItsMaster() {
        try (RealRedis a = RealRedis.start("requirepass old-s3cret");
                RealRedis b = RealRedis.start("requirepass old-s3cret");
                RedisNodes nodes = RedisNodes.create(
                        Access.open().withCredentials(List.of(OLD)).withReplication(OLD))) {
            Outcome before = look(nodes, b);
            Incarnation incarnation = ((Outcome.Answered) before).info().incarnation();

            Sent sent = nodes.send(
                            new Command.Follow(
                                    b.member("a"),
                                    new Presumption.IsMaster(NodeId.of("a"), incarnation),
                                    a.member("m")),
                            PATIENT)
                    .toCompletableFuture()
                    .join();

            assertThat(sent).isEqualTo(new Sent.Applied(List.of()));
            Eventually.holds("the link is up", () -> look(nodes, b).toString().contains("link=Up"));
        }
    }

    @Test
    void aCertificateOpensANodeAndWithoutOneOrForAnotherHostThereIsNoConnection() {
        try (Certificates files = Certificates.create();
                RealRedis a = RealRedis.startEncrypted(files.directives("node"));
                RealRedis stranger = RealRedis.startEncrypted(files.directives("stranger"));
                RedisNodes nodes = RedisNodes.create(Access.open().withTls(tls(files)));
                RedisNodes lenient = RedisNodes.create(
                        Access.open().withTls(tls(files).withVerification(Tls.Verification.AUTHORITY)));
                RedisNodes unknown =
                        RedisNodes.create(Access.open().withTls(Tls.defaults().withAuthorities(files.authority())))) {
            assertThat(look(nodes, a)).isInstanceOf(Outcome.Answered.class);
            assertThat(nodes.look(Member.of(NodeId.of("named"), Address.of("localhost", a.port())), PATIENT)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Outcome.Answered.class);
            assertThat(refusal(look(nodes, stranger))).isEqualTo(Refusal.AUTH);
            assertThat(look(lenient, stranger)).isInstanceOf(Outcome.Answered.class);
            assertThat(refusal(look(unknown, a))).isEqualTo(Refusal.AUTH);
        }
    }

    @Test
    void noSecretIsEverTold() {
        List<String> told = new ArrayList<>();
        Handler handler = handler(told);
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.addHandler(handler);
        root.setLevel(Level.FINE);
        Access access = Access.open()
                .withCredentials(List.of(NEW, USER, OLD))
                .withReplication(Credentials.of("replica", "repl-s3cret"));
        try (RealRedis a = RealRedis.start("requirepass else");
                FakeNode echo = FakeNode.start(command -> "-ERR unknown command, with args '" + command + "'\r\n");
                PikaStub pika = PikaStub.start();
                RedisNodes nodes = RedisNodes.create(access)) {
            told.add(look(nodes, a).toString());
            told.add(nodes.look(echo.member("e"), PATIENT)
                    .toCompletableFuture()
                    .join()
                    .toString());
            Outcome outcome =
                    nodes.look(pika.member("a"), PATIENT).toCompletableFuture().join();
            told.add(outcome.toString());
            Command follow = new Command.Follow(
                    pika.member("a"),
                    new Presumption.IsMaster(
                            NodeId.of("a"), ((Outcome.Answered) outcome).info().incarnation()),
                    a.member("m"));
            told.add(nodes.send(follow, PATIENT).toCompletableFuture().join().toString());
            told.add(access + " " + access.withTls(Tls.defaults()) + " " + follow);
            assertThat(pika.commands()).contains("config set masterauth repl-s3cret");
        } finally {
            root.removeHandler(handler);
            root.setLevel(before);
        }
        assertThat(told).hasSizeGreaterThan(100);
        assertThat(told.stream().filter(line -> line.contains("s3cret"))).isEmpty();
    }

    private static Handler handler(List<String> told) {
        return new Handler() {
            @Override
            public synchronized void publish(LogRecord line) {
                told.add(new SimpleFormatter().format(line));
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private static Tls tls(Certificates files) {
        return Tls.defaults()
                .withAuthorities(files.authority())
                .withIdentity(files.certificate("client"), files.key("client"));
    }

    private static Outcome look(RedisNodes nodes, RealRedis redis) {
        return nodes.look(redis.member("a"), PATIENT).toCompletableFuture().join();
    }

    private static Refusal refusal(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Uninformative.class);
        return ((Outcome.Uninformative) outcome).refusal();
    }
}
