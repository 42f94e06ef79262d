package dev.regroup;

import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.model.Action;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeReport;
import dev.regroup.node.Sent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells many listeners; never throws, whatever they do. Thread-safe. */
final class Announcer implements ReconcilerListener {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private record Complaint(ReconcilerListener listener, String call) {}

    private final List<ReconcilerListener> listeners;
    private final Set<Complaint> complaints = ConcurrentHashMap.newKeySet();

    Announcer(List<ReconcilerListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void reduced(Step step) {
        tell("reduced", listener -> listener.reduced(step));
    }

    @Override
    public void committed(GroupRecord record, CommitOutcome outcome) {
        tell("committed", listener -> listener.committed(record, outcome));
    }

    @Override
    public void sent(Action action, Sent outcome) {
        tell("sent", listener -> listener.sent(action, outcome));
    }

    @Override
    public void looked(GroupId group, NodeReport report) {
        tell("looked", listener -> listener.looked(group, report));
    }

    @Override
    public void blockedByStore(GroupId group, String reason) {
        tell("blockedByStore", listener -> listener.blockedByStore(group, reason));
    }

    @Override
    public void unblockedByStore(GroupId group) {
        tell("unblockedByStore", listener -> listener.unblockedByStore(group));
    }

    private void tell(String call, Consumer<ReconcilerListener> news) {
        for (ReconcilerListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (Throwable broken) { // a listener in another language may throw checked exceptions, too
                if (complaints.add(new Complaint(listener, call))) {
                    LOG.warn("a listener failed in {}; this is said once: {}", call, listener.getClass(), broken);
                }
            }
        }
    }
}
