package dev.regroup.redis;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the elements of an array, errors included (in the reply to EXEC the others were carried out), and whatever
 * length it claims to have: nothing is set aside for elements that have not come. Confined to the event loop until the
 * command is completed.
 */
final class ElementsOutput extends CommandOutput<String, String, List<Answer>> {

    private boolean isArray;

    ElementsOutput() {
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

    /** Does not print what it holds: an error may repeat a secret, and Lettuce logs outputs. */
    @Override
    public String toString() {
        return "ElementsOutput";
    }
}
