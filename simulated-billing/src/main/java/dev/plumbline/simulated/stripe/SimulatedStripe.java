package dev.plumbline.simulated.stripe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A Stripe account in memory. What may be done to it is grouped as its dashboard groups it; everything that is done
 * answers the events it made. The same seed, clock and operations give the same ids and the same bytes. Safe for many
 * threads: changes happen one at a time, a {@link Reading} is a consistent look that no change disturbs.
 */
public final class SimulatedStripe {
    private final World world;
    private final Customers customers;
    private final Catalogue catalogue;
    private final Subscriptions subscriptions;
    private final Payments payments;
    private final Trials trials;
    private final Cancellations cancellations;
    private final Schedules schedules;
    private final Entitlements entitlements;
    private final Metering metering;

    public SimulatedStripe(InstantSource clock, long seed) {
        this(clock, seed, Settings.testMode());
    }

    public SimulatedStripe(InstantSource clock, long seed, Settings settings) {
        world = new World(clock, new SplittableRandom(seed), settings);
        customers = new Customers(world);
        catalogue = new Catalogue(world);
        subscriptions = new Subscriptions(world);
        payments = new Payments(world);
        trials = new Trials(world);
        cancellations = new Cancellations(world);
        schedules = new Schedules(world);
        entitlements = new Entitlements(world);
        metering = new Metering(world);
    }

    public Customers customers() {
        return customers;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public Payments payments() {
        return payments;
    }

    public Trials trials() {
        return trials;
    }

    public Cancellations cancellations() {
        return cancellations;
    }

    public Schedules schedules() {
        return schedules;
    }

    public Entitlements entitlements() {
        return entitlements;
    }

    public Metering metering() {
        return metering;
    }

    /** Everything as it is now. */
    public Reading reading() {
        return world.reading();
    }

    /** Everything as it was that many changes ago, as a lagging replica would see it. */
    public Reading readingBefore(int changes) {
        return world.readingBefore(changes);
    }

    /** Everything as it was that long ago, by the clock. */
    public Reading readingAgo(Duration lag) {
        return world.readingAsOf(world.clockTime().minus(lag));
    }

    /** Does something of which no event tells: not delivered and not listed, as very rarely happens at Stripe. */
    public <R> R silently(Supplier<R> work) {
        return world.silently(work);
    }

    /** Does something as if it were another time: how an account gets a past. */
    public <R> R at(Instant moment, Supplier<R> work) {
        return world.at(moment, work);
    }

    /** From now on events are made in this version; those made before keep theirs. */
    public void speak(ApiVersion version) {
        world.speak(version);
    }

    /** How this account renders what is fetched. */
    public Shapes shapes() {
        return new Shapes(ApiVersion.DAHLIA, world.livemode());
    }

    /** The time events are stamped with: whole seconds. */
    public Instant now() {
        return world.now();
    }

    /** The time by the clock itself, to the last digit. */
    public Instant clockTime() {
        return world.clockTime();
    }
}
