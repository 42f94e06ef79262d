package dev.regroup.redis;

import dev.regroup.model.Attached;
import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.NodeInfo.Eligibility;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.NodeInfo.Readiness;
import dev.regroup.model.NodeInfo.Writability;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Everything that a look told, in one short line; what is unknown is left out. Pure. */
final class Reports {

    private static final int HISTORY_LENGTH = 6;

    private Reports() {}

    /** Returns the line. */
    static String line(Outcome outcome) {
        if (outcome instanceof Outcome.Silent silent) {
            return "silent: " + word(silent.silence());
        }
        if (outcome instanceof Outcome.Uninformative told) {
            return "alive, tells nothing: " + word(told.refusal());
        }
        return line(((Outcome.Answered) outcome).info());
    }

    private static String line(NodeInfo info) {
        List<String> parts = new ArrayList<>(List.of(role(info.role()), "at " + position(info.position())));
        if (info.attached() instanceof Attached.Told told) {
            parts.add("feeds " + told.fed().size());
        }
        add(parts, "loading", info.readiness() == Readiness.LOADING);
        add(parts, "eligible", info.eligibility() == Eligibility.YES);
        add(parts, "not eligible", info.eligibility() == Eligibility.NO);
        add(parts, "incomplete", info.eligibility() == Eligibility.INCOMPLETE);
        add(parts, "append-only", info.persistence() == Persistence.APPEND_ONLY);
        add(parts, "snapshot or none", info.persistence() == Persistence.SNAPSHOT_OR_NONE);
        add(parts, "empty", info.contents() == Contents.EMPTY);
        add(parts, "writable", info.writability() == Writability.WRITABLE);
        add(parts, "refuses writes", info.writability() == Writability.REFUSES_WRITES);
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String part, boolean isSo) {
        if (isSo) {
            parts.add(part);
        }
    }

    private static String role(Role role) {
        return role instanceof Role.Replica replica
                ? "replica of " + replica.of() + " " + link(replica.link())
                : "master";
    }

    private static String link(Link link) {
        return link instanceof Link.Up up && !up.lastIo().isZero()
                ? "up, quiet " + up.lastIo().toSeconds() + " s"
                : word(link.getClass().getSimpleName());
    }

    private static String position(Position position) {
        if (!(position instanceof Position.Known known)) {
            return "?";
        }
        String history = known.history();
        String ancestors =
                known.ancestors().isEmpty() ? "" : "+" + known.ancestors().size();
        return history.substring(0, Math.min(HISTORY_LENGTH, history.length())) + ancestors + ":"
                + known.offsets().stream().map(Long::toUnsignedString).collect(Collectors.joining(","));
    }

    private static String word(Object name) {
        return name.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
