package dev.regroup.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.regroup.architecture.PurityTest.ANY_OF_OURS;
import static dev.regroup.architecture.PurityTest.EXAMPLES;
import static dev.regroup.architecture.PurityTest.OURS;
import static dev.regroup.architecture.PurityTest.holds;
import static dev.regroup.architecture.PurityTest.in;
import static dev.regroup.architecture.PurityTest.not;
import static dev.regroup.architecture.PurityTest.reports;

import com.tngtech.archunit.lang.ArchRule;
import dev.regroup.architecture.planted.codis.CodisLayoutReadsAFile;
import dev.regroup.architecture.planted.journal.JournalMisplaced;
import dev.regroup.architecture.planted.json.JsonReadsAFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** What the packages that read and write documents may know, beside the rules of purity in {@link PurityTest}. */
final class CodecsTest {

    private static final ArchRule JSON_KNOWS_VALUES_AND_THEIR_TEXT = classes()
            .that(in("json"))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "java.lang",
                            "java.nio",
                            "java.nio.charset",
                            "java.time..",
                            "java.util",
                            "java.util.function",
                            "java.util.stream",
                            "com.fasterxml.jackson.core..",
                            "org.jspecify.annotations",
                            OURS + ".json..",
                            OURS + ".model..")
                    .or(belongToAnyOf(IOException.class, StringWriter.class, UncheckedIOException.class)))
            .because("text is made in memory");

    private static final ArchRule THE_JOURNAL_KNOWS_MODEL_AND_JSON_ONLY = noClasses()
            .that(in("journal"))
            .should()
            .dependOnClassesThat(
                    ANY_OF_OURS.and(not(in("journal").or(in("json")).or(in("model")))))
            .because("a journal is read without any port");

    private static final ArchRule ONLY_JSON_KNOWS_JACKSON = noClasses()
            .that(not(in("json").or(EXAMPLES)))
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.fasterxml.jackson.."))
            .because("documents are made of plain values");

    /** All of dev.regroup.codis but who leads a product, which is at the edge. */
    private static final ArchRule CODIS_LAYOUT_KNOWS_VALUES_ONLY = classes()
            .that(in("codis")
                    .and(not(simpleNameStartingWith("CodisCoordinator")
                            .or(simpleNameStartingWith("LockedCampaign"))
                            .or(simpleNameStartingWith("DashboardProbe")))))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java.lang",
                    "java.lang.invoke",
                    "java.math",
                    "java.security",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "org.jspecify.annotations",
                    OURS + ".codis..",
                    OURS + ".coordinator..",
                    OURS + ".json..",
                    OURS + ".model.."))
            .because("a layout is the same bytes for the same record");

    @Test
    void theCodisLayoutKnowsValuesOnly() {
        holds(CODIS_LAYOUT_KNOWS_VALUES_ONLY);
        reports(CODIS_LAYOUT_KNOWS_VALUES_ONLY, CodisLayoutReadsAFile.class);
    }

    @Test
    void jsonKnowsValuesAndTheirText() {
        holds(JSON_KNOWS_VALUES_AND_THEIR_TEXT);
        reports(JSON_KNOWS_VALUES_AND_THEIR_TEXT, JsonReadsAFile.class);
    }

    @Test
    void theJournalKnowsModelAndJsonOnly() {
        holds(THE_JOURNAL_KNOWS_MODEL_AND_JSON_ONLY);
        reports(THE_JOURNAL_KNOWS_MODEL_AND_JSON_ONLY, JournalMisplaced.NamesAPort.class);
    }

    @Test
    void onlyJsonKnowsJackson() {
        holds(ONLY_JSON_KNOWS_JACKSON);
        reports(ONLY_JSON_KNOWS_JACKSON, JournalMisplaced.NamesJackson.class);
    }
}
