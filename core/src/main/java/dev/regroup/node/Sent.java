package dev.regroup.node;

import java.util.List;

/** What became of a command. Immutable. */
public sealed interface Sent {

    /**
     * It took effect, or the node was so already.
     *
     * @param warnings what went wrong beside it, for example that the new role could not be persisted; usually empty
     */
    record Applied(List<String> warnings) implements Sent {

        /** Copies the list. */
        public Applied {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The node refused it.
     *
     * @param retry whether the same command may succeed later
     * @param text the node's answer, shortened, free of secrets
     */
    record Rejected(Retry retry, String text) implements Sent {}

    /**
     * Nothing was sent that could take effect.
     *
     * @param reason why, in one sentence
     */
    record NotSent(String reason) implements Sent {}

    /** It may have taken effect, or may still: look. */
    record Maybe() implements Sent {}

    /** Whether repeating helps. */
    enum Retry {
        /** It may succeed later. */
        LATER,
        /** It will be refused again. */
        NEVER
    }
}
