package dev.regroup.check;

import dev.regroup.model.Diagnosis;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import java.util.EnumSet;
import java.util.Set;

/** Which findings, causes and blocks an exploration has come across. Confined to one exploration. */
final class Goals {

    private final Set<Diagnosis> diagnoses = EnumSet.noneOf(Diagnosis.class);
    private final Set<Reason.Code> reasons = EnumSet.noneOf(Reason.Code.class);

    void note(Reduction reduction) {
        diagnoses.add(reduction.diagnosis());
        reduction.reasons().forEach(reason -> reasons.add(reason.code()));
    }

    Set<Diagnosis> diagnoses() {
        return diagnoses;
    }

    Set<Reason.Code> reasons() {
        return reasons;
    }
}
