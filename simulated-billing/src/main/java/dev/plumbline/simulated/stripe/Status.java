package dev.plumbline.simulated.stripe;

import java.util.Set;

/** The subscription statuses Stripe documents. Plain strings, because tests also need ones nobody documents. */
public final class Status {
    public static final String INCOMPLETE = "incomplete";
    public static final String INCOMPLETE_EXPIRED = "incomplete_expired";
    public static final String TRIALING = "trialing";
    public static final String ACTIVE = "active";
    public static final String PAST_DUE = "past_due";
    public static final String UNPAID = "unpaid";
    public static final String CANCELED = "canceled";
    public static final String PAUSED = "paused";

    public static final Set<String> ALL =
            Set.of(INCOMPLETE, INCOMPLETE_EXPIRED, TRIALING, ACTIVE, PAST_DUE, UNPAID, CANCELED, PAUSED);

    /** Nothing comes after these. */
    public static final Set<String> TERMINAL = Set.of(CANCELED, INCOMPLETE_EXPIRED);

    private Status() {}
}
