package dev.regroup.reduce;

import dev.regroup.model.Reason;

/** Why a master is to be replaced. */
enum Cause {
    /** It is down. */
    DOWN(Reason.Code.MASTER_DOWN_ELECTED),
    /** It is down, and nobody is known to have every write. */
    UNPROVEN(Reason.Code.ELECTED_WITHOUT_PROOF),
    /** It came back without its data. */
    LOST_DATA(Reason.Code.MASTER_LOST_DATA_ELECTED),
    /** It is a replica, cannot be made master again, and there is no master. */
    MASTERLESS(Reason.Code.MASTERLESS_ELECTED),
    /** It has told nothing for too long. */
    UNUSABLE(Reason.Code.MASTER_UNUSABLE_ELECTED),
    /** It is not: who would be elected is asked beforehand. */
    NONE(Reason.Code.MASTER_DOWN_ELECTED);

    private final Reason.Code code;

    Cause(Reason.Code code) {
        this.code = code;
    }

    /** Returns how a claim names it. */
    Reason.Code code() {
        return code;
    }

    /** Returns the cause that a claim names; whatever is not one of them is a master that is down. */
    static Cause of(Reason.Code code) {
        return switch (code) {
            case ELECTED_WITHOUT_PROOF -> UNPROVEN;
            case MASTER_LOST_DATA_ELECTED -> LOST_DATA;
            case MASTERLESS_ELECTED, BEST_LEFT_ELECTED -> MASTERLESS;
            case MASTER_UNUSABLE_ELECTED -> UNUSABLE;
            default -> DOWN;
        };
    }
}
