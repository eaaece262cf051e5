package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.util.Optional;

/** Keys as they come in requests. */
public final class CustomerKeys {
    private CustomerKeys() {}

    /** Empty for what cannot be a key: nobody has it. */
    public static Optional<CustomerKey> of(String text) {
        try {
            return Optional.of(new CustomerKey(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
