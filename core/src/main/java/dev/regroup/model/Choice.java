package dev.regroup.model;

/** The rules of a {@link Policy} that are a choice between named ways to act. */
public final class Choice {

    private Choice() {}

    /** Whom an election may choose if no member is known to have every write. */
    public enum DataRule {
        /** Nobody: the group waits for a member with the data, or for an operator. */
        SAFE,
        /** After a time of grace the best that is there; what it lacks is lost. */
        AVAILABLE
    }

    /** What is done when the recorded master comes back without its data while a replica still has it. */
    public enum LostData {
        /** The replica becomes master at once. */
        FAIL_OVER,
        /** Nothing but keeping replicas away from it: the group waits for an operator. */
        HOLD
    }

    /** What is done with a master that answers, but tells nothing about itself. */
    public enum Unusable {
        /** Nothing: it lives, and may well serve its clients. */
        HOLD,
        /** It is replaced once that has lasted for a time. */
        FAIL_OVER
    }

    /** What is done with a node that somebody else made master beside the recorded one. */
    public enum UnexpectedMasters {
        /** It is left alone as long as it may hold writes of its own. */
        HOLD,
        /** It is told to follow, whatever it has taken meanwhile. */
        REVERT
    }

    /** What is done with a replica that follows another replica of the recorded master. */
    public enum Chains {
        /** It is told to follow the master itself. */
        FLATTEN,
        /** It is left where it is, as long as the chain ends at the master; it is never in sync then. */
        KEEP
    }

    /** What is done with a node that can follow the master only by copying everything. */
    public enum FullCopies {
        /** It is told to, one of a group at a time; what it holds is discarded. */
        ALLOW,
        /** It is left alone. */
        HOLD
    }

    /** What is done with a group that is met for the first time, and in which nobody has any data. */
    public enum FreshGroups {
        /** It waits for somebody to make a master of one and have the others follow it. */
        WAIT,
        /** The first member in their order that may be master is it. */
        FIRST_MEMBER
    }

    /** What the preferred data centre means. */
    public enum DataCentres {
        /** Between equals, a candidate there comes first. */
        PREFERRED,
        /** Only members there may become master. */
        REQUIRED
    }
}
