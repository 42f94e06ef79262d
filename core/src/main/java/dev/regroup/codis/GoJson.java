package dev.regroup.codis;

import dev.regroup.json.Tree;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/**
 * JSON as Go's {@code json.MarshalIndent(v, "", "    ")} writes it (encoding/json of Go 1.21 and before): four spaces,
 * no newline at the end, {@code <}, {@code >}, {@code &} and the two line separators of Unicode escaped, all other
 * characters as they are. Pure.
 */
final class GoJson {

    private static final String INDENT = "    ";

    private GoJson() {}

    static String write(Tree tree) {
        StringBuilder out = new StringBuilder();
        write(tree, "\n", out);
        return out.toString();
    }

    private static void write(Tree tree, String line, StringBuilder out) {
        if (tree instanceof Tree.Fields fields) {
            writeFields(fields, line, out);
        } else if (tree instanceof Tree.Items items) {
            writeItems(items, line, out);
        } else if (tree instanceof Tree.Text text) {
            writeText(text.value(), out);
        } else if (tree instanceof Tree.Digits number) {
            out.append(number.digits());
        } else if (tree instanceof Tree.Other other) {
            out.append(other.literal());
        }
    }

    private static void writeFields(Tree.Fields fields, String line, StringBuilder out) {
        String inner = line + INDENT;
        out.append('{');
        Iterator<Map.Entry<String, Tree>> entries = fields.byKey().entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Tree> entry = entries.next();
            out.append(inner);
            writeText(entry.getKey(), out);
            out.append(": ");
            write(entry.getValue(), inner, out);
            out.append(entries.hasNext() ? "," : line);
        }
        out.append('}');
    }

    private static void writeItems(Tree.Items items, String line, StringBuilder out) {
        String inner = line + INDENT;
        out.append('[');
        Iterator<Tree> all = items.all().iterator();
        while (all.hasNext()) {
            out.append(inner);
            write(all.next(), inner, out);
            out.append(all.hasNext() ? "," : line);
        }
        out.append(']');
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> writeCharacter(text, i, out);
            }
        }
        out.append('"');
    }

    /** Go has no half surrogate pairs: reading one makes it the replacement character. */
    private static void writeCharacter(String text, int i, StringBuilder out) {
        char c = text.charAt(i);
        boolean isEscaped = c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029';
        boolean isHighAlone = Character.isHighSurrogate(c) && !isFollowedByLow(text, i);
        boolean isLowAlone = Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
        if (isEscaped) {
            out.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
        } else {
            out.append(isHighAlone || isLowAlone ? '\ufffd' : c);
        }
    }

    private static boolean isFollowedByLow(String text, int i) {
        return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
}
