package dev.regroup.architecture.planted.model;

import io.lettuce.core.RedisURI;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Each class does one thing that pure code must not do. */
public final class Impure {

    public record ReadsAFile(Path path) {
        public String text() throws IOException {
            return Files.readString(path);
        }
    }

    public record WritesAStream(PrintStream out) {}

    public record OpensASocket(Socket socket) {}

    public record SharesACounter(AtomicLong counter) {}

    public record Logs(Logger log) {}

    public record NamesLettuce(RedisURI uri) {}

    public record NamesNetty(ByteBuf bytes) {}

    public record HoldsAClock(Clock clock) {}

    public record ReadsTheTime(Instant since) {
        public boolean isPast() {
            return since.isBefore(Instant.now());
        }
    }

    public record PassesTheTimeOn(Optional<Instant> since) {
        public Instant sinceOrNow() {
            return since.orElseGet(Instant::now);
        }
    }

    public record HoldsADie(Random die) {}

    public record DrawsANumber(double limit) {
        public boolean isLucky() {
            return Math.random() < limit;
        }
    }

    public record MakesARandomId(String prefix) {
        public String next() {
            return prefix + UUID.randomUUID();
        }
    }

    public record ReadsTheEnvironment(String name) {
        public String value() {
            return System.getenv(name);
        }
    }

    public record ReadsTheNanoClock(long since) {
        public long elapsed() {
            return System.nanoTime() - since;
        }
    }

    public record ReadsAProperty(String name) {
        public boolean isSet() {
            return Boolean.getBoolean(name);
        }
    }

    public record PrintsInTheDefaultLocale(int count) {
        public String text() {
            return "%d".formatted(count);
        }
    }

    public record StartsAThread(Runnable work) {
        public void start() {
            new Thread(work).start();
        }
    }

    public record GoesParallel(Collection<String> names) {
        public Stream<String> all() {
            return names.parallelStream();
        }
    }

    public record MakesAnUnorderedSet(String name) {
        public Set<String> both() {
            return Set.of(name, name + "'");
        }
    }

    public record CopiesToAnUnorderedMap(Map<String, String> names) {
        public Map<String, String> all() {
            return Map.copyOf(names);
        }
    }

    public static final class KeepsState {
        private static int calls;

        public int next() {
            return ++calls;
        }
    }

    private Impure() {}
}
