package dev.plumbline.entitlement.customer;

import org.jspecify.annotations.Nullable;

/**
 * Something a person should look at, seen while a customer's facts were put together or resolved. The names are those of
 * the breaks they open (03).
 *
 * @param ref what it is about, e.g. {@code stripe/default/cus_1/sub_1/si_1}
 * @param money what is at stake; null when it is not about money, or nobody knows how much
 */
public record Finding(
        Type type, String ref, String detail, @Nullable Money money) {
    public Finding(Type type, String ref, String detail) {
        this(type, ref, detail, null);
    }

    /** @param amount in minor units of the currency */
    public record Money(long amount, String currency) {}

    public enum Type {
        UNMAPPED_PRICE,
        UNKNOWN_STATE,
        MISSING_COUNTRY,
        VERSION_UNKNOWN,
        WINDOW_MISMATCH,
        RETROACTIVE
    }
}
