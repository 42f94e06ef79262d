package dev.regroup.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A shipped package with patches, compiled from source beside the shipped one. */
final class Patched {

    /**
     * One change.
     *
     * @param file the file that is patched
     * @param original text that must occur there exactly once
     * @param patched what stands there instead
     */
    record Patch(String file, String original, String patched) {}

    private static final Path SOURCES = Path.of("src", "main", "java");

    private final String inPackage;
    private final ClassLoader loader;

    private Patched(String inPackage, ClassLoader loader) {
        this.inPackage = inPackage;
        this.loader = loader;
    }

    /** Compiles it; fails if a patch does not apply or does not compile. */
    static Patched compile(String name, String inPackage, List<Patch> patches, Path scratch) {
        try {
            Path classes = Files.createTempDirectory(scratch, "patched");
            compileAll(name, inPackage.replace('.', '/'), patches, classes);
            return new Patched(inPackage, new PatchedFirst(inPackage, classes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a class of that package. */
    Class<?> load(String name) throws ClassNotFoundException {
        return loader.loadClass(inPackage + "." + name);
    }

    private static void compileAll(String name, String folder, List<Patch> patches, Path classes) throws IOException {
        Path sources = Files.createDirectories(classes.resolve("src").resolve(folder));
        List<String> arguments =
                new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", classPath()));
        try (Stream<Path> files = Files.list(SOURCES.resolve(folder))) {
            for (Path source : files.toList()) {
                Path copy = sources.resolve(source.getFileName().toString());
                Files.writeString(copy, text(name, source, patches));
                arguments.add(copy.toString());
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int exit = compiler.run(null, null, null, arguments.toArray(String[]::new));
        if (exit != 0) {
            throw new IllegalStateException("the mutant '" + name + "' does not compile");
        }
    }

    private static String text(String name, Path source, List<Patch> patches) throws IOException {
        String text = Files.readString(source);
        for (Patch patch : patches) {
            if (source.endsWith(patch.file())) {
                int first = text.indexOf(patch.original());
                if (first < 0 || text.indexOf(patch.original(), first + 1) >= 0) {
                    throw new IllegalStateException(
                            "the patch '" + name + "' does not apply exactly once to " + patch.file());
                }
                text = text.replace(patch.original(), patch.patched());
            }
        }
        return text;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Loads the patched package from its own classes and everything else from the test's class path. */
    private static final class PatchedFirst extends URLClassLoader {

        private final String prefix;

        PatchedFirst(String inPackage, Path classes) throws IOException {
            super(new URL[] {classes.toUri().toURL()}, Patched.class.getClassLoader());
            this.prefix = inPackage + ".";
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null
                        ? loaded
                        : name.startsWith(prefix) ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }
}
