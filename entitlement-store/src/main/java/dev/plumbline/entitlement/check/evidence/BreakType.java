package dev.plumbline.entitlement.check.evidence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of things that do not fit, whom each hurts as a rule, and how it is mended. A kind that is not listed was found by
 * a newer version of us on the same database: it is shown as neutral.
 */
public enum BreakType {
    PAID_BUT_BLOCKED(Side.CUSTOMER_HARM, Severity.HIGH, "Refresh the customer; if it stays, look at its explanation"),
    UNPAID_BUT_ACTIVE(Side.LEAKAGE, Severity.HIGH, "Refresh the customer; if it stays, look at its explanation"),
    PLAN_MISMATCH(Side.CUSTOMER_HARM, Severity.HIGH, "Correct the mapping or the customer's plan"),
    QUANTITY_MISMATCH(Side.CUSTOMER_HARM, Severity.MEDIUM, "Refresh the customer"),
    LIMIT_MISMATCH(Side.CUSTOMER_HARM, Severity.MEDIUM, "Correct the mapping or the plan version"),
    TERM_OR_CURRENCY_MISMATCH(Side.NEUTRAL, Severity.MEDIUM, "Correct the price in the mapping"),
    UNMAPPED_PRICE(
            Side.NEUTRAL,
            Severity.MEDIUM,
            "Add the price to the catalog file and publish; nobody lost anything meanwhile"),
    UNLINKED_SUBSCRIPTION(
            Side.NEUTRAL,
            Severity.MEDIUM,
            "Link it: PUT /v1/customers/{customer}/links/{provider}/{account}/{providerCustomer}"),
    STALE_LINK(Side.LEAKAGE, Severity.MEDIUM, "Remove the link, or link what took its place"),
    DUPLICATE_CUSTOMER(Side.NEUTRAL, Severity.MEDIUM, "Link both to one customer, or tell them apart at the provider"),
    MISSING_COUNTRY(Side.CUSTOMER_HARM, Severity.HIGH, "Set it: PUT /v1/customers/{customer} with a country"),
    WINDOW_MISMATCH(Side.NEUTRAL, Severity.LOW, "Give both plan versions the same window, and publish"),
    VERSION_UNKNOWN(
            Side.NEUTRAL,
            Severity.LOW,
            "Update Plumbline, or set the API version of the webhook endpoint at the provider"),
    UNKNOWN_STATE(
            Side.NEUTRAL, Severity.MEDIUM, "Update Plumbline: the provider has a state that it does not know yet"),
    EVENT_MISSED(
            Side.NEUTRAL, Severity.LOW, "Nothing: it is repaired. If there are many, look at the webhook endpoint"),
    RETROACTIVE(Side.NEUTRAL, Severity.MEDIUM, "Check what the change into the past means for what was billed"),
    LATE_USAGE(Side.NEUTRAL, Severity.LOW, "Check whether the closed period is to be corrected"),
    USAGE_GAP(Side.LEAKAGE, Severity.MEDIUM, "Compare the meter with what was billed"),
    OVERRIDE_EXPIRED_ACTIVE(Side.LEAKAGE, Severity.MEDIUM, "End the override, or agree on a new one"),
    STALE_RESOLUTION(
            Side.CUSTOMER_HARM, Severity.HIGH, "Refresh the customer; if it stays, it is a bug: keep the report"),
    QUARANTINED(
            Side.NEUTRAL,
            Severity.HIGH,
            "Mend what the detail names, then POST /v1/subjects/replay; the last good answer stays until then");

    /** Whom it hurts. */
    public enum Side {
        CUSTOMER_HARM,
        LEAKAGE,
        NEUTRAL;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Severity {
        HIGH,
        MEDIUM,
        LOW;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Side side;
    private final Severity severity;
    private final String mend;

    BreakType(Side side, Severity severity, String mend) {
        this.side = side;
        this.severity = severity;
        this.mend = mend;
    }

    public Side side() {
        return side;
    }

    public Severity severity() {
        return severity;
    }

    String mend() {
        return mend;
    }

    public static Optional<BreakType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
