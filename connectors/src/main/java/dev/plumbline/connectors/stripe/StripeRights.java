package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import com.stripe.StripeClient;
import com.stripe.param.entitlements.ActiveEntitlementListParams;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What Stripe itself says that a customer may use, by its entitlements. Evidence to compare with: what is sold is our model's
 * to say. Always from the list: the summary that an event carries shows ten.
 */
final class StripeRights {
    private final StripeClient stripe;
    private final StripePermissions permissions;

    StripeRights(StripeClient stripe, StripePermissions permissions) {
        this.stripe = stripe;
        this.permissions = permissions;
    }

    /** Lookup keys, in order; null when the key may not see them. */
    @Nullable
    List<String> of(String customer) {
        return permissions.ask("active entitlements", () -> read(customer)).orElse(null);
    }

    private List<String> read(String customer) {
        var keys = new TreeSet<String>();
        StripePages.each(
                last -> stripe.v1().entitlements().activeEntitlements().list(params(customer, last)),
                page -> page.getData()
                        .forEach(one ->
                                keys.add(required(text(one.getLookupKey()), "the lookup key of " + one.getId()))));
        return List.copyOf(keys);
    }

    private static ActiveEntitlementListParams params(String customer, @Nullable String last) {
        return ActiveEntitlementListParams.builder()
                .setCustomer(customer)
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .build();
    }
}
