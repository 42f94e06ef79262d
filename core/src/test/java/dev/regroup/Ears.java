package dev.regroup;

import dev.regroup.StrangeNodes.Node;
import dev.regroup.node.Command;

/** Who hears of commands. */
interface Ears {

    /** A command leaves. */
    void sending(Command command);

    /** A command is about to change the role of that node. */
    void obeying(Command command, Node node);
}
