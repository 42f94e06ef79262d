package dev.regroup;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Layout;
import dev.regroup.coordinator.NativeLayout;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Register;
import dev.regroup.coordinator.Registers;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import java.util.List;
import java.util.Optional;

/** The native layout of a version to come: its format 2 cannot be read by those that know 1 only. */
final class LaterLayout implements Layout {

    private static final String ONE = "{\"format\":1,\"minReader\":1,";
    private static final String TWO = "{\"format\":2,\"minReader\":2,";

    private final NativeLayout first = NativeLayout.defaults();

    @Override
    public List<String> prefixes() {
        return first.prefixes();
    }

    @Override
    public List<String> keys(GroupId group) {
        return first.keys(group);
    }

    @Override
    public List<String> faults(GroupId group) {
        return first.faults(group);
    }

    @Override
    public int format() {
        return 2;
    }

    @Override
    public int minReader(GroupId group, Registers registers) {
        return isTwo(registers.value(first.key(group))) ? 2 : 1;
    }

    private static boolean isTwo(Optional<Bytes> document) {
        return document.filter(bytes -> bytes.toString().startsWith(TWO)).isPresent();
    }

    @Override
    public Reading read(GroupRecord configured, Registers registers) {
        return first.read(configured, asOne(configured.id(), registers));
    }

    private Registers asOne(GroupId group, Registers registers) {
        return registers
                .register(first.key(group))
                .filter(register -> isTwo(Optional.of(register.value())))
                .map(register -> registers.with(List.of(new Register(
                        register.key(),
                        register.version(),
                        Bytes.utf8(register.value().toString().replace(TWO, ONE))))))
                .orElse(registers);
    }

    @Override
    public List<Put> write(GroupRecord record, Registers before, int format) {
        Bytes document = first.encode(record);
        Bytes wanted = format < 2 ? document : Bytes.utf8(document.toString().replace(ONE, TWO));
        boolean isThere = before.value(first.key(record.id())).equals(Optional.of(wanted));
        return isThere ? List.of() : List.of(new Put(first.key(record.id()), wanted));
    }
}
