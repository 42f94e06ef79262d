package dev.regroup.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints which clauses of a contract an implementation keeps, as sentences, when all have been tried. */
public final class ClausePrinter implements TestWatcher, AfterAllCallback {

    private final ConcurrentHashMap<Class<?>, List<String>> lines = new ConcurrentHashMap<>();

    @Override
    public void testSuccessful(ExtensionContext context) {
        note(context, "kept   ");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        note(context, "BROKEN ");
    }

    private void note(ExtensionContext context, String result) {
        boolean isClause =
                context.getRequiredTestMethod().getDeclaringClass().getName().endsWith("Clauses")
                        || context.getRequiredTestMethod().getDeclaringClass() == CoordinatorContract.class;
        if (isClause) {
            lines.computeIfAbsent(context.getRequiredTestClass(), unused -> new ArrayList<>())
                    .add(result + sentence(context.getRequiredTestMethod().getName()));
        }
    }

    private static String sentence(String name) {
        String words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Class<?> implementation = context.getRequiredTestClass();
        List<String> tried = lines.getOrDefault(implementation, List.of());
        long kept = tried.stream().filter(line -> line.startsWith("kept")).count();
        StringBuilder out = new StringBuilder()
                .append("Coordinator contract on ")
                .append(implementation.getSimpleName())
                .append(": ")
                .append(kept)
                .append(" of ")
                .append(tried.size())
                .append(" clauses kept\n");
        new TreeSet<>(tried).forEach(line -> out.append("  ").append(line).append('\n'));
        System.out.print(out);
    }
}
