package dev.plumbline.simulated.stripe;

/**
 * A dated version of the provider's API. An event is rendered in the version its endpoint had when it was made, so both
 * sides of the basil break are still met in the wild.
 */
public record ApiVersion(String name) {
    public static final ApiVersion DAHLIA = new ApiVersion("2026-07-29.dahlia");
    public static final ApiVersion BASIL = new ApiVersion("2025-03-31.basil");
    public static final ApiVersion PRE_BASIL = new ApiVersion("2024-06-20");

    /** Since basil the period is told by each item and no longer by the subscription. */
    boolean tellsPeriodOnItems() {
        return name.compareTo("2025-03-31") >= 0;
    }
}
