package dev.regroup.model;

/**
 * What is recorded of one member. Immutable.
 *
 * @param member who it is, as the operator configured it
 * @param health what was last known of its life, after detection
 * @param standing how its data stands to the recorded master
 */
public record MemberRecord(Member member, Health health, Standing standing) {

    /** The recorded life of a member. */
    public enum Health {
        /** It never answered, however long it has been silent. */
        UNSEEN,
        /** It answered, and has not been down since. */
        UP,
        /** It was silent for as long as the policy asks. */
        DOWN
    }

    /** Returns the member as it enters a group. */
    public static MemberRecord of(Member member) {
        return new MemberRecord(member, Health.UNSEEN, new Standing.Unproven());
    }

    /** Returns the member's name. */
    public NodeId id() {
        return member.id();
    }

    /** Tells whether it is recorded as in sync in that life of its process. */
    public boolean isInSync(Incarnation life) {
        return standing instanceof Standing.InSync inSync
                && inSync.incarnation().equals(life);
    }

    /** Returns the same with that health. */
    public MemberRecord withHealth(Health health) {
        return new MemberRecord(member, health, standing);
    }

    /** Returns the same with that standing. */
    public MemberRecord withStanding(Standing standing) {
        return new MemberRecord(member, health, standing);
    }
}
