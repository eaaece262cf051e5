package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.PriceRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The states of many customers, as they were read together. */
public final class StatesRead {
    private final Map<CustomerKey, StateOfOne> states;
    private final Map<PriceRef, Optional<String>> prices;
    private final Map<CustomerKey, CustomerState> decided = new HashMap<>();

    StatesRead(Map<CustomerKey, StateOfOne> states, Map<PriceRef, Optional<String>> prices) {
        this.states = states;
        this.prices = prices;
    }

    /**
     * Empty when there is no such customer.
     *
     * @throws RuntimeException when what is stored of this customer cannot be understood
     */
    public Optional<CustomerState> of(CustomerKey customer) {
        CustomerState now = decided.get(customer);
        return now != null
                ? Optional.of(now)
                : Optional.ofNullable(states.get(customer)).map(one -> one.state(prices));
    }

    /** Something was decided about the customer since; it will be written with what comes of it. */
    void decided(CustomerKey customer, CustomerState now) {
        decided.put(customer, now);
    }

    /** A price was seen for the first time, under this name: who is looked at next sees it so, unless it had a name before. */
    void firstSeen(PriceRef price, String lookupKey) {
        prices.merge(price, Optional.of(lookupKey), (known, now) -> known.isPresent() ? known : now);
    }
}
