package dev.regroup.zookeeper;

import java.util.Optional;
import org.apache.zookeeper.KeeperException.Code;

/** What a result of ZooKeeper means to whoever operates it. Pure. */
final class Causes {

    private Causes() {}

    /** Returns why the ensemble will not do this whatever is in the nodes; empty if that is not why it failed. */
    static Optional<String> refusal(Code code, String path) {
        return switch (code) {
            case NOAUTH ->
                Optional.of("ZooKeeper allows this client no access to " + path
                        + ": give it credentials that the node's ACL names, or change the ACL");
            case AUTHFAILED -> Optional.of("ZooKeeper does not accept this client's credentials: correct them");
            case INVALIDACL ->
                Optional.of("ZooKeeper does not accept the ACL for " + path
                        + ": a client that did not authenticate cannot create nodes for itself alone");
            case NOTEMPTY -> Optional.of(path + " has nodes below it, so it is a folder and no register");
            case NOCHILDRENFOREPHEMERALS ->
                Optional.of(
                        "a folder of " + path + " is an ephemeral node, which can have no nodes below it: remove it");
            case QUOTAEXCEEDED -> Optional.of("ZooKeeper's quota for " + path + " is used up: raise it");
            case BADARGUMENTS, UNIMPLEMENTED ->
                Optional.of("ZooKeeper does not understand the request for " + path + " (" + code
                        + "): servers of version 3.6 or later are needed");
            default -> Optional.empty();
        };
    }

    /** Returns why nothing is known. */
    static String silence(Code code, String servers) {
        return code == Code.NOTREADONLY
                ? "ZooKeeper at " + servers + " is read-only, since too few of its servers run: start the others"
                : "ZooKeeper at " + servers + " does not answer (" + code
                        + "): check the address, and that more than half of its servers run";
    }
}
