package dev.regroup.examples.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisBinaryTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-amd64",
        "Linux, aarch64, linux-arm64",
        "Linux, i386, linux-386",
        "Mac OS X, x86_64, darwin-amd64",
        "Mac OS X, aarch64, darwin-arm64",
    })
    void everyPlatformOfTheArtifactIsFoundInIt(String osName, String osArch, String platform) {
        assertThat(RedisBinary.platform(osName, osArch)).isEqualTo(platform);
        assertThat(RedisBinary.class.getResource("/redis-server-7.0.15-" + platform))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64", "Linux, riscv64"})
    void anyOtherPlatformIsNot(String osName, String osArch) {
        assertThat(RedisBinary.class.getResource("/redis-server-7.0.15-" + RedisBinary.platform(osName, osArch)))
                .isNull();
    }
}
