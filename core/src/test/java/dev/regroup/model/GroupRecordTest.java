package dev.regroup.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupRecordTest {

    private static final GroupId ID = GroupId.of("orders");

    @Test
    void everyFaultOfAGroupIsNamedAtOnce() {
        List<Member> members = List.of(
                Member.parse("a=localhost:6379"), Member.parse("a=10.0.0.2:6379"), Member.parse("c=127.0.0.1:6379"));
        assertThatThrownBy(() -> GroupRecord.first(ID, members))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        e -> assertThat(e.faults())
                                .containsExactly(
                                        "group orders lists the node a twice",
                                        "group orders lists the address 127.0.0.1:6379 twice"));
    }

    @Test
    void anEmptyGroupIsRefused() {
        assertThatThrownBy(() -> GroupRecord.first(ID, List.of())).isInstanceOf(InvalidConfiguration.class);
    }

    @Test
    void aMasterThatIsNoMemberIsRefused() {
        List<MemberRecord> members = List.of(MemberRecord.of(Member.parse("a=h:1")));
        Reign reign = new Reign.Of(1, NodeId.of("b"), Position.unknown());
        assertThatThrownBy(() -> GroupRecord.of(ID, 1, reign, members)).hasMessageContaining("no member");
    }

    @Test
    void aClaimForAnotherEpochThanTheRecordsIsAFault() {
        GroupRecord record = GroupRecord.first(ID, List.of(Member.parse("a=h:1")));
        Claim claim = new Claim.Pending(2, NodeId.of("a"), Incarnation.of("1"), Reason.Code.MASTER_DOWN_ELECTED);
        assertThat(record.withClaim(3, claim).faults())
                .singleElement()
                .asString()
                .contains("epoch 2");
        assertThat(record.withClaim(2, claim).faults()).isEmpty();
    }

    @Test
    void aliasesTellAMemberByAnotherAddress() {
        Member member = Member.parse("a=redis-1:6379").withAliases(List.of(Address.parse("10.0.0.1:6379")));
        GroupRecord record = GroupRecord.first(ID, List.of(member));
        assertThat(record.memberAt(Address.parse("10.0.0.1:6379"))).isPresent();
        assertThat(record.memberAt(Address.parse("10.0.0.1:6380"))).isEmpty();
    }

    @Test
    void malformedNamesAreRefused() {
        assertThatThrownBy(() -> GroupId.of("")).isInstanceOf(InvalidConfiguration.class);
        assertThatThrownBy(() -> NodeId.of("a b")).isInstanceOf(InvalidConfiguration.class);
        assertThatThrownBy(() -> Member.parse("10.0.0.1:6379")).isInstanceOf(InvalidConfiguration.class);
    }
}
