package dev.regroup.examples.narrate;

import dev.regroup.model.Action;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import dev.regroup.model.Verdict;
import dev.regroup.model.Veto;
import dev.regroup.node.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Short texts for records, reasons and commands; the same values give the same text. Pure. */
public final class Narration {

    private Narration() {}

    /**
     * Returns what differs between two records of one group, one phrase each; empty if nothing that a person would ask
     * for.
     */
    public static List<String> changes(GroupRecord before, GroupRecord after) {
        List<String> changes = new ArrayList<>();
        for (MemberRecord member : after.members()) {
            before.member(member.id()).ifPresent(earlier -> addMemberChanges(changes, earlier, member));
        }
        addIfChanged(changes, "claim: ", claim(before.claim()), claim(after.claim()));
        addIfChanged(changes, "master: ", reign(before.reign()), reign(after.reign()));
        addIfChanged(changes, "block: ", block(before.block()), block(after.block()));
        return changes;
    }

    /** Returns the reasons in their order, the subjects of each behind it. */
    public static String reasons(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> reason.code() + nodes(reason.nodes()))
                .collect(Collectors.joining(", "));
    }

    /** Returns what stands in the way for a time. */
    public static String vetoes(List<Veto> vetoes) {
        return vetoes.stream().map(veto -> veto.kind() + nodes(veto.nodes())).collect(Collectors.joining(", "));
    }

    /** Returns who was elected or would be, and why the others would not. */
    public static String verdicts(List<Verdict> verdicts) {
        return verdicts.stream()
                .map(verdict -> verdict.node() + " " + words(verdict.ruling()) + place(verdict))
                .collect(Collectors.joining(", "));
    }

    private static String place(Verdict verdict) {
        return verdict.rank() > 1 ? " " + verdict.rank() : "";
    }

    /** Returns what a command asks for. */
    public static String action(Action action) {
        return action.words();
    }

    /** Returns what became of a command. */
    public static String outcome(Sent sent) {
        if (sent instanceof Sent.Applied applied) {
            return applied.warnings().isEmpty() ? "applied" : "applied, with " + String.join("; ", applied.warnings());
        }
        if (sent instanceof Sent.Rejected rejected) {
            return "rejected: " + rejected.text();
        }
        return sent instanceof Sent.NotSent not ? "not sent: " + not.reason() : "outcome unknown";
    }

    /** Returns the block by its name, with the nodes that it concerns. */
    public static String block(Block block) {
        return block instanceof Block.On on ? on.kind() + nodes(on.nodes()) : "none";
    }

    private static void addMemberChanges(List<String> changes, MemberRecord before, MemberRecord after) {
        addIfChanged(changes, after.id() + ": ", words(before.health()), words(after.health()));
        String standing = standing(after.standing());
        addIfChanged(changes, after.id() + ": ", standing(before.standing()), standing);
        boolean isNewLife = before.standing() instanceof Standing.InSync earlier
                && after.standing() instanceof Standing.InSync later
                && !earlier.incarnation().equals(later.incarnation());
        if (isNewLife) {
            changes.add(after.id() + ": still " + standing + ", in a new life");
        }
    }

    private static void addIfChanged(List<String> changes, String what, String before, String after) {
        if (!before.equals(after)) {
            changes.add(what + before + " -> " + after);
        }
    }

    private static String claim(Claim claim) {
        return claim instanceof Claim.Pending pending ? pending.candidate() + " at epoch " + pending.epoch() : "none";
    }

    private static String reign(Reign reign) {
        return reign instanceof Reign.Of of ? of.master() + " since epoch " + of.epoch() : "none";
    }

    private static String standing(Standing standing) {
        if (standing instanceof Standing.InSync) {
            return "in sync";
        }
        if (standing instanceof Standing.OutOfSync) {
            return "out of sync";
        }
        return standing instanceof Standing.Deposed ? "deposed" : "unproven";
    }

    private static String nodes(List<NodeId> nodes) {
        return nodes.isEmpty() ? "" : nodes.stream().map(NodeId::value).collect(Collectors.joining(" ", "(", ")"));
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
