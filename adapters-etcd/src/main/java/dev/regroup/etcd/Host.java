package dev.regroup.etcd;

import dev.regroup.model.InvalidConfiguration;

/** What the program around us brings along. */
final class Host {

    /** Of Vert.x 5, whose signatures name classes that Netty has since 4.2 only. */
    private static final String TRANSPORT = "io.vertx.core.spi.transport.Transport";

    private Host() {}

    /**
     * Looks for what jetcd misses in a program with Netty 4.1: there it reads and writes, and dies at its first lease.
     *
     * @throws InvalidConfiguration if it is missing
     */
    static void check() {
        check(Host.class.getClassLoader());
    }

    static void check(ClassLoader classes) {
        try {
            var unused = Class.forName(TRANSPORT, false, classes).getMethods();
        } catch (ClassNotFoundException other) {
            // Another Vert.x, with another transport.
        } catch (LinkageError missing) {
            throw InvalidConfiguration.of("this program has Netty 4.1, and its jetcd needs 4.2 (there is no "
                    + String.valueOf(missing.getMessage()).replace('/', '.')
                    + "): set <netty.version>4.2.15.Final</netty.version> in the POM of a Spring Boot 3 application,"
                    + " or use io.etcd:jetcd-core:0.8.5, which takes Netty 4.1");
        }
    }
}
