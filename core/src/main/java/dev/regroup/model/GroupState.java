package dev.regroup.model;

/**
 * Everything that the reducer remembers of a group: the durable record and the volatile health. Immutable.
 *
 * @param record what is durable
 * @param health what is rebuilt from looks
 */
public record GroupState(GroupRecord record, GroupHealth health) {

    /** Returns the state with which an observer begins that has read this record and has not looked yet. */
    public static GroupState of(GroupRecord record) {
        return new GroupState(record, GroupHealth.rest());
    }
}
