package dev.regroup.node;

import dev.regroup.model.Member;
import dev.regroup.model.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Looks at nodes and commands them. Thread-safe. No method blocks: name resolution, connecting and waiting happen on
 * the implementation's own threads, since one caller's thread serves many groups. A stage that completes exceptionally
 * is a bug of the implementation.
 */
public interface Nodes extends AutoCloseable {

    /**
     * Looks at a node once. The stage always completes, on any thread. The deadline runs while the node has the word: what
     * waits for a turn of the implementation (its first start, a thousand connections at once) or is found late because
     * the process stood still is not the silence of a node, and may delay the answer. A look never changes anything on
     * the node. Looks at one node may overlap; each is answered on its own.
     *
     * @param member whom to look at
     * @param deadline how long the node may take before it counts as silent
     */
    CompletionStage<Outcome> look(Member member, Duration deadline);

    /**
     * Sends a command. The stage completes at the deadline at the latest, with {@link Sent.Maybe} if nothing is known
     * by then; a {@link Sent.Maybe} can still take effect later, so the sender has to look before it decides anew.
     * Commands to one node are not reordered. Each is idempotent on the node.
     *
     * @param command what to do
     * @param deadline how long to wait before the outcome is unknown
     */
    CompletionStage<Sent> send(Command command, Duration deadline);

    /**
     * Calls the listener whenever the connection to a node was closed by the other side, so that a look can follow at
     * once; a closed connection alone is not a miss. The listener is called on a thread of the implementation and must
     * not block; it replaces an earlier one for the same member.
     */
    void onClosed(Member member, Runnable listener);

    /** Drops what is kept for a member (connection, listener). Unknown members are ignored. */
    void forget(Member member);

    /** Closes all connections and releases owned threads; idempotent, takes at most a few seconds. */
    @Override
    void close();
}
