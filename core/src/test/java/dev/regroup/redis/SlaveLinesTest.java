package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SlaveLinesTest {

    @Test
    void aReplicaThatHasAcknowledgedIsFed() {
        assertThat(fed("slave0:ip=10.0.0.2,port=6379,state=online,offset=14,lag=1\r\n"))
                .containsExactly(Address.of("10.0.0.2", 6379));
    }

    @Test
    void aReplicaThatIsOnlineButHasAcknowledgedNothingIsNotFed() {
        assertThat(fed("slave0:ip=10.0.0.2,port=6379,state=online,offset=0,lag=0\r\n"))
                .isEmpty();
    }

    @Test
    void aReplicaThatIsStillCopyingIsNotFed() {
        assertThat(fed("slave0:ip=10.0.0.2,port=6379,state=send_bulk,offset=14,lag=0\n"))
                .isEmpty();
    }

    @Test
    void nothingMoreToSendIsAsGoodAsAnAcknowledgement() {
        String line = "slave0:ip=10.0.0.2,port=6379,state=online,offset=0,lag=0\n";
        assertThat(SlaveLines.fed(line, Optional.of(0L))).hasSize(1);
    }

    @Test
    void unreadableLinesAreLeftOut() {
        String text = """
                slave0:ip=,port=1,state=online,offset=1
                slave1:port=1,state=online,offset=1
                slave2:ip=h,port=x,state=online,offset=1
                slave3:ip=h,port=99999,state=online,offset=1
                slave4:10.0.0.2,6379,online
                slaves:ip=h,port=1,state=online,offset=1
                slave5:ip=fe80::1,port=7,state=online,offset=18446744073709551615,type=replica
                """;
        assertThat(fed(text)).containsExactly(Address.of("fe80::1", 7));
    }

    private static List<Address> fed(String text) {
        return SlaveLines.fed(text, Optional.of(100L)).stream()
                .map(Attached.Fed::address)
                .toList();
    }
}
