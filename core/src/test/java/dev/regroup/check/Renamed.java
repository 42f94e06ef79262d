package dev.regroup.check;

import dev.regroup.model.Address;
import dev.regroup.model.Alert;
import dev.regroup.model.Block;
import dev.regroup.model.Commanded;
import dev.regroup.model.GroupState;
import dev.regroup.model.Life;
import dev.regroup.model.Missing;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Returned;
import dev.regroup.model.Unlinked;
import dev.regroup.model.Verdict;
import dev.regroup.model.Veto;
import java.util.List;

/**
 * What the reducer is given, and what it returns, under other names. Immutable.
 *
 * @param names which
 */
record Renamed(Renaming names) {

    GroupState of(GroupState state) {
        return names.of(state);
    }

    Observation of(Observation given) {
        return Observation.of(given.at(), given.wall(), reports(given.reports()))
                .withLastGood(reports(given.lastGood()))
                .withPromoteSent(given.promoteSent())
                .withCommanded(given.commanded().stream().map(this::of).toList())
                .withReturned(given.returned().stream()
                        .map(back -> new Returned(node(back.node()), back.times()))
                        .toList())
                .withUnlinked(given.unlinked().stream()
                        .map(one -> new Unlinked(node(one.node()), one.incarnation(), address(one.of()), one.since()))
                        .toList())
                .withLives(given.lives().stream()
                        .map(one -> new Life(node(one.node()), one.incarnation(), one.since()))
                        .toList());
    }

    private Commanded of(Commanded given) {
        Commanded.Order old = given.order();
        Commanded.Order order =
                new Commanded.Order(old.kind(), node(old.node()), old.incarnation(), node(old.master()));
        return new Commanded(order, given.at(), given.tries(), given.reversals(), given.answer());
    }

    private List<NodeReport> reports(List<NodeReport> reports) {
        return reports.stream()
                .map(r -> new NodeReport(node(r.node()), r.look(), r.sentAt(), r.doneAt(), names.of(r.outcome())))
                .toList();
    }

    Reduction of(Reduction reduction) {
        return Reduction.of(of(reduction.state()), reduction.diagnosis())
                .withActions(reduction.actions().stream()
                        .map(action -> Canon.mapPresumptions(action, names::of))
                        .toList())
                .withReasons(reduction.reasons().stream()
                        .map(reason -> new Reason(reason.code(), nodes(reason.nodes())))
                        .toList())
                .withBlocks(reduction.blocks().stream()
                        .map(on -> new Block.On(on.kind(), nodes(on.nodes())))
                        .toList())
                .withVerdicts(reduction.verdicts().stream()
                        .map(verdict -> new Verdict(node(verdict.node()), verdict.ruling(), verdict.rank()))
                        .toList())
                .withVetoes(reduction.vetoes().stream()
                        .map(veto -> new Veto(veto.kind(), nodes(veto.nodes()), veto.until()))
                        .toList())
                .withMissing(reduction.missing().stream()
                        .map(missing -> new Missing(missing.fact(), nodes(missing.nodes()), missing.more()))
                        .toList())
                .withAlerts(reduction.alerts().stream()
                        .map(alert -> new Alert(alert.kind(), nodes(alert.nodes())))
                        .toList())
                .withWake(reduction.wake());
    }

    private NodeId node(NodeId node) {
        return names.node().apply(node);
    }

    private Address address(Address address) {
        return names.address().apply(address);
    }

    private List<NodeId> nodes(List<NodeId> nodes) {
        return names.nodes(nodes);
    }
}
