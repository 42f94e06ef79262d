package dev.regroup.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Coordinator.Read;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every coordinator owes about listings and registers that end with a session. */
abstract class ListClauses extends RegisterClauses {

    @Test
    void aFolderThatDoesNotExistIsEmpty() {
        assertThat(list(connect(), FOLDER)).isEmpty();
    }

    @Test
    void aListingNamesTheRegistersOfItsFolderInOrderAsTheyAre() {
        Coordinator client = connect();
        Register users = create(client, OTHER, "users");
        Register orders = create(client, KEY, "orders");

        assertThat(list(client, FOLDER)).containsExactly(orders, users);
    }

    @Test
    void aListingLeavesOutWhatIsInOtherFolders() {
        Coordinator client = connect();
        Register orders = create(client, KEY, "orders");
        create(client, FOLDER + "2/orders", "a folder whose name begins the same");
        create(client, FOLDER + "/deep/orders", "a folder below");

        assertThat(list(client, FOLDER))
                .filteredOn(register -> register.value().size() > 0)
                .containsExactly(orders);
    }

    @Test
    void aListingDoesNotNameADeletedRegister() {
        Coordinator client = connect();
        Register orders = create(client, KEY, "orders");
        create(client, OTHER, "users");
        delete(client, List.of(), OTHER);

        assertThat(list(client, FOLDER)).containsExactly(orders);
    }

    @Test
    void aListingShowsWhatWasAcknowledgedToAnotherClient() {
        Coordinator reader = connect();
        Register one = create(connect(), KEY, "one");

        assertThat(list(reader, FOLDER)).containsExactly(one);
    }

    @Test
    void aLongListingComesInPagesThatNameEveryRegisterOnce() {
        Coordinator client = connect();
        List<String> keys = IntStream.range(0, 1_200)
                .mapToObj(i -> String.format(Locale.ROOT, "%s/g-%04d", FOLDER, i))
                .toList();
        for (int i = 0; i < keys.size(); i += 100) {
            List<Put> puts =
                    keys.subList(i, i + 100).stream().map(key -> put(key, key)).toList();
            assertThat(commit(client, List.of(), puts)).isInstanceOf(CommitOutcome.Committed.class);
        }

        assertThat(list(client, FOLDER)).extracting(Register::key).isEqualTo(keys);
        assertThat(page(client, FOLDER, Optional.empty()).registers()).hasSizeLessThan(1_200);
    }

    @Test
    void aSessionRegisterIsReadAndWrittenByEveryClient() {
        Coordinator owner = connect();
        Coordinator other = connect();
        createForSession(owner, KEY, "one");

        Register two = update(other, found(other, KEY), "two");

        assertThat(found(owner, KEY)).isEqualTo(two);
    }

    @Test
    void aSessionRegisterIsGoneWhenItsClientCloses() throws InterruptedException {
        Coordinator owner = connect();
        Coordinator other = connect();
        createForSession(owner, KEY, "one");
        BlockingQueue<Change> heard = watch(other, FOLDER);

        owner.close();

        awaitAbsence(other, KEY, heard);
    }

    @Test
    void aSessionRegisterIsGoneWhenTheSessionOfItsClientExpiresAlsoIfAnotherClientWroteIt()
            throws InterruptedException {
        Coordinator owner = connect();
        Coordinator other = connect();
        createForSession(owner, KEY, "one");
        update(other, found(other, KEY), "two");
        BlockingQueue<Change> heard = watch(other, FOLDER);

        expire(owner);

        awaitAbsence(other, KEY, heard);
    }

    @Test
    void aClientThatFoundASessionRegisterTakenLeavesItInPlaceWhenItCloses() {
        Coordinator holder = connect();
        Coordinator late = connect();
        createForSession(holder, KEY, "one");
        assertThat(commit(late, List.of(absent(KEY)), List.of(session(KEY, "two"))))
                .isInstanceOf(CommitOutcome.Conflict.class);
        late.close();

        assertThat(found(holder, KEY).value()).isEqualTo(Bytes.utf8("one"));
    }

    @Test
    void aDurableRegisterOutlivesTheSessionOfItsClient() throws InterruptedException {
        Coordinator owner = connect();
        Coordinator other = connect();
        Register durable = create(owner, KEY, "one");
        createForSession(owner, OTHER, "session");
        BlockingQueue<Change> heard = watch(other, FOLDER);

        expire(owner);

        awaitAbsence(other, OTHER, heard);
        assertThat(read(other, KEY)).isEqualTo(new Read.Found(durable));
    }

    @Test
    void aRegisterKeepsTheLifeItWasCreatedWith() throws InterruptedException {
        Coordinator owner = connect();
        Coordinator other = connect();
        create(owner, KEY, "durable");
        createForSession(owner, OTHER, "session");
        commit(other, List.of(), List.of(session(KEY, "again"), put(OTHER, "again")));

        other.close();
        assertThat(found(owner, KEY).value()).isEqualTo(Bytes.utf8("again"));
        Coordinator third = connect();
        BlockingQueue<Change> later = watch(third, FOLDER);
        owner.close();

        awaitAbsence(third, OTHER, later);
        assertThat(found(third, KEY).value()).isEqualTo(Bytes.utf8("again"));
    }
}
