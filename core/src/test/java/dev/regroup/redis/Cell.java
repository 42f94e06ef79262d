package dev.regroup.redis;

/**
 * One cell of a table that is both shown and tested. Immutable.
 *
 * @param row the first heading
 * @param column the second heading
 * @param expected what is promised
 * @param seen what was seen
 */
public record Cell(String row, String column, String expected, String seen) {

    /** Tells whether what was seen is what is promised. */
    public boolean isAsExpected() {
        return expected.equals(seen);
    }
}
