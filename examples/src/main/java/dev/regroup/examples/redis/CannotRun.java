package dev.regroup.examples.redis;

/** Thrown when this machine cannot run an example; the message is one sentence that says what to change. Immutable. */
public final class CannotRun extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An exception that says this sentence. */
    public CannotRun(String sentence) {
        super(sentence);
    }
}
