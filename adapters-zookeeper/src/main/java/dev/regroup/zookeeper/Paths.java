package dev.regroup.zookeeper;

import java.util.ArrayList;
import java.util.List;

/**
 * Where keys are in the ensemble: below a root. Immutable.
 *
 * @param root without a slash behind it; empty for the ensemble's own
 */
record Paths(String root) {

    /** Elections have a folder of their own, which no layout uses. */
    private static final String ELECTIONS = "/regroup/elections/";

    String of(String key) {
        return root + key;
    }

    String key(String path) {
        return path.substring(root.length());
    }

    /** Returns the root as a path of its own. */
    String top() {
        return root.isEmpty() ? "/" : root;
    }

    /** Returns the folder of an election's contenders. */
    String election(String name) {
        return of(ELECTIONS + name);
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** Returns all folders above a path, the uppermost first. */
    static List<String> folders(String path) {
        List<String> folders = new ArrayList<>();
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            folders.add(path.substring(0, slash));
        }
        return folders;
    }
}
