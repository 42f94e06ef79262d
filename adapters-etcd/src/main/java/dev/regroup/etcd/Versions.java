package dev.regroup.etcd;

import dev.regroup.coordinator.Version;
import io.etcd.jetcd.KeyValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a version tells: the revision of the last write, and the lease that the key ends with. The latter is part of it
 * since a write without it would make the key stay, and etcd has no comparison for it. Immutable.
 *
 * @param revision of the last write; zero if there is no such key
 * @param lease zero for a key that stays
 */
record Versions(long revision, long lease) {

    static final Versions ABSENT = new Versions(0, 0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:@([0-9a-f]{1,16}))?");

    static Versions of(KeyValue found) {
        return new Versions(found.getModRevision(), found.getLease());
    }

    /** Returns empty for a version that no coordinator of this kind told. */
    static Optional<Versions> parse(Version version) {
        Matcher text = TEXT.matcher(version.value());
        if (!text.matches()) {
            return Optional.empty();
        }
        long lease = Optional.ofNullable(text.group(2))
                .map(hex -> Long.parseUnsignedLong(hex, 16))
                .orElse(0L);
        return Optional.of(new Versions(Long.parseLong(text.group(1)), lease));
    }

    Version toVersion() {
        return new Version(lease == 0 ? Long.toString(revision) : revision + "@" + Long.toHexString(lease));
    }
}
