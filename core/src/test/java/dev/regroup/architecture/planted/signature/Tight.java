package dev.regroup.architecture.planted.signature;

import io.vavr.collection.Vector;
import java.util.List;

/** Uses vavr without showing it. */
public final class Tight {

    private final Vector<String> names;

    private Tight(Vector<String> names) {
        this.names = names;
    }

    public static Tight of(List<String> names) {
        return new Tight(Vector.ofAll(names));
    }

    public List<String> names() {
        return names.asJava();
    }

    Vector<String> inside() {
        return names;
    }

    /** Nobody outside this package can name it. */
    record Hidden(Vector<String> names) {}
}
