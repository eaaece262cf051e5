package dev.plumbline.sync.reconcile.usage;

import java.util.Locale;

/** Why nothing can be said of some metered use: told of in the control totals, so that silence is never taken for agreement. */
enum NotCompared {
    /** The price names no meter of the provider's, or one that it does not have. */
    NO_METER_THERE,
    /** None of ours counts those events that way. */
    NO_METER_OF_OURS,
    /** More than one of ours does. */
    SEVERAL_METERS,
    /** Of one customer whose use is billed to several, nobody can say whose is whose. */
    SEVERAL_ACCOUNTS,
    UNLINKED,
    PERIOD_UNKNOWN,
    /** It began just now: what is reported may be on its way. */
    TOO_YOUNG,
    /** The provider has no meters that can be asked. */
    NOT_OFFERED,
    /** Our key may not read them. */
    KEY_REFUSED,
    /** The provider does not know the customer or the meter any more. */
    NOT_KNOWN_THERE,
    /** Nothing was published, so nothing is counted. */
    NO_MODEL;

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
