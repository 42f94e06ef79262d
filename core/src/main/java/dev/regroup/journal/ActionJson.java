package dev.regroup.journal;

import dev.regroup.json.Parts;
import dev.regroup.json.Tree;
import dev.regroup.model.Action;
import dev.regroup.model.Address;
import dev.regroup.model.GroupId;
import dev.regroup.model.Presumption;

/** A command as an object, and back. */
final class ActionJson {

    private ActionJson() {}

    static Tree.Fields write(Action action) {
        Tree.Builder out = Tree.Fields.builder();
        if (action instanceof Action.Promote promote) {
            addCommon(out.text("kind", "promote"), promote).array("others", promote.others(), ActionJson::write);
        } else if (action instanceof Action.Follow follow) {
            addCommon(out.text("kind", "follow"), follow)
                    .tree("master", write(follow.master()))
                    .text("copy", Parts.kebab(follow.copy()));
        } else if (action instanceof Action.Detach detach) {
            addCommon(out.text("kind", "detach"), detach).tree("master", write(detach.master()));
        } else if (action instanceof Action.Fence fence) {
            addCommon(out.text("kind", "fence"), fence)
                    .tree("master", write(fence.master()))
                    .text("length", fence.length());
        }
        return out.build();
    }

    private static Tree.Builder addCommon(Tree.Builder out, Action action) {
        return out.text("group", action.group()).number("epoch", action.epoch()).tree("own", write(action.own()));
    }

    static Action read(Tree.Fields item) {
        String kind = item.text("kind");
        GroupId group = GroupId.of(item.text("group"));
        long epoch = item.number("epoch");
        Presumption.Living own = own(item);
        return switch (kind) {
            case "promote" -> new Action.Promote(group, epoch, own, item.objects("others", ActionJson::presumption));
            case "follow" ->
                new Action.Follow(
                        group,
                        epoch,
                        own,
                        master(item.object("master")),
                        Parts.constant(item, "copy", Action.Copy.values()));
            case "detach" -> new Action.Detach(group, epoch, own, master(item.object("master")));
            case "fence" ->
                new Action.Fence(group, epoch, own, master(item.object("master")), Parts.duration(item, "length"));
            default -> throw Parts.unknownKind("action", kind);
        };
    }

    private static Presumption.Living own(Tree.Fields item) {
        if (presumption(item.object("own")) instanceof Presumption.Living living) {
            return living;
        }
        throw Parts.unknownKind("own presumption", item.object("own").text("kind"));
    }

    private static Presumption.IsMaster master(Tree.Fields item) {
        if (presumption(item) instanceof Presumption.IsMaster master) {
            return master;
        }
        throw Parts.unknownKind("presumption of a master", item.text("kind"));
    }

    private static Tree.Fields write(Presumption presumption) {
        Tree.Builder out = Tree.Fields.builder().text("node", presumption.node());
        if (presumption instanceof Presumption.Living living) {
            out.text("incarnation", living.incarnation());
        }
        if (presumption instanceof Presumption.IsMaster) {
            out.text("kind", "is-master");
        } else if (presumption instanceof Presumption.IsReplica) {
            out.text("kind", "is-replica");
        } else if (presumption instanceof Presumption.Follows follows) {
            out.text("kind", "follows").text("of", follows.of()).tree("link", InfoJson.write(follows.link()));
            Parts.position(follows.position()).ifPresent(position -> out.tree("position", position));
        } else if (presumption instanceof Presumption.IsNoMaster) {
            out.text("kind", "is-no-master");
        }
        return out.build();
    }

    private static Presumption presumption(Tree.Fields item) {
        String kind = item.text("kind");
        return switch (kind) {
            case "is-master" -> new Presumption.IsMaster(Parts.node(item, "node"), Parts.incarnation(item));
            case "is-replica" -> new Presumption.IsReplica(Parts.node(item, "node"), Parts.incarnation(item));
            case "follows" ->
                new Presumption.Follows(
                        Parts.node(item, "node"),
                        Parts.incarnation(item),
                        Address.parse(item.text("of")),
                        InfoJson.link(item.object("link")),
                        Parts.position(item, "position"));
            case "is-no-master" -> new Presumption.IsNoMaster(Parts.node(item, "node"));
            default -> throw Parts.unknownKind("presumption", kind);
        };
    }
}
