package dev.regroup.check;

import dev.regroup.model.InvalidConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a scenario is played. Confined to one play. */
final class Stage {

    /** Far above the K of the documentation. */
    private static final int MOST_ROUNDS = 50;

    private final Steps steps;
    private final Teller teller = new Teller();
    private Moment moment;
    private String shown = "";

    Stage(Steps steps, int nodes) {
        this.steps = steps;
        this.moment = steps.start(nodes);
    }

    /**
     * Takes a step and returns what came of it, a line each: the explanation of each round that differs from the one
     * before, what was sent, the state if it changed.
     */
    List<String> take(String step) {
        List<String> lines = new ArrayList<>();
        if (step.equals("rest")) {
            rest(lines);
        } else {
            take(possible(step), lines);
        }
        String state = Sketch.of(moment, steps.state(moment));
        if (!state.equals(shown)) {
            lines.add(state);
            shown = state;
        }
        return lines;
    }

    private void rest(List<String> lines) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Moment before = moment;
            do {
                take(steps.ownSteps(moment).get(0), lines);
            } while (moment.phase() != Moment.Phase.LOOK);
            if (moment.equals(before)) {
                return;
            }
        }
        lines.add("no rest after " + MOST_ROUNDS + " rounds");
    }

    private void take(Steps.Step step, List<String> lines) {
        moment = step.to();
        teller.tell(step.why().get()).ifPresent(lines::add);
        boolean isCommand = step.event() instanceof Event.Send
                || step.event() instanceof Event.Lose
                || step.event() instanceof Event.Delay
                || step.event() instanceof Event.Refuse;
        if (isCommand) {
            lines.add(step.event().toString());
        }
        if (!step.fault().isEmpty()) {
            lines.add("BROKEN " + step.fault());
        }
    }

    private Steps.Step possible(String wanted) {
        List<Event> faults = steps.faultEvents(moment);
        Optional<Event> fault =
                faults.stream().filter(event -> matches(event, wanted)).findFirst();
        if (fault.isPresent()) {
            return steps.fault(moment, fault.get());
        }
        List<Steps.Step> own = steps.ownSteps(moment);
        return own.stream()
                .filter(step -> matches(step.event(), wanted))
                .findFirst()
                .orElseThrow(() -> InvalidConfiguration.of("'" + wanted + "' is not possible now; possible are "
                        + Stream.concat(own.stream().map(Steps.Step::event), faults.stream())
                                .map(Event::toString)
                                .toList()));
    }

    /** Whom a write goes to need not be said: it goes to the recorded master. */
    private static boolean matches(Event event, String wanted) {
        return event.toString().equals(wanted) || (event instanceof Event.Write && wanted.equals("write"));
    }
}
