package dev.plumbline.simulated.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A subscription with its first ten items: who wants them all has to ask for the list. */
final class SubscriptionShape {
    private static final int EMBEDDED_ITEMS = 10;

    private SubscriptionShape() {}

    static ObjectNode of(Subscription subscription, Shapes shapes) {
        ObjectNode shape = Json.like("subscription");
        shape.put("id", subscription.id());
        shape.put("billing_cycle_anchor", subscription.billingCycleAnchor().getEpochSecond());
        tellEnd(shape, subscription);
        shape.put("created", subscription.created().getEpochSecond());
        shape.put("currency", subscription.currency());
        shape.put("customer", subscription.customer());
        shape.set("items", items(subscription, shapes));
        shape.put("latest_invoice", subscription.latestInvoice());
        shape.put("livemode", shapes.livemode());
        tellAttached(shape, subscription, shapes);
        tellPause(shape, subscription.pauseCollection());
        shape.put("start_date", subscription.startDate().getEpochSecond());
        shape.put("status", subscription.status());
        Span trial = subscription.trial();
        shape.put("trial_end", Json.epoch(trial == null ? null : trial.end()));
        shape.put("trial_start", Json.epoch(trial == null ? null : trial.start()));
        return shapes.version().tellsPeriodOnItems() ? shape : asBeforeBasil(shape, subscription);
    }

    private static void tellEnd(ObjectNode shape, Subscription subscription) {
        Cancellation cancellation = subscription.cancellation();
        shape.put("cancel_at", Json.epoch(cancellation.cancelAt()));
        shape.put("cancel_at_period_end", cancellation.atPeriodEnd());
        shape.put("canceled_at", Json.epoch(cancellation.canceledAt()));
        shape.withObject("cancellation_details")
                .put("reason", cancellation.canceledAt() == null ? null : "cancellation_requested");
        shape.put("ended_at", Json.epoch(cancellation.endedAt()));
    }

    /** Discounts are named only, unless somebody asks for more. */
    private static void tellAttached(ObjectNode shape, Subscription subscription, Shapes shapes) {
        Attached attached = subscription.attached();
        shape.put("schedule", attached.schedule());
        ArrayNode discounts = shape.putArray("discounts");
        attached.discounts().forEach(discount -> discounts.add(discount.id()));
        if (attached.pending() != null) {
            ArrayNode items = shape.putObject("pending_update")
                    .put(
                            "expires_at",
                            subscription.created().plusSeconds(82_800).getEpochSecond())
                    .putArray("subscription_items");
            attached.pending().forEach(item -> items.add(ItemShape.of(item, subscription.id(), shapes)));
        }
    }

    private static void tellPause(ObjectNode shape, @Nullable CollectionPause pause) {
        if (pause != null) {
            shape.putObject("pause_collection")
                    .put("behavior", pause.behavior())
                    .put("resumes_at", Json.epoch(pause.resumesAt()));
        }
    }

    private static ObjectNode items(Subscription subscription, Shapes shapes) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        subscription.items().stream()
                .limit(EMBEDDED_ITEMS)
                .forEach(item -> data.add(ItemShape.of(item, subscription.id(), shapes)));
        list.put("has_more", subscription.items().size() > EMBEDDED_ITEMS);
        list.put("url", "/v1/subscription_items?subscription=" + subscription.id());
        return list;
    }

    private static ObjectNode asBeforeBasil(ObjectNode shape, Subscription subscription) {
        Instant start = subscription.items().stream()
                .map(item -> item.period().start())
                .max(Instant::compareTo)
                .orElse(subscription.startDate());
        shape.put("current_period_end", subscription.periodEnd().getEpochSecond());
        shape.put("current_period_start", start.getEpochSecond());
        shape.putNull("discount");
        shape.remove("billing_mode");
        shape.remove("billing_schedules");
        shape.remove("customer_account");
        if (subscription.items().size() == 1) {
            Item only = subscription.items().getFirst();
            shape.set(
                    "plan",
                    CatalogueShape.plan(only.price(), shape.path("livemode").booleanValue()));
            shape.put("quantity", only.quantity());
        }
        return shape;
    }
}
