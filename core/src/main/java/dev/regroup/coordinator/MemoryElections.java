package dev.regroup.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The elections of a {@link MemoryStore}: first come, first served. Confined to the store's lock, but for {@code
 * isHeld}.
 */
final class MemoryElections {

    /** What a candidate has to be told. Immutable. */
    record News(MemoryCampaign campaign, Leadership leadership) {}

    private final Map<String, List<MemoryCampaign>> queues = new HashMap<>();
    /** The token of whoever leads, by election. */
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    private long held;

    /** Tells whether that leadership has not ended; on any thread. */
    boolean isHeld(Fence fence) {
        return fence.token().equals(tokens.get(fence.name()));
    }

    boolean isCampaigning(MemoryCampaign campaign) {
        return queue(campaign.name()).contains(campaign);
    }

    List<News> join(MemoryCampaign campaign) {
        List<MemoryCampaign> queue = queue(campaign.name());
        queue.add(campaign);
        return queue.size() == 1 ? List.of(crown(campaign)) : List.of();
    }

    List<News> leave(MemoryCampaign campaign) {
        List<MemoryCampaign> queue = queue(campaign.name());
        boolean led = !queue.isEmpty() && queue.get(0) == campaign;
        queue.remove(campaign);
        return led ? succession(campaign.name()) : List.of();
    }

    List<News> remove(MemoryCoordinator client) {
        List<News> news = new ArrayList<>();
        campaigns(client).forEach(campaign -> news.addAll(leave(campaign)));
        return news;
    }

    List<News> expire(MemoryCoordinator client) {
        List<News> news = new ArrayList<>();
        for (MemoryCampaign campaign : campaigns(client)) {
            boolean led = queue(campaign.name()).get(0) == campaign;
            if (led) {
                news.add(new News(campaign, new Leadership.Lost()));
            }
            news.addAll(leave(campaign));
            news.addAll(join(campaign));
        }
        return news;
    }

    private List<MemoryCampaign> campaigns(MemoryCoordinator client) {
        return queues.values().stream()
                .flatMap(List::stream)
                .filter(campaign -> campaign.client() == client)
                .toList();
    }

    private List<News> succession(String name) {
        tokens.remove(name);
        List<MemoryCampaign> queue = queue(name);
        return queue.isEmpty() ? List.of() : List.of(crown(queue.get(0)));
    }

    private News crown(MemoryCampaign campaign) {
        Fence fence = new Fence(campaign.name(), Long.toString(++held));
        tokens.put(fence.name(), fence.token());
        MemoryFaults leased = campaign.client().faults();
        return new News(campaign, new Leadership.Held(fence, () -> isHeld(fence) ? leased.lease() : Duration.ZERO));
    }

    private List<MemoryCampaign> queue(String name) {
        return queues.computeIfAbsent(name, unused -> new ArrayList<>());
    }
}
