package dev.regroup.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "LOCALHOST:6379, 127.0.0.1:6379",
        "[::1]:6379, 127.0.0.1:6379",
        "[::ffff:127.0.0.1]:1, 127.0.0.1:1",
        "Redis-1.Example.COM.:6379, redis-1.example.com:6379",
        "[2001:DB8:0:0:0:0:0:1]:6379, [2001:db8::1]:6379",
        "[2001:0db8::0001]:6379, [2001:db8::1]:6379",
        "[fe80::1%eth0]:6379, [fe80::1%eth0]:6379",
        "010.000.000.001:80, 10.0.0.1:80",
        "[::]:1, [::]:1",
        "[64:ff9b::192.0.2.33]:1, [64:ff9b::c000:221]:1",
        "[1:0:0:2:0:0:0:3]:1, [1:0:0:2::3]:1"
    })
    void twoSpellingsOfOnePlaceAreEqual(String spelling, String normalised) {
        assertThat(Address.parse(spelling)).hasToString(normalised).isEqualTo(Address.parse(normalised));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "host",
                "host:",
                ":6379",
                "host:0",
                "host:65536",
                "host:-1",
                "host:+1",
                "host:99999999999",
                "host:1x",
                "::1:6379",
                "[::1]",
                "[:::]:1",
                "[1::2::3]:1",
                "[1:2:3:4:5:6:7:8:9]:1",
                "[12345::]:1",
                "[g::]:1",
                "256.0.0.1:1",
                "1.2.3:1",
                "1.2.3.4.5:1",
                "ho st:1",
                "-host:1",
                "host..name:1",
                "[::a.b.c.d]:1",
                "[]:1",
                "host:٣"
            })
    void aMalformedAddressIsRefusedInOneSentence(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class, e -> assertThat(e.faults()).hasSize(1));
    }

    @Property(tries = 5_000)
    void anyTextIsReadOrRefused(@ForAll String text) {
        try {
            Address address = Address.parse(text);
            assertThat(Address.parse(address.toString())).isEqualTo(address);
        } catch (InvalidConfiguration refused) {
            assertThat(refused.faults()).isNotEmpty();
        }
    }
}
