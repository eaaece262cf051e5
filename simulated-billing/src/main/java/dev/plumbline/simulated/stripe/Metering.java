package dev.plumbline.simulated.stripe;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * Use that applications report. What is not reported is not counted, and nobody tells of that: a gap is planted by leaving
 * something out.
 */
public final class Metering {
    private static final Duration OLDEST = Duration.ofDays(35);
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final World world;

    Metering(World world) {
        this.world = world;
    }

    /** No event tells of it here. */
    public Change<Meter> createMeter(String id, String eventName, Meter.Formula formula) {
        return world.change(story -> {
            var meter = new Meter(id, story.now(), eventName, formula, true);
            story.put(meter);
            return meter;
        });
    }

    /**
     * As {@code POST /v1/billing/meter_events} takes it.
     *
     * @param identifier a second event with the same one is taken for the first, whatever it says
     * @throws IllegalArgumentException for use of more than 35 days ago or of more than five minutes from now
     */
    public void report(String identifier, String eventName, String customer, BigDecimal value, Instant at) {
        world.change(story -> {
            Instant now = world.now();
            if (at.isBefore(now.minus(OLDEST)) || at.isAfter(now.plus(AHEAD))) {
                throw new IllegalArgumentException("The timestamp is too old or ahead: " + at);
            }
            Meter meter = world.meters
                    .at(world.meters.places(null), Long.MAX_VALUE)
                    .filter(one -> one.eventName().equals(eventName) && one.active())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no meter counts " + eventName));
            if (world.meterEvents.latest(identifier) == null) {
                story.put(new MeterEvent(identifier, at, eventName, customer, value));
            }
            return meter;
        });
    }

    static Meter known(World world, String id) {
        Meter meter = world.meters.latest(id);
        if (meter == null) {
            throw new IllegalArgumentException("no such meter: " + id);
        }
        return meter;
    }
}
