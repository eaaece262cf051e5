package dev.plumbline.connectors.stripe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.stripe.model.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The billing period as it stood on the subscription before API version 2025-03-31 (basil), in epoch seconds. Since then
 * each item has its own, and the SDK's object has no field for the old place, so the answer's raw JSON is looked at.
 */
record StripePeriod(@Nullable Long start, @Nullable Long end) {
    private static final StripePeriod NONE = new StripePeriod(null, null);

    static StripePeriod ofOldShape(Subscription theirs, @Nullable JsonObject raw) {
        return raw == null || everyItemHasOne(theirs) ? NONE : of(raw);
    }

    private static boolean everyItemHasOne(Subscription theirs) {
        return theirs.getItems() == null
                || theirs.getItems().getData() == null
                || theirs.getItems().getData().stream().allMatch(item -> item.getCurrentPeriodEnd() != null);
    }

    private static StripePeriod of(JsonObject raw) {
        return new StripePeriod(number(raw.get("current_period_start")), number(raw.get("current_period_end")));
    }

    private static @Nullable Long number(@Nullable JsonElement value) {
        return value == null
                        || !value.isJsonPrimitive()
                        || !value.getAsJsonPrimitive().isNumber()
                ? null
                : value.getAsLong();
    }
}
