package dev.regroup.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.regroup.architecture.planted.signature.Leaks;
import dev.regroup.architecture.planted.signature.Tight;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No type of vavr in what a user can name: releases of vavr are not binary compatible with each other, and hosts bring
 * their own.
 */
final class VavrSignatureTest {

    private static final ArchRule VAVR_STAYS_INSIDE =
            classes().should(showNoVavr()).allowEmptyShould(true);

    @Test
    void nothingWeShipShowsVavr() {
        VAVR_STAYS_INSIDE.check(new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("dev.regroup"));
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void everyPlantedLeakIsReported(Class<?> leak) {
        assertThat(reported(leak))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains(leak.getName()).contains("io.vavr."));
    }

    @Test
    void vavrInsideIsNotReported() {
        assertThat(reported(Tight.class)).isEmpty();
        assertThat(reported(Tight.class.getDeclaredClasses())).isEmpty();
    }

    private static Stream<Class<?>> leaks() {
        return Stream.of(Leaks.class.getClasses());
    }

    private static List<String> reported(Class<?>... classes) {
        return VAVR_STAYS_INSIDE
                .evaluate(new ClassFileImporter().importClasses(classes))
                .getFailureReport()
                .getDetails();
    }

    private static ArchCondition<JavaClass> showNoVavr() {
        return new ArchCondition<>("show no type of vavr in a public or protected signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (isNameable(type)) {
                    shownBy(type)
                            .map(shown -> type.getName() + " shows " + shown)
                            .forEach(line -> events.add(SimpleConditionEvent.violated(type, line)));
                }
            }
        };
    }

    private static Stream<String> shownBy(JavaClass type) {
        Stream<JavaType> head = Stream.of(
                        type.getTypeParameters().stream(), type.getSuperclass().stream(), type.getInterfaces().stream())
                .flatMap(part -> part);
        // Inherited members too: a public class may show what a package-private one above it declares.
        Stream<JavaMember> members = type.getAllMembers().stream()
                .filter(VavrSignatureTest::isOpen)
                .filter(member -> member.getOwner().getPackageName().startsWith("dev.regroup"));
        return Stream.concat(
                head.flatMap(part -> vavrIn(part.getAllInvolvedRawTypes(), "its head")),
                members.flatMap(member -> vavrIn(member.getAllInvolvedRawTypes(), member.getName())));
    }

    private static Stream<String> vavrIn(Set<JavaClass> types, String where) {
        return types.stream()
                .map(JavaClass::getBaseComponentType)
                .filter(type -> type.getPackageName().startsWith("io.vavr"))
                .map(type -> type.getName() + " in " + where);
    }

    private static boolean isNameable(JavaClass type) {
        return isOpen(type)
                && type.getEnclosingClass().map(VavrSignatureTest::isNameable).orElse(true);
    }

    private static boolean isOpen(HasModifiers thing) {
        return thing.getModifiers().contains(JavaModifier.PUBLIC)
                || thing.getModifiers().contains(JavaModifier.PROTECTED);
    }
}
