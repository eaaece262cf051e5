package dev.plumbline.connectors.stripe;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Synthetic Stripe objects of API version 2026-07-29.dahlia, with the fields that we read and a few that we do not. */
final class StripeObjects {
    static final long CREATED = 1_780_000_000;
    static final long START = 1_790_000_000;
    static final long END = 1_792_600_000;

    private static final JsonMapper JSON = JsonMapper.shared();

    private StripeObjects() {}

    static ObjectNode customer(String id) {
        return json("""
                {"object":"customer","created":%d,"livemode":true,"name":"Acme","email":"who@example.org",
                 "address":{"country":"dk","city":"Aarhus"},"tax":{"location":{"country":"SE"}},"metadata":{}}
                """.formatted(CREATED)).put("id", id);
    }

    static ObjectNode subscription(String id, String customer, ObjectNode... items) {
        ObjectNode subscription =
                json("""
                {"object":"subscription","status":"active","created":%1$d,"start_date":%1$d,"ended_at":null,"livemode":true,
                 "cancel_at":null,"cancel_at_period_end":false,"canceled_at":null,"trial_end":null,"pause_collection":null,
                 "billing_cycle_anchor":%2$d,"currency":"eur","collection_method":"charge_automatically"}
                """.formatted(CREATED, START)).put("id", id).put("customer", customer);
        subscription.set("items", list(false, items));
        return subscription;
    }

    static ObjectNode item(String id, String price) {
        return json("""
                {"object":"subscription_item","created":%d,"quantity":3,"current_period_start":%d,"current_period_end":%d,
                 "price":{"id":"%s","object":"price","lookup_key":"team_monthly","product":"prod_1","active":true}}
                """.formatted(CREATED, START, END, price)).put("id", id);
    }

    static ObjectNode openInvoice(String id, long finalisedAt) {
        return json("""
                {"object":"invoice","status":"open","collection_method":"charge_automatically","due_date":null,"attempted":true,
                 "status_transitions":{"finalized_at":%d,"paid_at":null}}
                """.formatted(finalisedAt)).put("id", id);
    }

    static ObjectNode list(boolean more, ObjectNode... objects) {
        return list(more, Arrays.asList(objects));
    }

    static ObjectNode list(boolean more, List<ObjectNode> objects) {
        ObjectNode list = json("{\"object\":\"list\",\"url\":\"/v1/things\"}").put("has_more", more);
        ArrayNode data = list.putArray("data");
        objects.forEach(data::add);
        return list;
    }

    static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text);
    }
}
