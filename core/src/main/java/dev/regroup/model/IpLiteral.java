package dev.regroup.model;

/** Canonical text of IP address literals (IPv6 as in RFC 5952), without any name look-up. */
final class IpLiteral {

    private static final int GROUPS = 8;

    private IpLiteral() {}

    static String normalisedV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw malformed(text);
        }
        StringBuilder out = new StringBuilder(15);
        for (String part : parts) {
            boolean isByte =
                    !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!isByte || Integer.parseInt(part) > 255) {
                throw malformed(text);
            }
            out.append(out.length() == 0 ? "" : ".").append(Integer.parseInt(part));
        }
        return out.toString();
    }

    /**
     * Normalises an IPv6 literal in lower case; an IPv4-mapped one becomes the IPv4 address; a zone is kept as it is.
     */
    static String normalisedV6(String text) {
        int percent = text.indexOf('%');
        String zone = percent < 0 ? "" : text.substring(percent);
        int[] groups = groups(percent < 0 ? text : text.substring(0, percent));
        if (isMappedV4(groups)) {
            return (groups[6] >> 8) + "." + (groups[6] & 255) + "." + (groups[7] >> 8) + "." + (groups[7] & 255);
        }
        return shortest(groups) + zone;
    }

    private static int[] groups(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            throw malformed(text);
        }
        int[] head = gap < 0 ? side(text, text) : side(text.substring(0, gap), text);
        int[] tail = gap < 0 ? new int[0] : side(text.substring(gap + 2), text);
        boolean complete = gap < 0 ? head.length == GROUPS : head.length + tail.length < GROUPS;
        if (!complete) {
            throw malformed(text);
        }
        int[] all = new int[GROUPS];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, GROUPS - tail.length, tail.length);
        return all;
    }

    private static int[] side(String side, String whole) {
        if (side.isEmpty()) {
            return new int[0];
        }
        String[] parts = side.split(":", -1);
        boolean endsInV4 = parts[parts.length - 1].indexOf('.') >= 0;
        int[] groups = new int[parts.length + (endsInV4 ? 1 : 0)];
        for (int i = 0; i < parts.length; i++) {
            if (endsInV4 && i == parts.length - 1) {
                String[] bytes = normalisedV4(parts[i]).split("\\.", -1);
                groups[i] = Integer.parseInt(bytes[0]) << 8 | Integer.parseInt(bytes[1]);
                groups[i + 1] = Integer.parseInt(bytes[2]) << 8 | Integer.parseInt(bytes[3]);
            } else {
                groups[i] = group(parts[i], whole);
            }
        }
        return groups;
    }

    private static int group(String part, String whole) {
        boolean isHex = !part.isEmpty()
                && part.length() <= 4
                && part.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        if (!isHex) {
            throw malformed(whole);
        }
        return Integer.parseInt(part, 16);
    }

    private static boolean isMappedV4(int[] groups) {
        for (int i = 0; i < 5; i++) {
            if (groups[i] != 0) {
                return false;
            }
        }
        return groups[5] == 0xffff;
    }

    private static String shortest(int[] groups) {
        int bestStart = -1;
        int bestLength = 1;
        for (int start = 0; start < GROUPS; start++) {
            int length = zeros(groups, start);
            if (length > bestLength) {
                bestStart = start;
                bestLength = length;
            }
        }
        StringBuilder out = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == bestStart) {
                out.append("::");
                i += bestLength - 1;
            } else {
                boolean first = out.length() == 0 || out.charAt(out.length() - 1) == ':';
                out.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return out.toString();
    }

    private static int zeros(int[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static InvalidConfiguration malformed(String text) {
        return InvalidConfiguration.of("'" + text + "' is not an IP address");
    }
}
