package dev.regroup.architecture.planted.journal;

import com.fasterxml.jackson.core.JsonToken;
import dev.regroup.architecture.planted.node.Port;

/** Each class names one thing that a journal must not know. */
public final class JournalMisplaced {

    public record NamesAPort(Port port) {}

    public record NamesJackson(JsonToken token) {}

    private JournalMisplaced() {}
}
