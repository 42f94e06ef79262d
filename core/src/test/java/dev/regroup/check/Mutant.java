package dev.regroup.check;

import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The shipped reducer with one named patch, compiled from source.
 *
 * @param name what is wrong with it
 * @param file the file of {@code dev.regroup.reduce} that is patched
 * @param original text that must occur there exactly once
 * @param patched what stands there instead
 */
record Mutant(String name, String file, String original, String patched) {

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final String PACKAGE = "dev/regroup/reduce";

    /** Returns the mutant's reducer; fails if the patch does not apply or does not compile. */
    BiFunction<GroupState, Observation, Reduction> reducer(Policy policy, Path scratch) {
        try {
            Path classes = Files.createTempDirectory(scratch, "mutant");
            compile(classes);
            Class<?> type = new PatchedFirst(classes).loadClass("dev.regroup.reduce.Reducer");
            Object reducer = type.getMethod("of", Policy.class).invoke(null, policy);
            Method reduce = type.getMethod("reduce", GroupState.class, Observation.class);
            return (state, observation) -> invoke(reduce, reducer, state, observation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static Reduction invoke(Method reduce, Object reducer, GroupState state, Observation observation) {
        try {
            return (Reduction) reduce.invoke(reducer, state, observation);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void compile(Path classes) throws IOException {
        Path sources = Files.createDirectories(classes.resolve("src").resolve(PACKAGE));
        List<String> arguments =
                new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", classPath()));
        try (Stream<Path> files = Files.list(SOURCES.resolve(PACKAGE))) {
            for (Path source : files.toList()) {
                Path copy = sources.resolve(source.getFileName().toString());
                Files.writeString(copy, text(source));
                arguments.add(copy.toString());
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int exit = compiler.run(null, null, null, arguments.toArray(String[]::new));
        if (exit != 0) {
            throw new IllegalStateException("the mutant '" + name + "' does not compile");
        }
    }

    private String text(Path source) throws IOException {
        String text = Files.readString(source);
        if (!source.endsWith(file)) {
            return text;
        }
        int first = text.indexOf(original);
        if (first < 0 || text.indexOf(original, first + 1) >= 0) {
            throw new IllegalStateException("the patch '" + name + "' does not apply exactly once to " + file);
        }
        return text.replace(original, patched);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Loads the patched package from its own classes and everything else from the test's class path. */
    private static final class PatchedFirst extends URLClassLoader {

        PatchedFirst(Path classes) throws IOException {
            super(new URL[] {classes.toUri().toURL()}, Mutant.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                boolean isPatched = name.startsWith("dev.regroup.reduce.");
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : isPatched ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }
}
