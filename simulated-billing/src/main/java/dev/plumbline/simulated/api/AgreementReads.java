package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Dispute;
import dev.plumbline.simulated.stripe.Entitlements;
import dev.plumbline.simulated.stripe.Feature;
import dev.plumbline.simulated.stripe.Price;
import dev.plumbline.simulated.stripe.Schedule;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** GET /v1/subscription_schedules, /v1/disputes and /v1/entitlements/active_entitlements. */
final class AgreementReads {
    private final Look look;

    AgreementReads(Look look) {
        this.look = look;
    }

    ObjectNode schedule(String id) {
        return look.shapes().of(Resources.found(look.reading().schedules().find(id), "subscription_schedule", id));
    }

    ObjectNode schedules(Query query) {
        query.allowPagingAnd("customer", "scheduled", "created");
        String customer = query.first("customer");
        Resources.known(look.reading(), customer);
        boolean unbegun = "true".equals(query.first("scheduled"));
        Page<Schedule> page = Page.of(
                look.reading().schedules(),
                "subscription_schedule",
                customer,
                query,
                schedule -> !unbegun || schedule.status().equals(Schedule.NOT_STARTED));
        boolean withPrices = query.expands("data.phases.items.price");
        return look.blindTo(page).shown("/v1/subscription_schedules", schedule -> shown(schedule, withPrices));
    }

    private ObjectNode shown(Schedule schedule, boolean withPrices) {
        ObjectNode shape = look.shapes().of(schedule);
        if (withPrices) {
            for (JsonNode phase : shape.path("phases")) {
                for (JsonNode item : phase.path("items")) {
                    Price price = look.reading().prices().get(item.path("price").asString());
                    ((ObjectNode) item).set("price", look.shapes().of(price));
                }
            }
        }
        return shape;
    }

    ObjectNode dispute(String id) {
        return look.shapes().of(Resources.found(look.reading().disputes().find(id), "dispute", id));
    }

    ObjectNode disputes(Query query) {
        query.allowPagingAnd("charge", "payment_intent", "created");
        String charge = query.first("charge");
        Page<Dispute> page = Page.of(look.reading().disputes(), "dispute", charge, query, any -> true);
        return look.blindTo(page).shown("/v1/disputes", dispute -> look.shapes().of(dispute));
    }

    ObjectNode activeEntitlements(Query query) {
        query.allowPagingAnd("customer");
        String customer = query.first("customer");
        if (customer == null) {
            throw Refused.missing("customer");
        }
        Resources.known(look.reading(), customer);
        List<Feature> active = Entitlements.of(look.reading(), customer);
        return Page.of(
                        active,
                        feature -> look.shapes().activeId(feature, customer),
                        "entitlements.active_entitlement",
                        query)
                .shown(
                        "/v1/entitlements/active_entitlements",
                        feature -> look.shapes().active(feature, customer));
    }
}
