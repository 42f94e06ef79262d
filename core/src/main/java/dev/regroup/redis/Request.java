package dev.regroup.redis;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One request on its way over a connection. Confined to one dispatch.
 *
 * @param command what Lettuce sends
 * @param output where the elements of the reply are gathered, if it is an array
 */
record Request(LoopTag.Tagged<?> command, Optional<ElementsOutput> output) {

    /** Returns a request whose reply is one text. */
    static Request text(List<String> words) {
        return new Request(command(words, new TextOutput()), Optional.empty());
    }

    /** Returns a request whose reply is one text. */
    static Request text(String... words) {
        return text(List.of(words));
    }

    /** Returns a request whose reply is an array. */
    static Request elements(String... words) {
        ElementsOutput output = new ElementsOutput();
        return new Request(command(List.of(words), output), Optional.of(output));
    }

    /** Returns the answer, as soon as there is one; it never completes exceptionally. */
    CompletableFuture<Answer> answer() {
        return Answer.to(command);
    }

    /** Returns the elements of an array reply; to be called after the answer. */
    List<Answer> elements() {
        return output.map(ElementsOutput::get).map(List::copyOf).orElse(List.of());
    }

    private static <T> LoopTag.Tagged<T> command(List<String> words, CommandOutput<String, String, T> output) {
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
        words.stream().skip(1).forEach(args::add);
        return new LoopTag.Tagged<>(new Command<>(new Keyword(words.get(0).toLowerCase(Locale.ROOT)), output, args));
    }

    /** Does not print what it holds: a node repeats the words of AUTH that it does not know, and Lettuce logs outputs. */
    private static final class TextOutput extends StatusOutput<String, String> {

        TextOutput() {
            super(StringCodec.UTF8);
        }

        @Override
        public String toString() {
            return "TextOutput";
        }
    }

    /**
     * The first word of a request, in lower case. To a node that is the same. To Lettuce it is not: it would take MULTI
     * in capitals as the start of its own transaction handling, which shares state between threads and does not fit a
     * node that refuses MULTI and runs the rest one by one.
     */
    private record Keyword(String word) implements ProtocolKeyword {

        @Override
        public byte[] getBytes() {
            return word.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
