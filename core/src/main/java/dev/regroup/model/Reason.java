package dev.regroup.model;

import java.util.List;

/**
 * A named cause of a change. Immutable.
 *
 * @param code which cause; two different causes never share one
 * @param nodes whom it concerns, the subject first
 */
public record Reason(Code code, List<NodeId> nodes) {

    /** Copies the list. */
    public Reason {
        nodes = List.copyOf(nodes);
    }

    /** Returns a reason that concerns these nodes, the subject first. */
    public static Reason of(Code code, NodeId... nodes) {
        return new Reason(code, List.of(nodes));
    }

    /** The causes. */
    public enum Code {
        /** A node answered: it is recorded as up, whatever its role. */
        NODE_UP,
        /** A node was silent for as long as the policy asks. */
        NODE_DOWN,
        /** Exactly one master was found that all others follow: it is recorded, nobody is commanded. */
        ADOPTED_RUNNING_GROUP,
        /** No master was recorded, every member is an empty one, and the policy takes the first that may be it. */
        ADOPTED_FRESH_GROUP,
        /** A replica was seen in step with the recorded master. */
        SYNC_GAINED,
        /** A replica was seen without a live link while the master lived. */
        SYNC_LOST_LINK,
        /** A replica follows somebody else than the recorded master. */
        SYNC_LOST_POINTER,
        /** A replica tells of a link, or nothing, but its master does not name it among those that it feeds. */
        SYNC_LOST_UNFED,
        /** A replica has told nothing for long, and its master does not tell whom it feeds. */
        SYNC_LOST_UNUSABLE,
        /** A replica copies everything anew, or reads such a copy: what it holds meanwhile is not the group's data. */
        SYNC_LOST_COPYING,
        /** A replica was made master by somebody else while the recorded master lives. */
        SYNC_LOST_PROMOTED,
        /** A replica was seen further behind the master than {@code lagMax}. */
        SYNC_LOST_LAG,
        /** A replica's process was restarted: what it missed in between is not known. */
        SYNC_LOST_RESTART,
        /** A replica fell silent: what it misses meanwhile is not known. */
        SYNC_LOST_SILENCE,
        /** A replica that is not in sync came back in a new life and follows the recorded master. */
        FOLLOWS_IN_NEW_LIFE,
        /** The recorded master came back in a new life, and nothing speaks against its having its data. */
        MASTER_RESTARTED,
        /**
         * The recorded master came back in a new life with keys, but in an unrelated history, and a replica that had
         * everything has not linked to it: nobody knows whether it has its data. Nothing is done until that is settled.
         */
        MASTER_DATA_UNKNOWN,
        /** The recorded master, in the same life, goes on under a new history: it was a replica in between. */
        MASTER_HISTORY_RENEWED,
        /** The recorded master is a replica now: how far it reached when it was last seen as master is kept. */
        MASTER_TURNED_REPLICA,
        /** A Pika that followed it is a master now: how far it had come when it was last seen linked is kept. */
        REPLICA_TURNED_MASTER,
        /** The recorded master is seen to hold keys for the first time: it will have lost data if it comes back without. */
        MASTER_HAS_KEYS,
        /** The recorded master came back in a new life without a key, and had data. */
        MASTER_CAME_BACK_EMPTY,
        /** The recorded master came back in a new life with a position behind what it had, as from an old snapshot. */
        MASTER_CAME_BACK_BEHIND,
        /** The recorded master came back in a new life with an unrelated history, and loads no append-only file. */
        MASTER_CAME_BACK_UNRELATED,
        /** The recorded master, in the same life, has less than it had, or what somebody else had: as a replica it copied that. */
        MASTER_COPIED_LESS,
        /** The recorded master, which had lost data, was restarted once more, and has not got it back. */
        MASTER_STILL_LACKS_DATA,
        /** Nobody has the data any more that the recorded master lost: the group goes on without it. */
        DATA_LOSS_ACCEPTED,
        /** A replica has copied the data of a master that lost its own. */
        SYNC_LOST_COPIED,
        /** A node whose reign has ended, or that had to let go, has a link to the recorded master. */
        REJOINED,
        /** A former master is seen beyond the beginning of the present reign in the same history: it has to copy everything. */
        DEPOSED_GONE_ON,
        /** A replica is seen with more of a former reign, or of another master, than the present reign began with. */
        AHEAD_OF_REIGN,
        /** Somebody who is master beside the recorded one, and never reigned, has more than before: it copies everything. */
        GONE_ON_AS_MASTER,
        /**
         * A node of a former reign is seen with no more than the present one began with, in the same history, or as a
         * replica that follows the present master, or another one that does: it need not copy what it has.
         */
        CONTINUES_REIGN,
        /** A node that has to copy everything was seen doing so. */
        FULL_COPY_BEGAN,
        /** A replica that was copying everything is linked again. */
        FULL_COPY_ENDED,
        /** A node that was copying everything follows the recorded master no more: it has to begin anew. */
        FULL_COPY_BROKE_OFF,
        /** A node that had to copy everything has a link, and nobody saw it copy: it has to once more. */
        FULL_COPY_UNSEEN,
        /** A node that nobody saw copy has let go: it has to copy everything once more, and its next link is taken for an answer. */
        FULL_COPY_ASKED_AGAIN,
        /** A node that let go needs a full copy, which the policy forbids: it is not asked for any more. */
        FULL_COPY_HELD,
        /** The master is down and the best replica was chosen. */
        MASTER_DOWN_ELECTED,
        /** The master came back without its data, and a replica that still has it was chosen. */
        MASTER_LOST_DATA_ELECTED,
        /** The master tells nothing for longer than the policy allows, and the best replica was chosen. */
        MASTER_UNUSABLE_ELECTED,
        /** The recorded master is a replica and cannot be made master again, nobody is master, and the best was chosen. */
        MASTERLESS_ELECTED,
        /**
         * The same, but nobody is proven to have every write: all are seen, and the chosen one has all that is left, which may be
         * less than the recorded master had.
         */
        BEST_LEFT_ELECTED,
        /** Nobody is known to have every write, and the policy prefers a master that lacks some to none. */
        ELECTED_WITHOUT_PROOF,
        /** The claimed node was seen as master: it is recorded. */
        CLAIM_CONFIRMED,
        /** The recorded master is down and the elected node is master already. */
        ADOPTED_MASTER_WHILE_DOWN,
        /** The recorded master follows a member that is master and has its writes. */
        ADOPTED_FOLLOWED_MASTER,
        /** The claim ended: the recorded master answered as master before any Promote was sent. */
        CLAIM_ENDED_MASTER_RETURNED,
        /** The claim ended: long after the last Promote the candidate still follows the recorded master. */
        CLAIM_ENDED_STILL_FOLLOWING,
        /** The claim ended before any Promote was sent: somebody shows that its candidate lacks too many writes. */
        CLAIM_ENDED_CANDIDATE_LAGS,
        /** The claim ended: its candidate is down. */
        CLAIM_ENDED_CANDIDATE_DOWN,
        /** The claim ended: its candidate was restarted, so what it missed is not known. */
        CLAIM_ENDED_CANDIDATE_RESTARTED,
        /** The claim ended: its candidate refused to become master; it counts as out of sync from now on. */
        CLAIM_ENDED_CANDIDATE_REFUSED,
        /** The claim ended: its candidate answers, but tells nothing. */
        CLAIM_ENDED_CANDIDATE_UNUSABLE,
        /** The claim ended: its candidate reads a data set, and serves nobody. */
        CLAIM_ENDED_CANDIDATE_LOADING,
        /** The claim ended: its candidate must not be promoted, by its own word. */
        CLAIM_ENDED_CANDIDATE_INELIGIBLE,
        /** The claim ended: its candidate has lost its mark, so that it may lack writes. */
        CLAIM_ENDED_CANDIDATE_OUT_OF_SYNC,
        /** The claim ended: its candidate no longer has the data for which it was chosen. */
        CLAIM_ENDED_CANDIDATE_LOST_DATA,
        /** A claim is pending and its candidate is not yet master: it is told to be. */
        PROMOTE_CLAIMED,
        /** The recorded master is a replica and there is no other master: it is told to be master. */
        PROMOTE_RECORDED,
        /** A node whose reign has ended is told to follow. */
        FOLLOW_DEPOSED,
        /** A node whose reign has ended is told to follow; it has writes that the new reign does not have, which it discards. */
        FOLLOW_DISCARDING,
        /**
         * A node whose reign has ended is told to copy everything: it went on beyond the beginning of the present reign in
         * the same history, which its server would not notice.
         */
        FOLLOW_IN_FULL,
        /** A node that was made to follow nobody has let go: it is told to follow the master. */
        FOLLOW_DETACHED,
        /** A replica's link has given up: it has to let go and to copy everything anew. */
        DETACHED_STUCK,
        /** A replica's last full copy was not finished: it has to let go and to copy everything anew. */
        DETACHED_INCOMPLETE,
        /** A former master went on, and follows the present one without having copied: it has to let go and to copy everything. */
        DETACHED_GONE_ON,
        /** A former master that had to copy everything has a link, and nobody saw it copy: it has to let go, and to copy. */
        DETACHED_NOT_COPIED,
        /** A replica that has more than the present reign began with has to let go and to copy everything. */
        DETACHED_AHEAD,
        /** A Pika replica has had no link for too long, which only letting go heals: it has to, and to follow again. */
        DETACHED_UNLINKED,
        /** A replica is followed in a circle and refuses to follow the master: it has to let go first. */
        DETACHED_FROM_CIRCLE,
        /** A node that has to let go still follows: it is told to follow nobody. */
        DETACH_RECORDED,
        /** A node whose reign has ended refuses to follow: its clients are dropped meanwhile. */
        FENCE_DEPOSED,
        /** A replica follows another member than the master: it is told to follow the master. */
        FOLLOW_WRONG_POINTER,
        /** A replica follows itself, as a server accepts: it is told to follow the master. */
        FOLLOW_SELF_POINTER,
        /** A replica follows a node outside the group: it is told to follow the master. */
        FOLLOW_FOREIGN_POINTER,
        /** A replica came back from a restart as a master of its own: it is told to follow. */
        FOLLOW_RESTARTED_AS_MASTER,
        /** A node was made master by somebody else but took no writes: it is told to follow. */
        FOLLOW_WITHOUT_WRITES,
        /** A node was made master by somebody else: the policy has it follow, whatever it took meanwhile. */
        FOLLOW_REVERTED,
        /** A master would be recorded, or a claim made, but no epoch is left: somebody has written the highest one. */
        EPOCHS_USED_UP,
        /** Something stands in the way that only an event from outside can end. */
        BLOCKED,
        /** What stood in the way is gone: there is a claim, or a new reign. */
        UNBLOCKED_BY_CHOICE,
        /** What stood in the way is gone: the recorded master is seen as master, or is told to be. */
        UNBLOCKED_BY_MASTER,
        /** What stood in the way is gone: nobody has the lost data any more, or the master has it back. */
        UNBLOCKED_BY_LOSS_SETTLED,
        /** What stood in the way is gone: nodes that were left alone follow, or may be told to again. */
        UNBLOCKED_BY_NODES,
        /** What stood in the way is gone: the nodes that were left alone are down. */
        UNBLOCKED_BY_ABSENCE
    }

    @Override
    public String toString() {
        return nodes.isEmpty() ? code.name() : code + nodes.toString();
    }
}
