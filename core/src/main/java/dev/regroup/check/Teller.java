package dev.regroup.check;

import dev.regroup.model.Explanation;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import java.util.List;
import java.util.Optional;

/** Keeps a story from saying the same twice. Confined to one play. */
final class Teller {

    private String told = "";

    /**
     * Returns the explanation if it says anything new: a reason, or another situation than that of the last one. How
     * long something still lasts is no news.
     */
    Optional<String> tell(String explanation) {
        if (explanation.isEmpty()) {
            return Optional.empty();
        }
        Explanation all = Explanation.parse(explanation);
        Explanation situation = timeless(all);
        boolean isNew = !all.reasons().isEmpty() || !situation.toString().equals(told);
        told = situation.toString();
        return isNew ? Optional.of(explanation) : Optional.empty();
    }

    private static Explanation timeless(Explanation all) {
        List<Veto> vetoes = all.vetoes().stream()
                .map(veto -> new Veto(veto.kind(), veto.nodes(), new Wake.Never()))
                .toList();
        return new Explanation(all.finding(), List.of(), all.candidates(), vetoes, all.missing(), new Wake.Never());
    }
}
