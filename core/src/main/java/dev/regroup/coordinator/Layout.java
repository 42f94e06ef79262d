package dev.regroup.coordinator;

import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import java.util.List;

/**
 * How records are kept in the registers of a store. Pure: no input or output, the same bytes for the same record.
 * Immutable.
 */
public interface Layout {

    /**
     * Returns the folders directly in which the registers of all groups are: one watch for each sees every change, and
     * a listing of each names every register.
     */
    List<String> prefixes();

    /**
     * Returns the registers of that group: all are read together, in this order, and checked by each commit.
     *
     * @param group without {@link #faults}
     */
    List<String> keys(GroupId group);

    /** Returns why a group of that name cannot be kept so, one sentence each; empty if it can. */
    List<String> faults(GroupId group);

    /** Returns the highest format that this layout writes and reads without loss; at least 1. */
    int format();

    /** Returns the name of the election whose winner writes these registers. */
    default String election() {
        return "reconciler";
    }

    /** Returns the lowest format that a reader of these registers must know. */
    default int minReader(GroupId group, Registers registers) {
        return 1;
    }

    /**
     * Reads a group. Never throws, whatever the bytes are.
     *
     * @param configured the group as it was configured: names its nodes where the registers know addresses only
     * @param registers what was found under {@link #keys}
     */
    Reading read(GroupRecord configured, Registers registers);

    /**
     * Returns the registers to write so that they hold the record; those that would stay as they are are left out.
     *
     * @param record a well-formed one
     * @param before what was read or written last; what this version does not know in it is kept
     */
    default List<Put> write(GroupRecord record, Registers before) {
        return write(record, before, format());
    }

    /**
     * Like {@link #write(GroupRecord, Registers)}, so that a reader of that format reads it without loss.
     *
     * @param format at least 1; one above {@link #format} counts as that
     */
    List<Put> write(GroupRecord record, Registers before, int format);

    /** What the registers of a group hold. Immutable. */
    sealed interface Reading {

        /** Nothing is there: the group begins as it was configured. */
        record Nothing() implements Reading {}

        /**
         * A well-formed record.
         *
         * @param remarks what somebody else changed and how it is taken, one sentence each; for people only
         */
        record Recorded(GroupRecord record, List<String> remarks) implements Reading {

            /** Copies the list. */
            public Recorded {
                remarks = List.copyOf(remarks);
            }

            /** Creates one without remarks. */
            public Recorded(GroupRecord record) {
                this(record, List.of());
            }
        }

        /**
         * Nothing may be done with it until it changes.
         *
         * @param reason why, and what to do, in one sentence that begins with "its"
         */
        record Unusable(String reason) implements Reading {}
    }
}
