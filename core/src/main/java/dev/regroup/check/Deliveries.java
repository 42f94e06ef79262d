package dev.regroup.check;

import dev.regroup.check.Moment.Phase;
import dev.regroup.check.Steps.Step;
import dev.regroup.model.Action;
import dev.regroup.model.GroupRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The commands that are left to send, and what may become of each. Confined to one exploration. */
final class Deliveries {

    private final Book book;
    private final Set<Feature> features;
    private final Gateway gateway;
    private final CanonicalForm canonical;

    Deliveries(Book book, Set<Feature> features, Gateway gateway, CanonicalForm canonical) {
        this.book = book;
        this.features = features;
        this.gateway = gateway;
        this.canonical = canonical;
    }

    /** Returns each command that may be sent next. */
    List<Step> sends(Moment moment) {
        GroupRecord record = book.state(moment.state()).record();
        List<Step> steps = new ArrayList<>();
        for (Action action : book.actions(moment.actions())) {
            World world = gateway.send(moment.world(), record, action);
            String fault = Judge.ofSend(moment.world(), world, record, action);
            steps.add(sent(new Event.Send(action), moment, action, world, fault));
        }
        return steps;
    }

    /** Returns what may become of commands on their way. */
    List<Event> mishaps(Moment moment) {
        World world = moment.world();
        List<Event> events = new ArrayList<>();
        Order.allLate(world).stream().map(Event.Arrive::new).forEach(events::add);
        for (Action action : book.actions(moment.actions())) {
            boolean isSending = moment.phase() == Phase.ACT;
            boolean wouldArrive = isSending && Gateway.wouldArrive(world, action);
            if (features.contains(Feature.LOST_COMMANDS) && isSending) {
                events.add(new Event.Lose(action));
            }
            boolean mayRefuse = action instanceof Action.Promote || action instanceof Action.Follow;
            if (features.contains(Feature.REFUSALS) && mayRefuse && wouldArrive) {
                events.add(new Event.Refuse(action));
            }
            if (features.contains(Feature.LATE_COMMANDS) && Order.late(world).isEmpty() && wouldArrive) {
                events.add(new Event.Delay(action));
            }
        }
        return events;
    }

    /** Lets a command be lost, delayed or refused. */
    Step befall(Moment moment, Event event) {
        World world = moment.world();
        GroupRecord record = book.state(moment.state()).record();
        if (event instanceof Event.Lose lose) {
            World next = Gateway.lose(world, record, lose.action());
            return sent(event, moment, lose.action(), next, "");
        }
        if (event instanceof Event.Delay delay) {
            World next = Gateway.delay(world, record, delay.action());
            return sent(event, moment, delay.action(), next, "");
        }
        Event.Refuse refuse = (Event.Refuse) event;
        World next = gateway.refuse(world, record, refuse.action());
        return sent(event, moment, refuse.action(), next, "");
    }

    private Step sent(Event event, Moment moment, Action action, World world, String fault) {
        Looks looks = book.looks(moment.looks());
        boolean isOutdated = looks.held().node() == Names.index(action.node());
        Moment next = Moment.acting(world, moment.state(), without(moment, action))
                .withDoubtful(moment.decided())
                .withLooks(isOutdated ? book.number(looks.outdated()) : moment.looks());
        return new Step(event, canonical.of(next), fault);
    }

    private int without(Moment moment, Action action) {
        return book.number(book.actions(moment.actions()).stream()
                .filter(other -> !other.equals(action))
                .toList());
    }
}
