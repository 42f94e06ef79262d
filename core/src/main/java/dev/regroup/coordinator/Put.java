package dev.regroup.coordinator;

/**
 * A register to write. Immutable.
 *
 * @param key its path
 * @param value its new content
 * @param life how long it stays if this creates it; one that is there keeps the life it was created with
 */
public record Put(String key, Bytes value, Life life) {

    /** How long a register stays. */
    public enum Life {
        /** Until it is deleted. */
        DURABLE,
        /**
         * Until the session of the client that created it ends: when the client is closed, or the store has not heard
         * of it for too long.
         */
        SESSION
    }

    /** Creates one that stays until it is deleted. */
    public Put(String key, Bytes value) {
        this(key, value, Life.DURABLE);
    }
}
