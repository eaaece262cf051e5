package dev.plumbline.simulated.delivery;

import dev.plumbline.simulated.stripe.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Decides the way of each event, without sockets or waiting: the same seed and events give the same deliveries. */
public final class Deliveries {
    /** Events of one batch leave this far apart, so that order means something and reordering can break it. */
    private static final Duration STEP = Duration.ofMillis(1);

    private static final int FURTHEST_OVERTAKING = 8;

    private final SplittableRandom random;
    private Mischief mischief;
    private Counts counts = new Counts(0, 0, 0);

    /** Offered, and what was done to them: {@code offered - lost + duplicated} deliveries were planned. */
    public record Counts(long offered, long lost, long duplicated) {
        public long planned() {
            return offered - lost + duplicated;
        }
    }

    public Deliveries(Mischief mischief, long seed) {
        this.mischief = mischief;
        this.random = new SplittableRandom(seed);
    }

    /** From the next event on. */
    public synchronized void mischief(Mischief next) {
        mischief = next;
    }

    /** In the order in which they arrive. */
    public synchronized List<Delivery> plan(List<Event> events) {
        List<Delivery> planned = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            plan(events.get(i), STEP.multipliedBy(i), planned);
        }
        planned.sort(Comparator.comparing(Delivery::after));
        return planned;
    }

    public synchronized Counts counts() {
        return counts;
    }

    private void plan(Event event, Duration leaves, List<Delivery> planned) {
        boolean lost = happens(mischief.lose());
        boolean twice = !lost && happens(mischief.duplicate());
        counts =
                new Counts(counts.offered() + 1, counts.lost() + (lost ? 1 : 0), counts.duplicated() + (twice ? 1 : 0));
        if (lost) {
            return;
        }
        Duration arrives = leaves.plus(overtaken()).plus(late());
        planned.add(new Delivery(event, arrives, false));
        if (twice) {
            planned.add(new Delivery(event, arrives.plus(overtaken()).plus(someOf(mischief.longestDelay())), true));
        }
    }

    private Duration overtaken() {
        return happens(mischief.reorder())
                ? STEP.multipliedBy(1 + random.nextInt(FURTHEST_OVERTAKING)).plusNanos(1)
                : Duration.ZERO;
    }

    private Duration late() {
        return happens(mischief.delay()) ? someOf(mischief.longestDelay()) : Duration.ZERO;
    }

    private Duration someOf(Duration longest) {
        return longest.isZero() ? STEP : Duration.ofNanos(random.nextLong(longest.toNanos()));
    }

    private boolean happens(double share) {
        return random.nextDouble() < share;
    }
}
