package dev.regroup.reduce;

import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;

/** What an observation shows of one member. */
sealed interface Sight {

    /** It answered and told about itself. */
    record Good(NodeReport report, NodeInfo info) implements Sight {}

    /** It did not answer, and that counts. */
    record Silent() implements Sight {}

    /** No report, or one that says nothing, or nothing new: not the same as silent. */
    record Missing() implements Sight {}
}
