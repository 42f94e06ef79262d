package dev.regroup.check;

import dev.regroup.check.Event.StartAs;
import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.model.Address;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Outcome;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The nodes of the explored world, and where they are known to differ from real ones, see {@link RealNodesIT}. */
class NodesOfTheModelTest extends NodeBehaviours {

    @Override
    NodeLab open(Disk disk) {
        return new ModelLab(disk);
    }

    /** A real one keeps its link until its time is up (repl-timeout, 60 s): nothing flows over it. */
    @Test
    void twoReplicasOfEachOtherHaveNoLinkAtOnce() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.follow(A, B);

            shows(lab, A, "follows b, down");
            shows(lab, B, "follows a, down");
        }
    }

    /** A real one stays linked to a replica that has lost its master. */
    @Test
    void aReplicaOfAReplicaHasNoLinkOnceTheMasterIsGone() {
        try (NodeLab lab = open(Disk.EVERY_WRITE)) {
            lab.follow(C, B);
            lab.kill(A);

            shows(lab, B, "follows a, down");
            shows(lab, C, "follows b, down");
        }
    }

    /** Plays in the explored world. */
    private static final class ModelLab implements NodeLab {

        private static final GroupRecord RECORD = Names.firstRecord(3);

        private final Environment environment;
        private World world;
        private int histories = 1;

        ModelLab(Disk disk) {
            Set<Feature> features = EnumSet.of(Feature.WRITES, Feature.CUTS, Feature.MUTE_NODES, Feature.HANDS);
            features.add(disk == Disk.NOTHING ? Feature.LOST_DATA : Feature.NEW_HISTORY_ON_RESTART);
            this.environment = new Environment(features);
            this.world = World.start(3).with(Global.VOLATILE, disk == Disk.NOTHING ? 1 : 0);
        }

        @Override
        public void kill(int node) {
            become(environment.stop(world, RECORD, node));
        }

        @Override
        public void start(int node) {
            become(environment.start(world, node, new StartAs.LastRole()));
        }

        @Override
        public void startEmpty(int node) {
            become(environment.start(world, node, new StartAs.Empty()));
        }

        @Override
        public void copy() {
            for (int node = 0; node < world.nodes(); node++) {
                become(world.isCopying(node) ? environment.befall(world, new Event.Copy(node)) : world);
            }
        }

        @Override
        public void follow(int node, int master) {
            become(environment.obeyed(world, new Order(node, master + 1)));
        }

        @Override
        public void promote(int node) {
            become(environment.obeyed(world, new Order(node, 0)));
        }

        @Override
        public void hang(int node) {
            become(environment.befall(world, new Event.Cut(node, Event.Turn.BEGIN)));
        }

        @Override
        public void mute(int node) {
            become(environment.befall(world, new Event.Mute(node, Event.Turn.BEGIN)));
        }

        @Override
        public void write(int node) {
            become(environment.write(world, node));
        }

        @Override
        public Outcome look(int node) {
            return Lookout.outcome(world, node);
        }

        @Override
        public String name(Address address) {
            return IntStream.range(0, 3)
                    .filter(node -> Names.address(node).equals(address))
                    .mapToObj(node -> Names.id(node).value())
                    .findFirst()
                    .orElse("a stranger");
        }

        @Override
        public boolean isPatient() {
            return false;
        }

        @Override
        public void close() {}

        /** Gives each new history a number of its own, so that two of them are two. */
        private void become(World next) {
            histories++;
            world = next;
            for (int node = 0; node < next.nodes(); node++) {
                if (next.get(node, Cell.HISTORY) == World.NEW_HISTORY) {
                    world = world.with(node, Cell.HISTORY, histories);
                }
            }
        }
    }
}
