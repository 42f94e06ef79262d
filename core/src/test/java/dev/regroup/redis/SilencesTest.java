package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Outcome.Silence;
import io.lettuce.core.RedisConnectionException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class SilencesTest {

    @Test
    void onlyTheHostItselfRefuses() {
        assertThat(wrapped(new ConnectException("Connection refused"))).isEqualTo(Silence.REFUSED);
        assertThat(wrapped(new ConnectTimeoutException("timed out"))).isEqualTo(Silence.TIMEOUT);
        assertThat(wrapped(new UnknownHostException("nowhere"))).isEqualTo(Silence.TIMEOUT);
        assertThat(wrapped(new NoRouteToHostException("no route"))).isEqualTo(Silence.TIMEOUT);
        assertThat(wrapped(new SocketException("Network is unreachable"))).isEqualTo(Silence.TIMEOUT);
    }

    @Test
    void whatEndsOnOurSideIsNoRefusal() {
        assertThat(wrapped(new RejectedExecutionException("closed"))).isEqualTo(Silence.RESET);
        assertThat(wrapped(new IllegalStateException("shut down"))).isEqualTo(Silence.RESET);
    }

    private static Silence wrapped(Throwable cause) {
        return Silences.of(new CompletionException(new RedisConnectionException("Unable to connect", cause)));
    }
}
