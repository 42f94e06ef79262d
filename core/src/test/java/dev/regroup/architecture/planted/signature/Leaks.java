package dev.regroup.architecture.planted.signature;

import io.vavr.Function1;
import io.vavr.Value;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Each public class shows a type of vavr in another place. */
public final class Leaks {

    public interface InReturnType {
        Option<String> name();
    }

    public interface InParameter {
        void rename(Option<String> name);
    }

    public interface InTypeArgument {
        List<Map<String, ? extends Option<?>>> names();
    }

    public interface InArray {
        Option<?>[] names();
    }

    public interface InMethodBound {
        <T extends Value<String>> void accept(T value);
    }

    public interface InClassBound<T extends Value<String>> {
        T value();
    }

    public interface InSupertype extends Function1<String, String> {}

    public interface InSupertypeArgument extends Supplier<Seq<String>> {}

    public record InComponent(Seq<String> names) {}

    public static final class InField {
        public final Option<String> name = Option.none();
    }

    public static class InProtectedField {
        protected final Option<String> name = Option.none();
    }

    public static final class InConstructor {
        public InConstructor(Option<String> name) {
            Objects.requireNonNull(name);
        }
    }

    public static final class InInheritedMethod extends Hidden {}

    static class Hidden {
        public Option<String> name() {
            return Option.none();
        }
    }

    private Leaks() {}
}
