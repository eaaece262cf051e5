package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A customer as it is kept.
 *
 * @param said what an application said of it
 * @param billed what its billing systems say
 * @param edit grows with every edit of what was said
 */
public record Customer(CustomerKey key, Details said, Billed billed, long edit) {
    /** What an application says wins. */
    public @Nullable String name() {
        return said.name() != null ? said.name() : billed.name();
    }

    public @Nullable String country() {
        return said.country() != null ? said.country() : billed.country();
    }

    /** @param country ISO 3166-1 alpha-2 */
    public record Details(@Nullable String name, @Nullable String country, Map<String, String> attributes) {
        public static final Details NOTHING = new Details(null, null, Map.of());

        public Details {
            attributes = Map.copyOf(attributes);
        }
    }

    public record Billed(@Nullable String name, @Nullable String country) {}
}
