package dev.plumbline.entitlement.model;

import static java.math.RoundingMode.HALF_UP;

import java.math.BigDecimal;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a billing system sells under this name is the version that holds the mapping.
 *
 * @param term monthly, yearly, …
 * @param quantityOf the feature whose number the billed quantity is
 */
public record Mapping(
        String provider,
        By by,
        String ref,
        @Nullable String term,
        @Nullable FeatureKey quantityOf,
        @Nullable ListPrice listPrice) {
    /** The order of the file means nothing, so two files that differ in it make equal models. */
    static final Comparator<Mapping> ORDER =
            Comparator.comparing(Mapping::provider).thenComparing(Mapping::by).thenComparing(Mapping::ref);

    /** How the provider's side is named, the surest first. */
    public enum By {
        PRICE,
        LOOKUP_KEY,
        PRODUCT
    }

    /** The same with another list price. */
    public Mapping priced(ListPrice price) {
        return new Mapping(provider, by, ref, term, quantityOf, price);
    }

    /** Minor units of the currency, and parts of them, for each {@code every}. */
    public record ListPrice(BigDecimal amount, String currency, Period every) {
        public ListPrice(long amount, String currency, Period every) {
            this(BigDecimal.valueOf(amount), currency, every);
        }

        private static final BigDecimal DAYS_OF_A_MONTH =
                new BigDecimal("365.25").divide(new BigDecimal(12), 6, HALF_UP);

        /** The list value of one a month, in minor units; rounded only after it is multiplied with a quantity (03). */
        public BigDecimal perMonth() {
            return amount.divide(months(), 6, HALF_UP);
        }

        /** Of so many: multiplied first, so that also a price of a millionth of a cent keeps its worth (F-61). */
        public BigDecimal perMonth(long quantity) {
            return amount.multiply(BigDecimal.valueOf(quantity)).divide(months(), 12, HALF_UP);
        }

        @SuppressWarnings("JavaPeriodGetDays") // the months are counted beside them
        private BigDecimal months() {
            return new BigDecimal(every.toTotalMonths())
                    .add(new BigDecimal(every.get(ChronoUnit.DAYS)).divide(DAYS_OF_A_MONTH, 12, HALF_UP));
        }
    }
}
