package dev.regroup.codis;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Layout;
import dev.regroup.coordinator.NativeLayout;
import dev.regroup.coordinator.NativeLayout.Decoding;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Registers;
import dev.regroup.json.Json;
import dev.regroup.json.Tree;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Records in the nodes of a Codis product, so that its dashboard, its proxies' tools and its operators go on reading
 * them: {@code /codis3/<product>/group/group-0001}, in the bytes that codis-dashboard writes. What Codis has no place
 * for is in a register of our own outside {@code /codis3}, {@code /regroup/<product>/group-0001}, changed in the same
 * commit. Pure. Immutable.
 *
 * <ul>
 *   <li>The first server is the master, whatever {@code role} says. A new master changes places with the former one,
 *       and {@code out_of_sync} is set: nobody has told the proxies. {@code state} is 0 or 2 as the server is recorded
 *       up or down. Nothing else is written, and nothing without a change of the record; unknown keys are kept.
 *   <li>Our register holds a digest of the group node at its last commit. If it differs, somebody else edited the node:
 *       servers that were added or removed are taken over; another first server is a wish, and recorded only when the
 *       nodes themselves show it; without the recorded master the group is taken as it is found, like a new one.
 *   <li>Without our register the group is new to us: its servers are taken over, and its master is recorded as the
 *       nodes show it.
 *   <li>While {@code promoting} is set nothing is done for the group: somebody else is changing its master.
 * </ul>
 *
 * <p>A codis-dashboard that runs keeps its own copy of every group and writes it without looking; so at most one of it
 * and Regroup may be at work.
 */
public final class CodisLayout implements Layout {

    private static final Pattern PRODUCT = Pattern.compile("\\w[\\w.\\-]*");
    private static final Pattern GROUP = Pattern.compile("[1-9][0-9]{0,3}");
    private static final String EXTRA = "codis";

    /** Folders of {@code /regroup} that are used for something else. */
    private static final List<String> TAKEN = List.of("groups", "elections", "reconcilers");

    private final String product;
    private final NativeLayout own = NativeLayout.defaults();

    private CodisLayout(String product) {
        this.product = product;
    }

    /**
     * Returns the layout of that product.
     *
     * @param product letters, digits and underscores, later also dots and hyphens; not {@code groups}, {@code
     *     elections} or {@code reconcilers}, which are folders of ours
     * @throws InvalidConfiguration for anything else
     */
    public static CodisLayout of(String product) {
        if (!PRODUCT.matcher(product).matches()) {
            throw InvalidConfiguration.of("the product '" + product
                    + "' is no name of a Codis product: letters, digits and underscores, later also '.' and '-'");
        }
        if (TAKEN.contains(product)) {
            throw InvalidConfiguration.of("the product '" + product + "' cannot be kept: /regroup/" + product
                    + " is the place of something else; products named " + TAKEN + " are not supported");
        }
        return new CodisLayout(product);
    }

    /** Returns the product's name. */
    public String product() {
        return product;
    }

    @Override
    public List<String> prefixes() {
        return List.of("/codis3/" + product + "/group", "/regroup/" + product);
    }

    @Override
    public List<String> keys(GroupId group) {
        return List.of(groupKey(group), ownKey(group));
    }

    private String groupKey(GroupId group) {
        return "/codis3/" + product + "/group/" + node(group);
    }

    private String ownKey(GroupId group) {
        return "/regroup/" + product + "/" + node(group);
    }

    private static String node(GroupId group) {
        return String.format(Locale.ROOT, "group-%04d", Integer.parseInt(group.value()));
    }

    @Override
    public List<String> faults(GroupId group) {
        return GROUP.matcher(group.value()).matches()
                ? List.of()
                : List.of("the group '" + group + "' is not the number of a Codis group, 1 to 9999");
    }

    @Override
    public int format() {
        return own.format();
    }

    @Override
    public String election() {
        return "codis-" + product;
    }

    @Override
    public Reading read(GroupRecord configured, Registers registers) {
        String key = groupKey(configured.id());
        Optional<Bytes> node = registers.value(key);
        Optional<Bytes> ours = registers.value(ownKey(configured.id()));
        if (node.isEmpty()) {
            return ours.isEmpty()
                    ? new Reading.Nothing()
                    : new Reading.Unusable("its node " + key + " has disappeared: create the group again, or take it"
                            + " out of the configuration");
        }
        try {
            return read(configured, node.get(), ours);
        } catch (IllegalArgumentException unreadable) {
            return new Reading.Unusable("its node " + key + " cannot be read: " + unreadable.getMessage());
        }
    }

    private Reading read(GroupRecord configured, Bytes node, Optional<Bytes> ours) {
        CodisGroup group = CodisGroup.read(node);
        if (group.id() != Integer.parseInt(configured.id().value())) {
            return new Reading.Unusable("its node is of another group, " + group.id());
        }
        if (group.promotion().isPresent()) {
            return new Reading.Unusable("its master is CONTESTED: in the node's 'promoting', "
                    + group.promotion().get() + "; let whoever began that finish it, or clear it");
        }
        if (ours.isEmpty()) {
            return new Reading.Recorded(Edits.firstContact(configured, group));
        }
        Decoding decoding = own.decode(ours.get());
        if (decoding instanceof Decoding.TooNew tooNew) {
            return new Reading.Unusable("its register " + ownKey(configured.id()) + " needs a reader of format "
                    + tooNew.minReader() + ", and this one knows " + format());
        }
        if (decoding instanceof Decoding.Unreadable unreadable) {
            return new Reading.Unusable(
                    "its register " + ownKey(configured.id()) + " cannot be read: " + unreadable.reason());
        }
        GroupRecord record = ((Decoding.Decoded) decoding).record();
        if (!record.id().equals(configured.id())) {
            return new Reading.Unusable("its register is of another group, " + record.id());
        }
        return digest(ours.get()).equals(Optional.of(Digest.of(node)))
                ? new Reading.Recorded(record)
                : Edits.taken(record, configured, group);
    }

    private static Optional<String> digest(Bytes ours) {
        return Json.read(ours.toArray())
                .asObject("the document")
                .optionalObject(EXTRA)
                .map(extra -> extra.text("digest"));
    }

    @Override
    public List<Put> write(GroupRecord record, Registers before, int format) {
        Optional<Bytes> node = before.value(groupKey(record.id()));
        Optional<Bytes> ours = before.value(ownKey(record.id()));
        Bytes next = node.map(current -> changed(current, former(record, ours), record))
                .orElseGet(() -> created(record));
        Bytes document = document(record, ours, Digest.of(next));
        List<Put> puts = new ArrayList<>();
        if (!node.equals(Optional.of(next))) {
            puts.add(new Put(groupKey(record.id()), next));
        }
        if (!ours.equals(Optional.of(document))) {
            puts.add(new Put(ownKey(record.id()), document));
        }
        return List.copyOf(puts);
    }

    /** Returns what was recorded before: nothing yet of a group that is new to us. */
    private GroupRecord former(GroupRecord record, Optional<Bytes> ours) {
        return ours.map(own::decode)
                .filter(Decoding.Decoded.class::isInstance)
                .map(decoded -> ((Decoding.Decoded) decoded).record())
                .orElseGet(() -> GroupRecord.first(
                        record.id(),
                        record.members().stream().map(MemberRecord::member).toList()));
    }

    private static Bytes created(GroupRecord record) {
        CodisGroup fresh = CodisGroup.create(
                Integer.parseInt(record.id().value()),
                record.members().stream().map(MemberRecord::member).toList());
        GroupRecord nothing = GroupRecord.first(
                record.id(), record.members().stream().map(MemberRecord::member).toList());
        return changed(fresh, nothing, record).write();
    }

    /** A node that says so already keeps its bytes, however somebody spaced them. */
    private static Bytes changed(Bytes current, GroupRecord former, GroupRecord record) {
        CodisGroup before = CodisGroup.read(current);
        CodisGroup after = changed(before, former, record);
        return after.equals(before) ? current : after.write();
    }

    /** Only what changed since our last commit: another's wish for another master stays where it is. */
    private static CodisGroup changed(CodisGroup before, GroupRecord former, GroupRecord record) {
        CodisGroup after = before;
        for (MemberRecord member : record.members()) {
            Optional<MemberRecord> was = former.member(member.id());
            boolean isOther = was.map(MemberRecord::health)
                    .filter(member.health()::equals)
                    .isEmpty();
            if (isOther && member.health() == MemberRecord.Health.DOWN) {
                after = after.withDown(member.member());
            } else if (isOther && member.health() == MemberRecord.Health.UP) {
                after = after.withUp(member.member());
            }
            boolean isReplica = member.standing() instanceof Standing.InSync
                    && !record.master().equals(Optional.of(member.id()));
            if (isReplica && !was.map(MemberRecord::standing).equals(Optional.of(member.standing()))) {
                after = after.withReplica(member.member());
            }
        }
        Optional<NodeId> master = record.master();
        if (!master.equals(former.master())) {
            Optional<MemberRecord> recorded = master.flatMap(record::member);
            after = recorded.isPresent() ? after.withMaster(recorded.get().member()) : after;
        }
        return after;
    }

    private Bytes document(GroupRecord record, Optional<Bytes> ours, String digest) {
        Bytes plain = ours.map(document -> own.encode(record, document)).orElseGet(() -> own.encode(record));
        Tree.Fields fields = Json.read(plain.toArray()).asObject("the document");
        Tree.Builder extra = Tree.Fields.builder();
        fields.optionalObject(EXTRA).ifPresent(extra::all);
        return Bytes.utf8(Json.write(Tree.Fields.builder()
                .all(fields)
                .tree(EXTRA, extra.text("digest", digest).build())
                .build()));
    }
}
