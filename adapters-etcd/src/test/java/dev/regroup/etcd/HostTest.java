package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.model.InvalidConfiguration;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A program whose Netty has no more than 4.1 has: its classes are those of this one, without what 4.2 added. */
class HostTest {

    @Test
    void thisProgramHasWhatJetcdNeeds() {
        assertThatCode(Host::check).doesNotThrowAnyException();
    }

    @Test
    void withoutAClassOfNetty42BothRemediesAreNamed() throws Exception {
        try (Netty41 classes = new Netty41()) {
            assertThatThrownBy(() -> Host.check(classes))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("io.netty.channel.IoHandler")
                    .hasMessageContaining("<netty.version>4.2.15.Final</netty.version>")
                    .hasMessageContaining("io.etcd:jetcd-core:0.8.5");
        }
    }

    /** Loads everything anew, since a class that was loaded already has found what it needs. */
    private static final class Netty41 extends URLClassLoader {

        Netty41() {
            super(urls(), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] urls() {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(entry -> {
                        try {
                            return Path.of(entry).toUri().toURL();
                        } catch (MalformedURLException impossible) {
                            throw new IllegalStateException(impossible);
                        }
                    })
                    .toArray(URL[]::new);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("io.netty.channel.IoHandler")) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }
}
