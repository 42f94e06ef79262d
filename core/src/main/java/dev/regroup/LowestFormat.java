package dev.regroup;

import dev.regroup.coordinator.Layout;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Registers;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import java.util.List;
import java.util.function.IntSupplier;

/** Another layout, writing the format that all reconcilers present can read. */
final class LowestFormat implements Layout {

    private final Layout layout;
    private final IntSupplier lowest;

    LowestFormat(Layout layout, IntSupplier lowest) {
        this.layout = layout;
        this.lowest = lowest;
    }

    @Override
    public List<String> prefixes() {
        return layout.prefixes();
    }

    @Override
    public List<String> keys(GroupId group) {
        return layout.keys(group);
    }

    @Override
    public List<String> faults(GroupId group) {
        return layout.faults(group);
    }

    @Override
    public int format() {
        return Math.min(layout.format(), lowest.getAsInt());
    }

    @Override
    public String election() {
        return layout.election();
    }

    @Override
    public int minReader(GroupId group, Registers registers) {
        return layout.minReader(group, registers);
    }

    @Override
    public Reading read(GroupRecord configured, Registers registers) {
        return layout.read(configured, registers);
    }

    @Override
    public List<Put> write(GroupRecord record, Registers before, int format) {
        return layout.write(record, before, format);
    }
}
