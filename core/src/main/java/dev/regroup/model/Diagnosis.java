package dev.regroup.model;

/** The finding about a group, in the order in which they are tested: the first that holds is the diagnosis. */
public enum Diagnosis {
    /** No master is recorded yet. */
    NOT_ADOPTED,
    /** A claim is pending. */
    CLAIM_PENDING,
    /** The master is down and so is every other member. */
    ALL_DOWN,
    /** The recorded master is down. */
    MASTER_DOWN,
    /** The recorded master missed at least one look. */
    MASTER_SUSPECT,
    /** The recorded master answers, but has told nothing for as many looks as make a silent node down. */
    MASTER_UNUSABLE,
    /** The recorded master is not known in this observation, or told nothing. */
    MASTER_UNKNOWN,
    /** The recorded master answers as a replica. */
    MASTER_IS_REPLICA,
    /** The recorded master answers as master and reads its data set: it serves nobody yet. */
    MASTER_LOADING,
    /** The recorded master came back without data that it had. */
    MASTER_LOST_DATA,
    /** The recorded master refuses writes, by its own word. */
    MASTER_NOT_WRITABLE,
    /** A member is master beside the recorded one. */
    UNEXPECTED_MASTER,
    /** A replica follows somebody else than the recorded master. */
    WRONG_POINTER,
    /**
     * A replica follows the recorded master, but will not be in sync by itself: its link has given up, or its last full
     * copy was not finished.
     */
    REPLICA_STUCK,
    /** Nobody could take over from the master now. */
    NO_STANDBY,
    /** A replica missed at least one look. */
    REPLICA_SILENT,
    /** A replica follows the recorded master but is not in sync. */
    REPLICA_NOT_IN_SYNC,
    /** The recorded master is master, every other member follows it and is in sync. */
    HEALTHY
}
