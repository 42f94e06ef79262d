package dev.regroup.redis;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the elements of the reply to EXEC. Errors among them are elements, too: the others were carried out.
 * Confined to the event loop until the command is completed.
 */
final class ExecOutput extends CommandOutput<String, String, List<Answer>> {

    private boolean isArray;

    ExecOutput() {
        super(StringCodec.UTF8, new ArrayList<>());
    }

    @Override
    public void multi(int count) {
        isArray = true;
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        output.add(new Answer.Text(bytes == null ? "" : decodeString(bytes)));
    }

    @Override
    public void set(long integer) {
        output.add(new Answer.Text(Long.toString(integer)));
    }

    @Override
    public void setError(ByteBuffer error) {
        if (isArray) {
            output.add(new Answer.Refused(decodeString(error)));
        } else {
            super.setError(error);
        }
    }
}
