package dev.regroup.redis;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The binlog positions of a Pika as one number for each database: {@code db0:binlog_offset=<file> <offset>} (until 3.5.2
 * {@code db0 binlog_offset=…}) as file times the size of a file plus offset, which is also what Pika adds up as {@code
 * slave_repl_offset} (3.5.5, 4.0.1). Stateless, thread-safe.
 *
 * <p>A new file begins once the last one is longer than its size (pika v4.0.1, pika_binlog.cc, Binlog::Put), so that an
 * offset beyond that size and the beginning of the next file are one position, and are given one number.
 */
final class BinlogOffsets {

    private static final Pattern LINE = Pattern.compile("(?m)^db(\\d{1,9})[: ]binlog_offset=(.{0,100})$");
    private static final Pattern VALUE = Pattern.compile("(\\d{1,10}) (\\d{1,20})(,.*)?\\s*");

    private record FileOffset(BigInteger file, BigInteger offset) {}

    private BinlogOffsets() {}

    /**
     * Returns a number for each database in the order of their names; nothing if any cannot be read.
     *
     * @param text the text of INFO replication
     * @param sum what the node itself adds up, if it does; it gives the size of a file away
     * @param configuredSize the size of a file, if it is known
     */
    static Optional<List<Long>> of(String text, Optional<Long> sum, Optional<Long> configuredSize) {
        Optional<List<FileOffset>> positions = positions(text);
        if (positions.isEmpty()) {
            return Optional.empty();
        }
        BigInteger files = total(positions.get().stream().map(FileOffset::file).toList());
        if (files.signum() == 0) {
            return numbers(positions.get(), Optional.empty());
        }
        BigInteger offsets =
                total(positions.get().stream().map(FileOffset::offset).toList());
        Optional<BigInteger> size = sum.map(BinlogOffsets::unsigned)
                .map(total -> total.subtract(offsets).divideAndRemainder(files))
                .filter(quotient -> quotient[0].signum() > 0 && quotient[1].signum() == 0)
                .map(quotient -> quotient[0])
                .or(() -> configuredSize.map(BinlogOffsets::unsigned).filter(bytes -> bytes.signum() > 0));
        return size.isEmpty() ? Optional.empty() : numbers(positions.get(), size);
    }

    private static Optional<List<FileOffset>> positions(String text) {
        Map<Integer, FileOffset> byDatabase = new TreeMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            Matcher value = VALUE.matcher(line.group(2));
            if (!value.matches()) {
                return Optional.empty();
            }
            FileOffset position = new FileOffset(new BigInteger(value.group(1)), new BigInteger(value.group(2)));
            FileOffset earlier = byDatabase.put(Integer.parseInt(line.group(1)), position);
            if (earlier != null && !earlier.equals(position)) {
                return Optional.empty();
            }
        }
        return byDatabase.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(byDatabase.values()));
    }

    /** Nothing if a number does not fit into 64 unsigned bits. */
    private static Optional<List<Long>> numbers(List<FileOffset> positions, Optional<BigInteger> size) {
        List<Long> numbers = new ArrayList<>();
        for (FileOffset position : positions) {
            BigInteger number = size.map(bytes -> position.file()
                            .multiply(bytes)
                            .add(position.offset().min(bytes)))
                    .orElse(position.offset());
            if (number.bitLength() > Long.SIZE) {
                return Optional.empty();
            }
            numbers.add(number.longValue());
        }
        return Optional.of(numbers);
    }

    private static BigInteger total(List<BigInteger> numbers) {
        return numbers.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger unsigned(long number) {
        return new BigInteger(Long.toUnsignedString(number));
    }
}
