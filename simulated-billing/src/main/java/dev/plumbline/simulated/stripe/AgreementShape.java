package dev.plumbline.simulated.stripe;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Schedules, discounts and entitlements: what was agreed on beside the items. */
final class AgreementShape {
    private static final int SHOWN = 10;

    private AgreementShape() {}

    static ObjectNode of(Schedule schedule, boolean livemode) {
        ObjectNode shape = Json.object()
                .put("id", schedule.id())
                .put("object", "subscription_schedule")
                .put("created", schedule.created().getEpochSecond());
        if (schedule.current() >= 0 && schedule.status().equals(Schedule.ACTIVE)) {
            Schedule.Phase running = schedule.phases().get(schedule.current());
            shape.putObject("current_phase")
                    .put("end_date", running.end().getEpochSecond())
                    .put("start_date", running.start().getEpochSecond());
        } else {
            shape.putNull("current_phase");
        }
        shape.put("customer", schedule.customer())
                .put("end_behavior", schedule.endBehavior())
                .put("livemode", livemode)
                .put("released_subscription", (String) null)
                .put("status", schedule.status())
                .put("subscription", schedule.subscription());
        shape.putObject("metadata");
        ArrayNode phases = shape.putArray("phases");
        schedule.phases().forEach(phase -> phases.add(of(phase)));
        return shape;
    }

    private static ObjectNode of(Schedule.Phase phase) {
        ObjectNode shape = Json.object()
                .put("billing_cycle_anchor", (String) null)
                .put("currency", "eur")
                .put("end_date", phase.end().getEpochSecond())
                .put("start_date", phase.start().getEpochSecond())
                .put("trial_end", Json.epoch(phase.trialEnd()));
        ArrayNode items = shape.putArray("items");
        for (Line line : phase.lines()) {
            ObjectNode item = items.addObject().put("price", line.price());
            if (line.quantity() != null) {
                item.put("quantity", line.quantity());
            }
            item.putArray("discounts");
            item.putObject("metadata");
        }
        return shape;
    }

    /** Since clover the coupon stands under its source. */
    static ObjectNode of(Discount discount, String customer, ApiVersion version) {
        ObjectNode shape = Json.object()
                .put("id", discount.id())
                .put("object", "discount")
                .put("customer", customer)
                .put("end", Json.epoch(discount.end()))
                .put("start", discount.start().getEpochSecond());
        ObjectNode coupon = Json.object()
                .put("id", discount.coupon())
                .put("object", "coupon")
                .put("amount_off", discount.amountOff())
                .put("currency", discount.currency())
                .put("percent_off", discount.percentOff());
        if (version.tellsPeriodOnItems()) {
            shape.putObject("source").put("type", "coupon").set("coupon", coupon);
        } else {
            shape.set("coupon", coupon);
        }
        return shape;
    }

    static ObjectNode of(EntitlementSummary summary, boolean livemode) {
        ObjectNode shape = Json.object()
                .put("object", "entitlements.active_entitlement_summary")
                .put("customer", summary.customer())
                .put("livemode", livemode);
        ObjectNode list = shape.putObject("entitlements").put("object", "list");
        ArrayNode data = list.putArray("data");
        summary.features().stream()
                .limit(SHOWN)
                .forEach(feature -> data.add(active(feature, summary.customer(), livemode)));
        list.put("has_more", summary.features().size() > SHOWN)
                .put("url", "/v1/customers/" + summary.customer() + "/entitlements");
        return shape;
    }

    static String activeId(Feature feature, String customer) {
        return "ent_" + customer + "_" + feature.id();
    }

    static ObjectNode active(Feature feature, String customer, boolean livemode) {
        return Json.object()
                .put("id", activeId(feature, customer))
                .put("object", "entitlements.active_entitlement")
                .put("feature", feature.id())
                .put("livemode", livemode)
                .put("lookup_key", feature.lookupKey());
    }
}
