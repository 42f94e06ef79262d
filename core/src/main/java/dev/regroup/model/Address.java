package dev.regroup.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a node listens. Two spellings of one place are equal: host names are folded to lower case, a trailing dot is
 * dropped, IP literals are written in their shortest form, and the loopback names ({@code localhost}, {@code
 * 127.0.0.1}, {@code ::1}) are one host. Names are never resolved here: what resolves to what is the edge's knowledge,
 * and enters as aliases of a {@link Member}. Immutable.
 *
 * @param host a host name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) {

    private static final Pattern NAME = Pattern.compile(
            "[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?" + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?");
    private static final Pattern DOTTED_NUMBERS = Pattern.compile("[0-9.]+");
    private static final String LOOPBACK = "127.0.0.1";

    /** Checks and normalises both parts; throws {@link InvalidConfiguration} if either is malformed. */
    public Address {
        if (port < 1 || port > 65535) {
            throw InvalidConfiguration.of("port " + port + " of host '" + host + "' is not within 1 to 65535");
        }
        host = normalised(host);
    }

    /** Returns the address of that host and port; throws {@link InvalidConfiguration} if either is malformed. */
    public static Address of(String host, int port) {
        return new Address(host, port);
    }

    /**
     * Reads {@code host:port} or {@code [ipv6]:port}.
     *
     * @throws InvalidConfiguration if the text is neither
     */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw InvalidConfiguration.of("address '" + text + "' is not host:port");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw InvalidConfiguration.of("address '" + text + "' needs brackets around its IPv6 host: [host]:port");
        }
        return new Address(bracketed ? host.substring(1, host.length() - 1) : host, port(text, colon + 1));
    }

    private static int port(String text, int start) {
        String digits = text.substring(start);
        if (digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw InvalidConfiguration.of("address '" + text + "' has a port that is not a number within 1 to 65535");
        }
        return Integer.parseInt(digits);
    }

    private static String normalised(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[") && lower.endsWith("]")) {
            lower = lower.substring(1, lower.length() - 1);
        }
        if (lower.indexOf(':') >= 0) {
            String ip = IpLiteral.normalisedV6(lower);
            return "::1".equals(ip) ? LOOPBACK : ip;
        }
        if (!NAME.matcher(lower).matches()) {
            throw InvalidConfiguration.of("host '" + host + "' is neither a host name nor an IP address");
        }
        if (DOTTED_NUMBERS.matcher(lower).matches()) {
            return IpLiteral.normalisedV4(lower);
        }
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return "localhost".equals(name) ? LOOPBACK : name;
    }

    /** Returns {@code host:port}, with brackets around an IPv6 host; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
