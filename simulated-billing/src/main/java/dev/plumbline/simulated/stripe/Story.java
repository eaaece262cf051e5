package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change while it happens: what is put on the shelves, and the events that will tell of it. */
final class Story {
    private final World world;
    private final long change;
    private final Ids ids;
    private final ApiVersion version;
    private final boolean livemode;
    private final List<Event> told = new ArrayList<>();
    private Event.@Nullable Request request;

    Story(World world, long change, Ids ids, ApiVersion version, boolean livemode) {
        this.world = world;
        this.change = change;
        this.ids = ids;
        this.version = version;
        this.livemode = livemode;
    }

    Instant now() {
        return world.now();
    }

    String id(String prefix) {
        return ids.next(prefix);
    }

    /** Somebody asked for it through the API or the dashboard, as opposed to Stripe doing it when it was due. */
    Story asked() {
        request = new Event.Request(ids.next("req_"), ids.key());
        return this;
    }

    <T extends StripeObject> T created(T object) {
        put(object);
        tell("created", object);
        return object;
    }

    /** Tells of an update only when something is different. */
    <T extends StripeObject> T updated(T before, T after) {
        if (!before.equals(after)) {
            put(after);
            tell("updated", after, before);
        }
        return after;
    }

    void tell(String what, StripeObject object) {
        tell(what, object, null);
    }

    void put(StripeObject object) {
        switch (object) {
            case Customer customer -> world.customers.put(customer, change);
            case Product product -> world.products.put(product, change);
            case Price price -> world.prices.put(price, change);
            case Feature feature -> world.features.put(feature, change);
            case Subscription subscription -> world.subscriptions.put(subscription, change);
            case Invoice invoice -> world.invoices.put(invoice, change);
            case Charge charge -> world.charges.put(charge, change);
            case Dispute dispute -> world.disputes.put(dispute, change);
            case Schedule schedule -> world.schedules.put(schedule, change);
            case Meter meter -> world.meters.put(meter, change);
            // Nobody reads these back: they are only told of.
            case EntitlementSummary summary -> {}
            case CheckoutSession session -> {}
        }
    }

    /** Use is told of by nobody. */
    void put(MeterEvent used) {
        world.meterEvents.put(used, change);
    }

    List<Event> told() {
        return List.copyOf(told);
    }

    private void tell(String what, StripeObject object, @Nullable StripeObject before) {
        String type = object.eventPrefix() + "." + what;
        told.add(new Event(ids.next("evt_"), now(), type, livemode, version, request, object, before));
    }
}
