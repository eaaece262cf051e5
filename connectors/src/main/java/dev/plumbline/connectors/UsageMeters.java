package dev.plumbline.connectors;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a provider itself counted of metered use, of whatever was reported to it: read, never written. */
public interface UsageMeters {
    /**
     * All there are, those that count no more too.
     *
     * @throws BillingUnavailable when no trustworthy answer could be had; {@code KEY_REFUSED} or {@code NOT_OFFERED} when the key
     *     may not read them or the provider has none
     */
    List<Meter> all();

    /**
     * What one of them counted of a customer within {@code [from, until)}, by its own formula; 0 where nothing was reported. Both
     * ends are whole minutes. Empty when the provider does not know the meter or the customer.
     *
     * @throws BillingUnavailable when no trustworthy answer could be had; try again later
     */
    Optional<BigDecimal> total(String meter, ProviderCustomer customer, Instant from, Instant until);

    /**
     * @param event the name of the events that it counts
     */
    record Meter(String id, String event, Formula formula, boolean active) {}

    /** How the values of events become one. */
    enum Formula {
        COUNT,
        SUM,
        LAST,
        /** One that we do not know: its numbers are no numbers of ours. */
        UNKNOWN
    }
}
