package dev.regroup.codis;

import dev.regroup.json.Tree;
import dev.regroup.model.InvalidConfiguration;
import java.math.BigInteger;

/**
 * What a field of one of Codis' structs can hold. A value outside it makes the dashboard unable to load the whole
 * product (models/store.go loads all groups or none), so none is ever written. {@code null} is the zero value of every
 * type.
 */
enum GoType {
    /** Text. */
    STRING,
    /** True or false. */
    BOOL,
    /** A signed 64-bit number. */
    INT,
    /** A signed 8-bit number. */
    INT8,
    /** An unsigned 64-bit number. */
    UINT64,
    /** Anything, checked elsewhere. */
    STRUCT;

    private static final BigInteger UINT64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /**
     * Checks a value.
     *
     * @throws InvalidConfiguration if the type cannot hold it
     */
    void check(String key, Tree value) {
        boolean isNull = value instanceof Tree.Other other && other.literal().equals("null");
        if (!isNull && !holds(value)) {
            throw InvalidConfiguration.of("'" + key + "' is no " + this + " that Go can read");
        }
    }

    private boolean holds(Tree value) {
        return switch (this) {
            case STRING -> value instanceof Tree.Text;
            case BOOL ->
                value instanceof Tree.Other other
                        && !Character.isDigit(other.literal().charAt(0))
                        && !other.literal().startsWith("-");
            case INT -> isWithin(value, BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE));
            case INT8 -> isWithin(value, BigInteger.valueOf(Byte.MIN_VALUE), BigInteger.valueOf(Byte.MAX_VALUE));
            case UINT64 -> isWithin(value, BigInteger.ZERO, UINT64_MAX) && !isNegativeZero(value);
            case STRUCT -> true;
        };
    }

    private static boolean isWithin(Tree value, BigInteger min, BigInteger max) {
        if (!(value instanceof Tree.Digits number) || number.digits().length() > 20) {
            return false;
        }
        BigInteger read = new BigInteger(number.digits());
        return read.compareTo(min) >= 0 && read.compareTo(max) <= 0;
    }

    private static boolean isNegativeZero(Tree value) {
        return value instanceof Tree.Digits number && number.digits().startsWith("-");
    }
}
