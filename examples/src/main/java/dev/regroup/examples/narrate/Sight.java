package dev.regroup.examples.narrate;

import dev.regroup.model.Address;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Role;
import java.util.Locale;

/**
 * What one look at a node found, for people. Immutable.
 *
 * @param kind the kind of line to draw for it
 * @param text a few words
 */
public record Sight(Kind kind, String text) {

    /** What a node looks like from a distance. */
    public enum Kind {
        /** It is master. */
        MASTER,
        /** It follows somebody, linked. */
        REPLICA,
        /** It follows somebody without a link, or is not ready. */
        UNLINKED,
        /** It does not answer, or not usefully. */
        SILENT
    }

    /** Returns what that outcome shows; the record tells the names of those whom a node follows. */
    public static Sight of(Outcome outcome, GroupRecord names) {
        if (outcome instanceof Outcome.Answered answered) {
            return of(answered.info(), names);
        }
        if (outcome instanceof Outcome.Silent silent) {
            return new Sight(Kind.SILENT, "silent: " + silent.silence().name().toLowerCase(Locale.ROOT));
        }
        Outcome.Uninformative told = (Outcome.Uninformative) outcome;
        return new Sight(Kind.UNLINKED, "answers only " + told.refusal());
    }

    private static Sight of(NodeInfo info, GroupRecord names) {
        if (info.readiness() == NodeInfo.Readiness.LOADING) {
            return new Sight(Kind.UNLINKED, "loading");
        }
        if (info.role() instanceof Role.Replica replica) {
            String follows = "follows " + name(replica.of(), names);
            if (replica.link() instanceof Link.Up) {
                return new Sight(Kind.REPLICA, follows + ", linked");
            }
            return new Sight(Kind.UNLINKED, follows + (replica.link().isBroken() ? ", no link" : ", copying"));
        }
        return new Sight(Kind.MASTER, "master");
    }

    private static String name(Address address, GroupRecord names) {
        return names.memberAt(address).map(member -> member.id().value()).orElse(address.toString());
    }
}
