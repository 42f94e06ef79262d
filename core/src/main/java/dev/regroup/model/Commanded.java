package dev.regroup.model;

import java.time.Duration;

/**
 * The last time that this observer gave a node an order of one kind: it keeps the same order from being repeated too
 * soon, or for ever, and never asks for anything. Immutable.
 *
 * @param order what was ordered
 * @param at monotonic time at which it was sent
 * @param tries how often in a row the very same was ordered and not seen done, at least 1
 * @param reversals how often it was carried out and somebody else undid it, within {@link Policy#calm} of each other
 * @param answer what came of it
 */
public record Commanded(Order order, Duration at, int tries, int reversals, Answer answer) {

    /** More are not told apart. */
    private static final int MOST = 1000;

    private static final int MOST_DOUBLINGS = 6;

    /** What is ordered. */
    public enum Kind {
        /** To be master. */
        PROMOTE,
        /** To follow the master. */
        FOLLOW,
        /** To follow nobody, for the master's sake. */
        DETACH,
        /** To drop clients, for the master's sake. */
        FENCE
    }

    /**
     * An order.
     *
     * @param kind what is ordered
     * @param node who is to obey
     * @param incarnation in which life of its process
     * @param master the recorded master then
     */
    public record Order(Kind kind, NodeId node, Incarnation incarnation, NodeId master) {}

    /** What came of an order. */
    public enum Answer {
        /** It took effect, or may have. */
        TAKEN,
        /** It took effect: a later look showed that. */
        DONE,
        /** The node refused it, and may not refuse it later. */
        REFUSED,
        /** The node refused it, and will refuse it again. */
        REFUSED_FOR_GOOD;

        /** Tells whether the node refused. */
        public boolean isRefusal() {
            return this == REFUSED || this == REFUSED_FOR_GOOD;
        }
    }

    /** Checks the time and the numbers. */
    public Commanded {
        Times.time(at);
        if (tries < 1 || reversals < 0) {
            throw new IllegalArgumentException(
                    tries + " tries and " + reversals + " reversals of an order to " + order.node());
        }
    }

    /** Returns an order that was given for the first time and may have taken effect. */
    public static Commanded first(Order order, Duration at) {
        return new Commanded(order, at, 1, 0, Answer.TAKEN);
    }

    /**
     * Returns the next order of the same kind to the same node, which may have taken effect. Tries are counted from the last
     * that was seen carried out; of one to let go, which a node may do unseen, as long as it is not left alone for {@link
     * Policy#calm} longer than for the pause.
     *
     * @param next what is ordered
     * @param when monotonic time at which it is sent
     * @param policy how long is a pause, and how long it is remembered that somebody else undid an order
     */
    public Commanded next(Order next, Duration when, Policy policy) {
        if (!next.equals(order)) {
            return first(next, when);
        }
        int undone = answer == Answer.DONE ? Math.min(reversals, MOST) + 1 : reversals;
        Duration since = when.minus(at);
        boolean isRecent = since.compareTo(policy.calm()) < 0;
        boolean isLeftAlone = since.minus(pause(policy)).compareTo(policy.calm()) >= 0;
        boolean isAnew = answer == Answer.DONE || (order.kind() == Kind.DETACH && isLeftAlone);
        int again = isAnew ? 1 : Math.min(tries, MOST) + 1;
        return new Commanded(order, when, again, isRecent ? undone : 0, Answer.TAKEN);
    }

    /**
     * Returns the same with what that report shows of it: whoever is master, or follows, as ordered has carried it out.
     *
     * @param record the group's record, by which addresses are understood
     */
    public Commanded seen(NodeReport report, GroupRecord record) {
        boolean mayBeDone = answer == Answer.TAKEN || (answer.isRefusal() && order.kind() == Kind.PROMOTE);
        boolean isDone = mayBeDone
                && report.node().equals(order.node())
                && report.sentAt().compareTo(at) >= 0
                && report.outcome() instanceof Outcome.Answered answered
                && answered.info().incarnation().equals(order.incarnation())
                && isAsOrdered(answered.info().role(), record);
        return isDone ? withAnswer(Answer.DONE) : this;
    }

    private boolean isAsOrdered(Role role, GroupRecord record) {
        if (role instanceof Role.Master) {
            return order.kind() == Kind.PROMOTE;
        }
        return order.kind() == Kind.FOLLOW
                && role instanceof Role.Replica replica
                && record.memberAt(replica.of())
                        .filter(member -> member.id().equals(order.master()))
                        .isPresent();
    }

    /**
     * Tells whether it still says something about that record: being master is wanted of the recorded one, or of the
     * candidate of a claim, and of nobody else; of whom else refused it that is worth to know before the next claim.
     */
    public boolean isOf(GroupRecord record) {
        boolean isCandidate = record.claim() instanceof Claim.Pending claim
                && claim.candidate().equals(order.node());
        return order.kind() != Kind.PROMOTE
                || isCandidate
                || answer.isRefusal()
                || record.master().filter(order.node()::equals).isPresent();
    }

    /**
     * Tells whether an order is one to do the opposite of this one, so that whoever obeys it did not undo this one by
     * itself.
     */
    public boolean isTakenBackBy(Order other) {
        boolean isPromoted =
                order.kind() == Kind.PROMOTE && (other.kind() == Kind.FOLLOW || other.kind() == Kind.DETACH);
        boolean isToFollow =
                order.kind() == Kind.FOLLOW && (other.kind() == Kind.PROMOTE || other.kind() == Kind.DETACH);
        return other.node().equals(order.node()) && (isPromoted || isToFollow);
    }

    /**
     * Returns how long the same is not ordered again. A command that took effect needs time; one that was refused is repeated
     * ever more seldom. To be master takes none: if it is not seen done at once, then it was lost, or undone.
     */
    public Duration pause(Policy policy) {
        boolean isPromotion = order.kind() == Kind.PROMOTE;
        return switch (answer) {
            case TAKEN -> isPromotion ? least(evermore(policy), policy.followRetry()) : afterTaken(policy);
            case DONE -> isPromotion ? Duration.ZERO : policy.followRetry();
            case REFUSED -> evermore(policy);
            case REFUSED_FOR_GOOD -> policy.probeInterval().multipliedBy(1L << MOST_DOUBLINGS);
        };
    }

    /** To let go over and over has cost as many copies, none of which lasted. */
    private Duration afterTaken(Policy policy) {
        int doublings = order.kind() == Kind.DETACH ? Math.min(tries - 1, MOST_DOUBLINGS) : 0;
        return policy.followRetry().multipliedBy(1L << doublings);
    }

    private Duration evermore(Policy policy) {
        return policy.probeInterval().multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS));
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Returns who was ordered. */
    public NodeId node() {
        return order.node();
    }

    /** Returns the same with what came of it. */
    public Commanded withAnswer(Answer answer) {
        return new Commanded(order, at, tries, reversals, answer);
    }
}
