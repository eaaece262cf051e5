package dev.plumbline.connectors.stripe;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.plumbline.connectors.Discount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Discounts, from the raw answer: since version 2025-09-30 (clover) the coupon stands under {@code source}, before it stood in
 * the discount itself, and the SDK's object knows the new place only. A discount that is only named, or whose coupon is, is
 * kept as that: what it takes off is not known, never nothing. Odd ones are left out: no answer depends on them.
 */
final class StripeDiscounts {
    private StripeDiscounts() {}

    /** Of an object with {@code discounts}, or with one {@code discount} as customers and old subscriptions have. */
    static List<Discount> of(@Nullable JsonObject holder) {
        if (holder == null) {
            return List.of();
        }
        List<Discount> found = new ArrayList<>();
        if (holder.get("discounts") instanceof JsonArray several) {
            several.forEach(one -> read(one).ifPresent(found::add));
        }
        if (found.isEmpty()) {
            read(holder.get("discount")).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Discount> read(@Nullable JsonElement discount) {
        if (discount instanceof JsonObject shown) {
            return text(shown, "id").map(id -> read(id, shown));
        }
        return text(discount).map(id -> new Discount(id, null, null, null, null, null, null));
    }

    private static Discount read(String id, JsonObject discount) {
        JsonElement coupon = discount.get("source") instanceof JsonObject source && source.has("coupon")
                ? source.get("coupon")
                : discount.get("coupon");
        JsonObject terms = coupon instanceof JsonObject shown ? shown : new JsonObject();
        Long amountOff = number(terms, "amount_off").map(StripeDiscounts::whole).orElse(null);
        return new Discount(
                id,
                text(coupon).or(() -> text(terms, "id")).orElse(null),
                number(terms, "percent_off").orElse(null),
                amountOff,
                amountOff == null
                        ? null
                        : StripeFields.currency(text(terms, "currency").orElse(null)),
                StripeFields.instant(
                        number(discount, "start").map(StripeDiscounts::whole).orElse(null)),
                StripeFields.instant(
                        number(discount, "end").map(StripeDiscounts::whole).orElse(null)));
    }

    private static Optional<String> text(JsonObject of, String name) {
        return text(of.get(name));
    }

    private static Optional<String> text(@Nullable JsonElement value) {
        return primitive(value, value1 -> value1.getAsJsonPrimitive().isString() ? value1.getAsString() : null)
                .map(StripeFields::text)
                .filter(StripeHints::isKey);
    }

    /** Bounded: a number may be written with an exponent of any size. */
    private static Optional<BigDecimal> number(JsonObject of, String name) {
        return primitive(
                        of.get(name),
                        value -> value.getAsJsonPrimitive().isNumber()
                                        && value.getAsString().length() <= 20
                                ? value.getAsBigDecimal()
                                : null)
                .filter(number -> Math.abs((long) number.scale()) <= 20);
    }

    private static @Nullable Long whole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0 && number.precision() - number.scale() <= 18
                ? number.longValue()
                : null;
    }

    private static <T> Optional<T> primitive(@Nullable JsonElement value, Function<JsonElement, @Nullable T> as) {
        return value != null && value.isJsonPrimitive() ? Optional.ofNullable(as.apply(value)) : Optional.empty();
    }
}
