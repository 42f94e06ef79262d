package dev.regroup.journal;

/** What a line turned out to be. Immutable. */
public sealed interface Decoding<T> {

    /**
     * A well-formed line.
     *
     * @param value what it holds
     */
    record Decoded<T>(T value) implements Decoding<T> {}

    /**
     * Not a line of ours, or a damaged one.
     *
     * @param reason what is wrong, in one sentence
     */
    record Unreadable<T>(String reason) implements Decoding<T> {}

    /**
     * A line that this version must not read.
     *
     * @param minReader the lowest format that a reader must know
     */
    record TooNew<T>(int minReader) implements Decoding<T> {}
}
