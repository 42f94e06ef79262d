package dev.regroup.model;

/** What came of one look at a node. Immutable. */
public sealed interface Outcome {

    /** Why a node was silent. */
    enum Silence {
        /** Nobody listens at its address. */
        REFUSED,
        /** The connection broke before the answer. */
        RESET,
        /** No answer came within the deadline. */
        TIMEOUT
    }

    /** Why an answer held no information. */
    enum Refusal {
        /** Credentials missing, wrong or not sufficient. */
        AUTH,
        /** Busy with a script or module. */
        BUSY,
        /** No connection to spare. */
        MAX_CLIENTS,
        /** Its data set is being read and it tells nothing yet. */
        LOADING,
        /** Any other error reply. */
        ERROR,
        /** The answer could not be understood. */
        UNPARSABLE
    }

    /** The node answered and told about itself. */
    record Answered(NodeInfo info) implements Outcome {}

    /**
     * The node answered, so it is alive, but told nothing.
     *
     * @param refusal the class of the answer
     * @param text the answer, shortened, free of secrets
     */
    record Uninformative(Refusal refusal, String text) implements Outcome {}

    /** The node did not answer: a miss. */
    record Silent(Silence silence) implements Outcome {}
}
