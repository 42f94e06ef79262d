package dev.regroup.consumer.plain;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.etcd.EtcdCoordinator;

/** Tells whether a program with these versions can use etcd at all; nobody has to listen there for that. */
public final class EtcdAlone {

    private EtcdAlone() {}

    public static void main(String[] args) {
        try (Coordinator coordinator = EtcdCoordinator.connect("127.0.0.1:1")) {
            System.out.println("nothing is missing for " + coordinator);
        }
    }
}
