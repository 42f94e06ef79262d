package dev.regroup.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.regroup.architecture.planted.check.CheckNamesAPort;
import dev.regroup.architecture.planted.model.Impure;
import dev.regroup.architecture.planted.model.ModelNamesTheReducer;
import dev.regroup.architecture.planted.model.Pure;
import dev.regroup.architecture.planted.node.Misplaced;
import dev.regroup.architecture.planted.reduce.ReducerNamesAPort;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.ResourceBundle;
import java.util.Scanner;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Which package may know what. Each rule is held against what we ship, and shown to report violations planted below
 * {@code planted}: a rule that can report nothing protects nothing.
 */
final class PurityTest {

    static final String OURS = "dev.regroup";
    private static final String PLANTED = "dev.regroup.architecture.planted";
    static final DescribedPredicate<JavaClass> ANY_OF_OURS = resideInAnyPackage(OURS + "..");
    private static final DescribedPredicate<JavaClass> ROOT = resideInAnyPackage(OURS, PLANTED);
    static final DescribedPredicate<JavaClass> EXAMPLES = resideInAnyPackage(OURS + ".examples..");
    private static final DescribedPredicate<JavaClass> REDIS = in("redis");
    private static final DescribedPredicate<JavaClass> PURE = in("model")
            .or(in("reduce"))
            .or(in("check"))
            .or(in("journal"))
            .or(in("json"))
            .as("are pure (model, reduce, check, journal, json)");

    private static final ArchRule PURE_CODE_KNOWS_VALUES_ONLY = classes()
            .that(PURE.and(not(in("json"))))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java.lang",
                    "java.math",
                    "java.time..",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "io.vavr..",
                    "org.jspecify.annotations",
                    OURS + ".."))
            .because("files, sockets, threads, loggers and clients live at the edge");

    private static final ArchRule PURE_CODE_READS_NO_CLOCK = noClasses()
            .that(PURE)
            .should()
            .dependOnClassesThat(belongToAnyOf(
                    Clock.class, InstantSource.class, Date.class, Calendar.class, Timer.class, TimerTask.class))
            .orShould()
            .accessTargetWhere(method("now").and(ownedBy("java.time..")).as("the time is read"))
            .because("time is a field of the observation");

    private static final ArchRule PURE_CODE_LEAVES_NOTHING_TO_CHANCE = noClasses()
            .that(PURE)
            .should()
            .dependOnClassesThat(belongToAnyOf(Random.class, SplittableRandom.class))
            .orShould()
            .accessTargetWhere(method("random")
                    .and(ownedBy(Math.class, StrictMath.class))
                    .or(method("randomUUID").and(ownedBy(UUID.class)))
                    .or(method("shuffle").and(ownedBy(Collections.class).or(ownedBy("io.vavr.."))))
                    .as("chance decides"))
            .because("the same input gives the same result");

    private static final ArchRule PURE_CODE_READS_NO_ENVIRONMENT = noClasses()
            .that(PURE)
            .should()
            .dependOnClassesThat(belongToAnyOf(
                    Runtime.class,
                    ProcessHandle.class,
                    ProcessBuilder.class,
                    Process.class,
                    ClassLoader.class,
                    ServiceLoader.class,
                    ResourceBundle.class,
                    Scanner.class,
                    TimeZone.class))
            .orShould()
            .accessTargetWhere(ownedBy(System.class)
                    .and(DescribedPredicate.not(method("arraycopy")))
                    .or(method("getDefault").and(ownedBy(Locale.class)))
                    .or(method("systemDefault").and(ownedBy("java.time..")))
                    .or(method("getInteger", "getLong", "getBoolean")
                            .and(ownedBy(Integer.class, Long.class, Boolean.class)))
                    .or(method("forName", "getResource", "getResourceAsStream").and(ownedBy(Class.class)))
                    .or(method("printStackTrace"))
                    .as("the environment is read or written"))
            .orShould()
            .accessTargetWhere(inTheDefaultLocale())
            .because("a decision is the same on every machine");

    private static final ArchRule PURE_CODE_KNOWS_NO_THREADS = noClasses()
            .that(PURE)
            .should()
            .dependOnClassesThat(belongToAnyOf(Thread.class, ThreadGroup.class, ThreadLocal.class))
            .orShould()
            .accessTargetWhere(method("wait", "notify", "notifyAll")
                    .and(ownedBy(Object.class))
                    .or(method("parallelStream"))
                    .or(method("parallel").and(ownedBy(BaseStream.class)))
                    .as("threads meet"))
            .because("who calls it decides where it runs");

    private static final ArchRule PURE_CODE_ITERATES_IN_ONE_ORDER = noClasses()
            .that(PURE)
            .should()
            .accessTargetWhere(method("of", "ofEntries", "copyOf")
                    .and(ownedBy(Set.class, Map.class))
                    .or(method("toUnmodifiableSet", "toUnmodifiableMap").and(ownedBy(Collectors.class)))
                    .as("a collection is made whose order differs in every JVM"))
            .because("the same input gives the same result in the next JVM, too");

    private static final ArchRule PURE_CODE_KEEPS_NO_STATE = fields().that()
            .areDeclaredInClassesThat(PURE)
            .and()
            .areStatic()
            .should()
            .haveModifier(JavaModifier.FINAL)
            .because("values in, values out");

    private static final ArchRule MODEL_STANDS_ALONE = noClasses()
            .that(in("model"))
            .should()
            .dependOnClassesThat(ANY_OF_OURS.and(not(in("model"))))
            .because("everything else is built on it");

    private static final ArchRule REDUCER_KNOWS_THE_MODEL_ONLY = noClasses()
            .that(in("reduce"))
            .should()
            .dependOnClassesThat(ANY_OF_OURS.and(not(in("reduce").or(in("model")))))
            .because("a reducer is useful without any port");

    private static final ArchRule CHECKS_KNOW_MODEL_AND_REDUCER_ONLY = noClasses()
            .that(in("check"))
            .should()
            .dependOnClassesThat(
                    ANY_OF_OURS.and(not(in("check").or(in("reduce")).or(in("model")))))
            .because("an embedder checks a policy without any port");

    private static final ArchRule NOTHING_POINTS_BACK_AT_THE_ROOT = noClasses()
            .that(not(ROOT.or(EXAMPLES)))
            .should()
            .dependOnClassesThat(ROOT)
            .because("the root package puts the others together");

    private static final ArchRule ONLY_REDIS_KNOWS_THE_CLIENT = noClasses()
            .that(not(REDIS))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.lettuce..", "io.netty.."))
            .because("whoever excludes lettuce-core loses dev.regroup.redis and nothing else");

    private static final ArchRule NOTHING_NAMES_REDIS = noClasses()
            .that(not(REDIS.or(EXAMPLES)))
            .should()
            .dependOnClassesThat(REDIS)
            .because("whoever excludes lettuce-core loses dev.regroup.redis and nothing else");

    private static final List<ArchRule> ALL = List.of(
            PURE_CODE_KNOWS_VALUES_ONLY,
            PURE_CODE_READS_NO_CLOCK,
            PURE_CODE_LEAVES_NOTHING_TO_CHANCE,
            PURE_CODE_READS_NO_ENVIRONMENT,
            PURE_CODE_KNOWS_NO_THREADS,
            PURE_CODE_ITERATES_IN_ONE_ORDER,
            PURE_CODE_KEEPS_NO_STATE,
            MODEL_STANDS_ALONE,
            REDUCER_KNOWS_THE_MODEL_ONLY,
            CHECKS_KNOW_MODEL_AND_REDUCER_ONLY,
            NOTHING_POINTS_BACK_AT_THE_ROOT,
            ONLY_REDIS_KNOWS_THE_CLIENT,
            NOTHING_NAMES_REDIS);

    private static final JavaClasses SHIPPED =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(OURS);

    @Test
    void pureCodeKnowsValuesOnly() {
        holds(PURE_CODE_KNOWS_VALUES_ONLY);
        reports(
                PURE_CODE_KNOWS_VALUES_ONLY,
                Impure.ReadsAFile.class,
                Impure.WritesAStream.class,
                Impure.OpensASocket.class,
                Impure.SharesACounter.class,
                Impure.Logs.class,
                Impure.NamesLettuce.class,
                Impure.NamesNetty.class);
    }

    @Test
    void pureCodeReadsNoClock() {
        holds(PURE_CODE_READS_NO_CLOCK);
        reports(
                PURE_CODE_READS_NO_CLOCK,
                Impure.ReadsTheTime.class,
                Impure.PassesTheTimeOn.class,
                Impure.HoldsAClock.class);
    }

    @Test
    void pureCodeLeavesNothingToChance() {
        holds(PURE_CODE_LEAVES_NOTHING_TO_CHANCE);
        reports(
                PURE_CODE_LEAVES_NOTHING_TO_CHANCE,
                Impure.DrawsANumber.class,
                Impure.HoldsADie.class,
                Impure.MakesARandomId.class);
    }

    @Test
    void pureCodeReadsNoEnvironment() {
        holds(PURE_CODE_READS_NO_ENVIRONMENT);
        reports(
                PURE_CODE_READS_NO_ENVIRONMENT,
                Impure.ReadsTheEnvironment.class,
                Impure.ReadsTheNanoClock.class,
                Impure.ReadsAProperty.class,
                Impure.PrintsInTheDefaultLocale.class);
    }

    @Test
    void pureCodeKnowsNoThreads() {
        holds(PURE_CODE_KNOWS_NO_THREADS);
        reports(PURE_CODE_KNOWS_NO_THREADS, Impure.StartsAThread.class, Impure.GoesParallel.class);
    }

    @Test
    void pureCodeIteratesInOneOrder() {
        holds(PURE_CODE_ITERATES_IN_ONE_ORDER);
        reports(PURE_CODE_ITERATES_IN_ONE_ORDER, Impure.MakesAnUnorderedSet.class, Impure.CopiesToAnUnorderedMap.class);
    }

    @Test
    void pureCodeKeepsNoState() {
        holds(PURE_CODE_KEEPS_NO_STATE);
        reports(PURE_CODE_KEEPS_NO_STATE, Impure.KeepsState.class);
    }

    @Test
    void theModelStandsAlone() {
        holds(MODEL_STANDS_ALONE);
        reports(MODEL_STANDS_ALONE, ModelNamesTheReducer.class);
    }

    @Test
    void theReducerKnowsTheModelOnly() {
        holds(REDUCER_KNOWS_THE_MODEL_ONLY);
        reports(REDUCER_KNOWS_THE_MODEL_ONLY, ReducerNamesAPort.class);
    }

    @Test
    void checksKnowModelAndReducerOnly() {
        holds(CHECKS_KNOW_MODEL_AND_REDUCER_ONLY);
        reports(CHECKS_KNOW_MODEL_AND_REDUCER_ONLY, CheckNamesAPort.class);
    }

    @Test
    void nothingPointsBackAtTheRoot() {
        holds(NOTHING_POINTS_BACK_AT_THE_ROOT);
        reports(NOTHING_POINTS_BACK_AT_THE_ROOT, Misplaced.NamesTheRoot.class);
    }

    @Test
    void onlyRedisKnowsTheClient() {
        holds(ONLY_REDIS_KNOWS_THE_CLIENT);
        reports(ONLY_REDIS_KNOWS_THE_CLIENT, Misplaced.NamesLettuce.class, Misplaced.NamesNetty.class);
    }

    @Test
    void nothingNamesRedis() {
        holds(NOTHING_NAMES_REDIS);
        reports(NOTHING_NAMES_REDIS, Misplaced.NamesRedis.class);
    }

    @Test
    void aPureClassIsReportedByNoRule() {
        JavaClasses pure = new ClassFileImporter().importClasses(Pure.class, Pure.Colour.class);

        assertThat(ALL).allSatisfy(rule -> rule.allowEmptyShould(true).check(pure));
    }

    @Test
    void thePackagesTheRulesSpeakOfExist() {
        assertThat(List.of("model", "reduce", "check", "journal", "json", "coordinator", "node", "redis"))
                .allSatisfy(room -> assertThat(SHIPPED.that(in(room))).isNotEmpty());
    }

    /**
     * Empty matches are allowed here, so that a rule may be written before its package; the test above names those that
     * must exist.
     */
    static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(SHIPPED);
    }

    static void reports(ArchRule rule, Class<?>... planted) {
        assertThat(planted)
                .allSatisfy(violation -> assertThat(rule.evaluate(new ClassFileImporter().importClasses(violation))
                                .getFailureReport()
                                .getDetails())
                        .as("what \"%s\" reports of %s", rule.getDescription(), violation.getName())
                        .isNotEmpty());
    }

    static DescribedPredicate<JavaClass> in(String room) {
        return resideInAnyPackage(OURS + "." + room + "..", PLANTED + "." + room + "..");
    }

    static DescribedPredicate<JavaClass> not(DescribedPredicate<JavaClass> classes) {
        return DescribedPredicate.not(classes);
    }

    /** Calls of a method of that name, and references to it. */
    private static DescribedPredicate<JavaAccess<?>> method(String... names) {
        return DescribedPredicate.describe(
                String.join(", ", names), access -> Arrays.asList(names).contains(access.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> ownedBy(Class<?>... owners) {
        return DescribedPredicate.describe(
                "of " + Arrays.toString(owners),
                access -> Arrays.stream(owners).anyMatch(access.getTargetOwner()::isAssignableTo));
    }

    private static DescribedPredicate<JavaAccess<?>> ownedBy(String packages) {
        return DescribedPredicate.describe(
                "of " + packages, access -> !resideOutsideOfPackages(packages).test(access.getTargetOwner()));
    }

    /** {@code "%d".formatted(1)} prints other digits where the machine's language has its own. */
    private static DescribedPredicate<JavaAccess<?>> inTheDefaultLocale() {
        return DescribedPredicate.describe(
                "text is formatted in the machine's language",
                access -> access.getTarget().getFullName().equals("java.lang.String.formatted([Ljava.lang.Object;)")
                        || access.getTarget()
                                .getFullName()
                                .equals("java.lang.String.format(java.lang.String, [Ljava.lang.Object;)"));
    }
}
