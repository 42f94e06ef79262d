package dev.regroup.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnlinkedTest {

    private static final NodeId B = NodeId.of("b");
    private static final Address MASTER = Address.of("10.0.0.1", 6379);
    private static final Address OTHER = Address.of("10.0.0.3", 6379);
    private static final Role DOWN = new Role.Replica(MASTER, new Link.Down());

    private static final List<Unlinked> SINCE_1 =
            List.of(new Unlinked(B, Incarnation.of("1"), MASTER, Duration.ofSeconds(1)));

    @Test
    void itLastsFromTheFirstLookWithoutALink() {
        assertThat(Unlinked.after(List.of(), told(1, "1", DOWN))).isEqualTo(SINCE_1);
        assertThat(Unlinked.after(SINCE_1, told(2, "1", DOWN))).isSameAs(SINCE_1);
        assertThat(Unlinked.after(SINCE_1, told(2, "1", new Role.Replica(MASTER, new Link.Stuck()))))
                .isSameAs(SINCE_1);
    }

    @Test
    void aLookThatTellsNothingChangesNothing() {
        assertThat(Unlinked.after(SINCE_1, report(2, new Outcome.Silent(Outcome.Silence.TIMEOUT))))
                .isSameAs(SINCE_1);
        List<Unlinked> none = List.of();
        assertThat(Unlinked.after(none, told(2, "1", new Role.Master()))).isSameAs(none);
        assertThat(Unlinked.after(none, told(2, "1", new Role.Replica(MASTER, Link.up()))))
                .isSameAs(none);
    }

    @Test
    void itEndsWithALinkACopyOrAnotherRole() {
        assertThat(Unlinked.after(SINCE_1, told(2, "1", new Role.Replica(MASTER, Link.up()))))
                .isEmpty();
        assertThat(Unlinked.after(SINCE_1, told(2, "1", new Role.Replica(MASTER, new Link.Syncing()))))
                .isEmpty();
        assertThat(Unlinked.after(SINCE_1, told(2, "1", new Role.Master()))).isEmpty();
    }

    @Test
    void itBeginsAnewInANewLifeAndWithAnotherPointer() {
        assertThat(Unlinked.after(SINCE_1, told(2, "2", DOWN)))
                .containsExactly(new Unlinked(B, Incarnation.of("2"), MASTER, Duration.ofSeconds(2)));
        assertThat(Unlinked.after(SINCE_1, told(3, "1", new Role.Replica(OTHER, new Link.Down()))))
                .containsExactly(new Unlinked(B, Incarnation.of("1"), OTHER, Duration.ofSeconds(3)));
    }

    @Test
    void othersAreLeftAsTheyAre() {
        Unlinked c = new Unlinked(NodeId.of("c"), Incarnation.of("1"), MASTER, Duration.ofSeconds(1));

        assertThat(Unlinked.after(List.of(c), told(2, "1", DOWN)))
                .containsExactly(c, new Unlinked(B, Incarnation.of("1"), MASTER, Duration.ofSeconds(2)));
        assertThat(Unlinked.after(List.of(SINCE_1.get(0), c), told(2, "1", new Role.Master())))
                .containsExactly(c);
    }

    private static NodeReport told(int second, String life, Role role) {
        return report(second, new Outcome.Answered(NodeInfo.of(Incarnation.of(life), role, Position.unknown())));
    }

    private static NodeReport report(int second, Outcome outcome) {
        Duration at = Duration.ofSeconds(second);
        return new NodeReport(B, second, at, at, outcome);
    }
}
