package dev.plumbline.simulated.stripe;

/** A consistent look at everything, as it was after one change: half-done changes are never seen. */
public record Reading(
        Listing<Customer> customers,
        Listing<Product> products,
        Listing<Price> prices,
        Listing<Feature> features,
        Listing<Subscription> subscriptions,
        Listing<Invoice> invoices,
        Listing<Charge> charges,
        Listing<Dispute> disputes,
        Listing<Schedule> schedules,
        Listing<Meter> meters,
        Listing<MeterEvent> meterEvents,
        Listing<Event> events) {

    static Reading of(World world, long change) {
        return new Reading(
                new Listing<>(world.customers, Customer.class, change),
                new Listing<>(world.products, Product.class, change),
                new Listing<>(world.prices, Price.class, change),
                new Listing<>(world.features, Feature.class, change),
                new Listing<>(world.subscriptions, Subscription.class, change),
                new Listing<>(world.invoices, Invoice.class, change),
                new Listing<>(world.charges, Charge.class, change),
                new Listing<>(world.disputes, Dispute.class, change),
                new Listing<>(world.schedules, Schedule.class, change),
                new Listing<>(world.meters, Meter.class, change),
                new Listing<>(world.meterEvents, MeterEvent.class, change),
                new Listing<>(world.events, Event.class, change));
    }
}
