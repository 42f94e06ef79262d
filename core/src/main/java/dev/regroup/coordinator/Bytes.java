package dev.regroup.coordinator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The content of a register. Immutable. */
public final class Bytes {

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Returns a copy of that content. */
    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    /** Returns the text in UTF-8. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a copy of the content. */
    public byte[] toArray() {
        return content.clone();
    }

    /** Returns the number of bytes. */
    public int size() {
        return content.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** Returns the content read as UTF-8. */
    @Override
    public String toString() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
