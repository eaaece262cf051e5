package dev.plumbline.entitlement.customer;

/**
 * Something a person should look at, seen while a customer's facts were put together or resolved. The names are those of
 * the breaks they open (03).
 *
 * @param ref what it is about, e.g. {@code stripe/default/cus_1/sub_1/si_1}
 */
public record Finding(Type type, String ref, String detail) {
    public enum Type {
        UNMAPPED_PRICE,
        UNKNOWN_STATE,
        MISSING_COUNTRY,
        VERSION_UNKNOWN,
        WINDOW_MISMATCH
    }
}
