package dev.regroup.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.regroup.journal.Decoding;
import dev.regroup.journal.Inputs;
import dev.regroup.journal.JournalCodec;
import dev.regroup.model.Reduction;
import dev.regroup.reduce.Reducer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Reduces each line of standard input, one after the other. Confined to one thread. */
@Command(
        name = "reduce",
        header = "Reduces one policy, state and observation for each line of standard input.",
        description = {
            "A line is {\"policy\":{...},\"state\":{...},\"observation\":{...}}, or a line of a journal; its format is"
                    + " journal.schema.json in the package dev.regroup.journal. The policy, or any key of it, may be"
                    + " left out and is the default then.",
            "Each line is answered at once by one line with the reduction, or with {\"error\":\"...\"}."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:every line was reduced",
            "1:standard input or output broke",
            "2:wrong arguments, or a line could not be reduced"
        })
public final class Reduce implements Callable<Integer> {

    private static final int ALL_REDUCED = 0;
    private static final int BROKEN = 1;
    private static final int BAD_LINE = 2;
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private Reduce() {}

    /** Returns the exit code once standard input has ended. */
    @Override
    public Integer call() {
        return run(System.in, System.out);
    }

    /** Answers every line; ends early if nobody takes the answers. */
    static int run(InputStream input, PrintStream output) {
        InputStream in = new BufferedInputStream(input);
        int code = ALL_REDUCED;
        try {
            for (Optional<byte[]> line = line(in); line.isPresent(); line = line(in)) {
                Answer answer = answer(line.get());
                // Not println: the end of a line is the same on every system.
                output.print(answer.text() + "\n");
                if (output.checkError()) {
                    return BROKEN;
                }
                code = Math.max(code, answer.code());
            }
            return code;
        } catch (IOException broken) {
            return BROKEN;
        }
    }

    /** Returns what stands before the next end of line; empty behind the last one. */
    private static Optional<byte[]> line(InputStream in) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            content.write(next);
            next = in.read();
        }
        return next < 0 && content.size() == 0 ? Optional.empty() : Optional.of(content.toByteArray());
    }

    private static Answer answer(byte[] line) {
        Decoding<Inputs> decoding = JournalCodec.decodeInputs(line);
        if (decoding instanceof Decoding.Decoded<Inputs> decoded) {
            Inputs inputs = decoded.value();
            Reduction reduction = Reducer.of(inputs.policy()).reduce(inputs.state(), inputs.observation());
            return new Answer(ALL_REDUCED, JournalCodec.encode(reduction));
        }
        return error(
                decoding instanceof Decoding.TooNew<Inputs> newer
                        ? "a reader must know format " + newer.minReader() + ", and this one knows "
                                + JournalCodec.FORMAT
                        : ((Decoding.Unreadable<Inputs>) decoding).reason());
    }

    private static Answer error(String reason) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("error", reason);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing '" + reason + "' to memory failed", impossible);
        }
        return new Answer(BAD_LINE, text.toString());
    }

    private record Answer(int code, String text) {}
}
