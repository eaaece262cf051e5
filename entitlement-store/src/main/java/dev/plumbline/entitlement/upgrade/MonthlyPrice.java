package dev.plumbline.entitlement.upgrade;

import static java.math.RoundingMode.HALF_UP;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Mapping;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A list value per month. An unknown price is null, never 0.
 *
 * @param amount in minor units of the currency
 * @param currency ISO 4217
 */
public record MonthlyPrice(long amount, String currency) {
    /**
     * The lowest that is known of what is sold on a term; null when no price of it is.
     *
     * @param preferred the currency that counts where several are named; null for the first by name
     * @param billed how many of a feature are billed, where the price is for each
     */
    static @Nullable MonthlyPrice lowest(
            Collection<Mapping> mappings,
            @Nullable String term,
            @Nullable String preferred,
            ToLongFunction<FeatureKey> billed) {
        return mappings.stream()
                .filter(mapping -> Objects.equals(mapping.term(), term))
                .map(mapping -> of(mapping, billed))
                .filter(Objects::nonNull)
                .min(cheapestFirst(preferred))
                .orElse(null);
    }

    /** Of one, where the price is for each. */
    public static @Nullable MonthlyPrice lowest(
            Collection<Mapping> mappings, @Nullable String term, @Nullable String preferred) {
        return lowest(mappings, term, preferred, _ -> 1);
    }

    private static @Nullable MonthlyPrice of(Mapping mapping, ToLongFunction<FeatureKey> billed) {
        var price = mapping.listPrice();
        if (price == null) {
            return null;
        }
        var each = mapping.quantityOf();
        var quantity = each == null ? 1 : billed.applyAsLong(each);
        var total = price.perMonth().multiply(BigDecimal.valueOf(quantity));
        return new MonthlyPrice(total.setScale(0, HALF_UP).longValueExact(), price.currency());
    }

    /** Prices in several currencies are not converted: the preferred one comes first, then the others by name. */
    static Comparator<MonthlyPrice> cheapestFirst(@Nullable String preferred) {
        return Comparator.comparing((MonthlyPrice price) -> !price.currency.equals(preferred))
                .thenComparing(MonthlyPrice::currency)
                .thenComparingLong(MonthlyPrice::amount);
    }

    /** Both together; null when one of them is not known, or they cannot be added. */
    static @Nullable MonthlyPrice sum(@Nullable MonthlyPrice a, @Nullable MonthlyPrice b) {
        return a == null || b == null || !a.currency.equals(b.currency)
                ? null
                : new MonthlyPrice(Math.addExact(a.amount, b.amount), a.currency);
    }

    @Nullable
    static MonthlyPrice times(@Nullable MonthlyPrice price, long count) {
        return price == null ? null : new MonthlyPrice(Math.multiplyExact(price.amount, count), price.currency);
    }
}
