package dev.plumbline.connectors.stripe;

import dev.plumbline.connectors.Hint.Concerns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Whom the object of an event belongs to, as far as the event itself tells. */
final class StripeSubject {
    private static final String CUSTOMER = "customer";
    /** What an object without a customer may name instead, the nearest first: {@link StripeOwners} reads each. */
    private static final List<String> NAMED_INSTEAD = List.of("charge", "payment_intent", "invoice", "subscription");

    private final Map<String, String> names = new HashMap<>();
    private boolean saysCustomer;

    /** The value of {@code data}. */
    void readData(JsonParser json) {
        eachOf(json, key -> {
            if (key.equals("object")) {
                eachOf(json, inner -> takeFromObject(inner, json));
            } else if (key.equals("impact")) { // of a fetched event about events that were never made
                eachOf(json, inner -> {
                    if (inner.equals("related_object")) {
                        readRelated(json);
                    }
                });
            } else if (key.equals("previous_attributes")) {
                eachOf(json, inner -> takeAs(inner.equals(CUSTOMER) ? "previous customer" : null, json));
            }
        });
    }

    /** The value of {@code related_object} in a thin event. */
    void readRelated(JsonParser json) {
        eachOf(json, key -> takeAs(key.equals("type") ? "object" : key.equals("id") ? key : null, json));
    }

    private void takeFromObject(String key, JsonParser json) {
        switch (key) {
            case CUSTOMER -> {
                saysCustomer = true;
                takeAs(key, json);
            }
            case "id", "object" -> takeAs(key, json);
            case "owner" -> eachOf(json, inner -> takeAs(inner.equals(CUSTOMER) ? "owner" : null, json)); // of a tax id
            default -> takeAs(NAMED_INSTEAD.contains(key) ? key : null, json);
        }
    }

    /** An id, be it given as a string or as the expanded object that has it. */
    private void takeAs(@Nullable String name, JsonParser json) {
        if (name == null) {
            return;
        }
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            String id = json.getString();
            if (StripeHints.isKey(id)) {
                names.putIfAbsent(name, id);
            }
        } else {
            eachOf(json, key -> takeAs(key.equals("id") && json.currentToken().isScalarValue() ? name : null, json));
        }
    }

    @Nullable
    String kind() {
        return names.get("object");
    }

    Concerns concerns() {
        String kind = names.get("object");
        String id = names.get("id");
        if (CUSTOMER.equals(kind) && id != null) {
            return new Concerns.Customer(id);
        }
        for (String name : List.of(CUSTOMER, "owner", "previous customer")) { // the last: detached just now
            String customer = names.get(name);
            if (customer != null) {
                return new Concerns.Customer(customer);
            }
        }
        for (String instead : NAMED_INSTEAD) {
            String named = names.get(instead);
            if (named != null) {
                return new Concerns.ObjectOf(instead, named);
            }
        }
        if (!saysCustomer && kind != null && id != null && StripeOwners.knows(kind)) {
            return new Concerns.ObjectOf(kind, id);
        }
        return new Concerns.Nobody();
    }

    private interface Taker {
        void take(String key);
    }

    /** Walks an object, one level; what the taker leaves is skipped. Does nothing on any other value. */
    private static void eachOf(JsonParser json, Taker taker) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            json.nextToken();
            taker.take(key);
            json.skipChildren();
        }
    }
}
