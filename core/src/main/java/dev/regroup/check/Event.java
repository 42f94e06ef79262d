package dev.regroup.check;

import dev.regroup.model.Action;

/** One step of a path through the explored system; prints as one line of a scenario. Immutable. */
sealed interface Event {

    /** A node's process ends at once. */
    record Stop(int node) implements Event {
        @Override
        public String toString() {
            return "stop " + Names.id(node);
        }
    }

    /**
     * A node's process starts.
     *
     * @param node which
     * @param as with which role
     */
    record Start(int node, StartAs as) implements Event {
        @Override
        public String toString() {
            return "start " + Names.id(node) + as;
        }
    }

    /** A client writes through a master, and the write is acknowledged. */
    record Write(int master) implements Event {
        @Override
        public String toString() {
            return "write " + Names.id(master);
        }
    }

    /** The observer looks at all nodes and reduces. */
    record Round() implements Event {
        @Override
        public String toString() {
            return "round";
        }
    }

    /** What was decided is stored. */
    record Commit() implements Event {
        @Override
        public String toString() {
            return "commit";
        }
    }

    /** What was decided is not stored. */
    record FailCommit() implements Event {
        @Override
        public String toString() {
            return "fail commit";
        }
    }

    /** What a failed commit wanted is stored after all. */
    record StoreLate() implements Event {
        @Override
        public String toString() {
            return "store late";
        }
    }

    /** The observer can no longer rely on what it saw. */
    record ForgetLooks() implements Event {
        @Override
        public String toString() {
            return "forget looks";
        }
    }

    /** Another observer leads from now on. */
    record TakeOver() implements Event {
        @Override
        public String toString() {
            return "take over";
        }
    }

    /** One of the commands that are left is sent. */
    record Send(Action action) implements Event {
        @Override
        public String toString() {
            return "send " + action.words();
        }
    }

    /** One of the commands that are left is lost. */
    record Lose(Action action) implements Event {
        @Override
        public String toString() {
            return "lose " + Order.of(action);
        }
    }

    /** One of the commands that are left is sent, and does not arrive yet. */
    record Delay(Action action) implements Event {
        @Override
        public String toString() {
            return "delay " + Order.of(action);
        }
    }

    /** A command that was sent before takes effect after all. */
    record Arrive(Order order) implements Event {
        @Override
        public String toString() {
            return "arrive " + order;
        }
    }

    /** The observer looks at one node before it looks at the others. */
    record Look(int node) implements Event {
        @Override
        public String toString() {
            return "look at " + Names.id(node);
        }
    }

    /** The observer will have no report of one node in its next round. */
    record Skip(int node) implements Event {
        @Override
        public String toString() {
            return "skip " + Names.id(node);
        }
    }

    /** The observer is restarted: what is not stored is forgotten. */
    record Restart() implements Event {
        @Override
        public String toString() {
            return "restart observer";
        }
    }

    /** A replica has copied everything that its master has, which is less than it had. */
    record Copy(int node) implements Event {
        @Override
        public String toString() {
            return "copy " + Names.id(node);
        }
    }

    /** The observer is cut off from a node, or no longer. */
    record Cut(int node, Turn turn) implements Event {
        @Override
        public String toString() {
            return (turn == Turn.BEGIN ? "cut " : "mend ") + Names.id(node);
        }
    }

    /** A node tells nothing any more, or tells again. */
    record Mute(int node, Turn turn) implements Event {
        @Override
        public String toString() {
            return (turn == Turn.BEGIN ? "mute " : "unmute ") + Names.id(node);
        }
    }

    /** A node refuses what it is told. */
    record Refuse(Action action) implements Event {
        @Override
        public String toString() {
            return "refuse " + Order.of(action);
        }
    }

    /** The time without a failover is over. */
    record Elapse() implements Event {
        @Override
        public String toString() {
            return "cool-down is over";
        }
    }

    /** A replica no longer keeps up with its master, or does again. */
    record Lag(int node, Turn turn) implements Event {
        @Override
        public String toString() {
            return (turn == Turn.BEGIN ? "lag " : "catch up ") + Names.id(node);
        }
    }

    /** Somebody else has a node follow another one. */
    record Point(int node, int target) implements Event {
        @Override
        public String toString() {
            return "point " + Names.id(node) + " to " + Names.id(target) + " by hand";
        }
    }

    /** Somebody else makes a replica master. */
    record Hand(int node) implements Event {
        @Override
        public String toString() {
            return "promote " + Names.id(node) + " by hand";
        }
    }

    /** Whether something begins or ends. */
    enum Turn {
        /** It begins. */
        BEGIN,
        /** It ends. */
        END
    }

    /** The role with which a node starts. */
    sealed interface StartAs {

        /** The one it had. */
        record LastRole() implements StartAs {
            @Override
            public String toString() {
                return "";
            }
        }

        /** The one it had, but without its data. */
        record Empty() implements StartAs {
            @Override
            public String toString() {
                return " empty";
            }
        }

        /** The one it had, with data that has nothing to do with the group's. */
        record Replaced() implements StartAs {
            @Override
            public String toString() {
                return " as another instance";
            }
        }

        /** Master. */
        record Master() implements StartAs {
            @Override
            public String toString() {
                return " as master";
            }
        }

        /** Follows that node. */
        record Following(int node) implements StartAs {
            @Override
            public String toString() {
                return " following " + Names.id(node);
            }
        }
    }
}
