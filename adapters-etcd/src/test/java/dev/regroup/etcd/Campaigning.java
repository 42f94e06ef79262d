package dev.regroup.etcd;

import dev.regroup.coordinator.Leadership;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A process of its own that campaigns, and says at each line of its input what is left of its first leadership. */
final class Campaigning {

    private Campaigning() {}

    public static void main(String[] arguments) throws Exception {
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        try (EtcdCoordinator client =
                        EtcdCoordinator.connect(EtcdCluster.at(arguments[0]).withLease(Duration.ofSeconds(2)));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            client.campaign("reconciler", heard::add);
            Leadership.Held held = (Leadership.Held) heard.take();
            System.out.println("held " + held.remaining().get());
            while (in.readLine() != null) {
                System.out.println("left " + held.remaining().get());
                System.out.println("next " + heard.take());
            }
        }
    }
}
