package dev.regroup.coordinator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.regroup.model.Address;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Position;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Writes the document of a record. Confined to one call. */
final class RecordWriter {

    /** Everything beyond ASCII is escaped, so that any text, also half a surrogate pair, survives UTF-8. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final JsonGenerator out;

    private RecordWriter(JsonGenerator out) {
        this.out = out;
    }

    static Bytes write(GroupRecord record) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            new RecordWriter(out).document(record);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing " + record + " to memory failed", impossible);
        }
        return Bytes.utf8(text.toString());
    }

    /** The value of an enum constant as documents spell it: {@code LINK_DOWN} is {@code link-down}. */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void document(GroupRecord record) throws IOException {
        out.writeStartObject();
        out.writeNumberField("format", NativeLayout.FORMAT);
        out.writeNumberField("minReader", 1);
        out.writeStringField("group", record.id().value());
        out.writeNumberField("epoch", record.epoch());
        reign(record.reign());
        claim(record.claim());
        block(record.block());
        out.writeArrayFieldStart("members");
        for (MemberRecord member : record.members()) {
            member(member);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void reign(Reign reign) throws IOException {
        if (reign instanceof Reign.Of of) {
            out.writeObjectFieldStart("reign");
            out.writeNumberField("epoch", of.epoch());
            out.writeStringField("master", of.master().value());
            position("start", of.start());
            out.writeEndObject();
        }
    }

    private void claim(Claim claim) throws IOException {
        if (claim instanceof Claim.Pending pending) {
            out.writeObjectFieldStart("claim");
            out.writeNumberField("epoch", pending.epoch());
            out.writeStringField("candidate", pending.candidate().value());
            out.writeStringField("incarnation", pending.incarnation().value());
            out.writeStringField("cause", kebab(pending.cause()));
            out.writeEndObject();
        }
    }

    private void block(Block block) throws IOException {
        if (block instanceof Block.On on) {
            out.writeObjectFieldStart("block");
            out.writeStringField("kind", kebab(on.kind()));
            out.writeArrayFieldStart("nodes");
            for (NodeId node : on.nodes()) {
                out.writeString(node.value());
            }
            out.writeEndArray();
            out.writeEndObject();
        }
    }

    private void member(MemberRecord member) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", member.id().value());
        out.writeStringField("address", member.member().address().toString());
        out.writeArrayFieldStart("aliases");
        for (Address alias : member.member().aliases()) {
            out.writeString(alias.toString());
        }
        out.writeEndArray();
        out.writeStringField("health", kebab(member.health()));
        out.writeObjectFieldStart("standing");
        standing(member.standing());
        out.writeEndObject();
        out.writeEndObject();
    }

    private void standing(Standing standing) throws IOException {
        if (standing instanceof Standing.Unproven) {
            out.writeStringField("kind", "unproven");
        } else if (standing instanceof Standing.InSync in) {
            out.writeStringField("kind", "in-sync");
            out.writeStringField("incarnation", in.incarnation().value());
            position("position", in.position());
        } else if (standing instanceof Standing.OutOfSync outOf) {
            out.writeStringField("kind", "out-of-sync");
            out.writeStringField("incarnation", outOf.incarnation().value());
        } else if (standing instanceof Standing.Deposed) {
            out.writeStringField("kind", "deposed");
        }
    }

    /** Offsets are decimal text: they are unsigned 64-bit numbers, which many readers of JSON would round. */
    private void position(String key, Position position) throws IOException {
        if (position instanceof Position.Known known) {
            out.writeObjectFieldStart(key);
            out.writeStringField("history", known.history());
            out.writeArrayFieldStart("offsets");
            for (long offset : known.offsets()) {
                out.writeString(Long.toUnsignedString(offset));
            }
            out.writeEndArray();
            out.writeArrayFieldStart("ancestors");
            for (Position.Ancestor ancestor : known.ancestors()) {
                out.writeStartObject();
                out.writeStringField("history", ancestor.history());
                out.writeStringField("upTo", Long.toUnsignedString(ancestor.upTo()));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
    }
}
