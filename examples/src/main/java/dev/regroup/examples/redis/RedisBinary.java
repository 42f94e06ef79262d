package dev.regroup.examples.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The redis-server program for this platform, as the Maven artifact org.signal:embedded-redis carries it. */
final class RedisBinary {

    private static final String VERSION = "7.0.15";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private RedisBinary() {}

    /**
     * Makes that folder, open to this user only, and copies the program into it.
     *
     * @throws CannotRun if there is none for this platform
     */
    static Path extractInto(Path folder) {
        String platform = platform(System.getProperty("os.name", "?"), System.getProperty("os.arch", "?"));
        String name = "redis-server-" + VERSION + "-" + platform;
        Path program = folder.resolve("redis-server");
        try (InputStream in = RedisBinary.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new CannotRun("There is no redis-server program for " + platform
                        + ": the examples run on Linux (amd64, arm64, 386) and macOS (amd64, arm64).");
            }
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.copy(in, program);
            Files.setPosixFilePermissions(program, OWNER_ONLY);
            return program;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + program, failure);
        } catch (UnsupportedOperationException notPosix) {
            throw new CannotRun("There is no redis-server program for " + platform + ".");
        }
    }

    /** Tells whether the program can be started from where it is; it cannot from a file system mounted with noexec. */
    static boolean isStartable(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException refused) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns the platform as the artifact spells it; an unknown one yields a name that it does not have. */
    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "darwin" : os.replace(' ', '-');
        return system
                + switch (arch) {
                    case "amd64", "x86_64" -> "-amd64";
                    case "aarch64", "arm64" -> "-arm64";
                    case "i386", "i486", "i586", "i686", "x86" -> "-386";
                    default -> "-" + arch;
                };
    }
}
