package dev.plumbline.connectors.stripe;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.stripe.model.StripeCollection;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer as it came: the SDK's objects have no field for what stands in another place than in its own version. */
final class StripeRaw {
    private StripeRaw() {}

    /** Those of a page of subscriptions that need it, by id. To be asked for is to be parsed once more, which few pages are. */
    static Map<String, JsonObject> subscriptions(StripeCollection<Subscription> page) {
        return page.getData().stream().anyMatch(StripeRaw::isNeeded) ? byId(page.getRawJsonObject()) : Map.of();
    }

    /** Null for one that the SDK's object tells whole. */
    static @Nullable JsonObject of(Subscription byItself) {
        return isNeeded(byItself) ? byItself.getRawJsonObject() : null;
    }

    private static boolean isNeeded(Subscription subscription) {
        return isAny(subscription.getDiscounts())
                || (subscription.getItems() != null
                        && subscription.getItems().getData() != null
                        && subscription.getItems().getData().stream().anyMatch(StripeRaw::isNeeded));
    }

    private static boolean isNeeded(@Nullable SubscriptionItem item) {
        return item != null && (item.getCurrentPeriodEnd() == null || isAny(item.getDiscounts()));
    }

    private static boolean isAny(@Nullable List<String> discounts) {
        return discounts != null && !discounts.isEmpty();
    }

    /** The items that a subscription shows, by id. */
    static Map<String, JsonObject> items(@Nullable JsonObject subscription) {
        return byId(subscription == null ? null : subscription.get("items"));
    }

    private static Map<String, JsonObject> byId(@Nullable JsonElement list) {
        Map<String, JsonObject> found = new HashMap<>();
        if (list instanceof JsonObject shown && shown.get("data") instanceof JsonArray data) {
            for (JsonElement element : data) {
                if (element instanceof JsonObject one
                        && one.get("id") != null
                        && one.get("id").isJsonPrimitive()) {
                    found.putIfAbsent(one.get("id").getAsString(), one);
                }
            }
        }
        return found;
    }
}
