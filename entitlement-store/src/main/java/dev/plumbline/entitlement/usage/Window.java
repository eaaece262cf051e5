package dev.plumbline.entitlement.usage;

import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;

/** The stretch of time a metered limit is for. */
public sealed interface Window {
    /** Calendar periods in a zone: months from the 1st, days from midnight. */
    record Calendar(Period every, ZoneId zone) implements Window {}

    /** Periods counted from the customer's billing anchor; a 31st comes back after a short month. */
    record Billing(Period every) implements Window {}

    /** The last so-much time before now. */
    record Rolling(Duration length) implements Window {}
}
