package dev.plumbline.connectors.stripe;

import com.stripe.StripeClient;
import com.stripe.model.Address;
import com.stripe.model.Customer;
import com.stripe.param.CustomerRetrieveParams;
import dev.plumbline.connectors.Aside;
import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.EmailAddress;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Fetched.Evidence;
import dev.plumbline.connectors.Fetched.Gone;
import dev.plumbline.connectors.Fetched.Present;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Snapshot;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A customer with all that hangs on it. Kept are a name and a country, and an address to compare; payment methods are never asked for. */
final class StripeCustomers {
    private final StripeClient stripe;
    private final Aside aside;
    private final StripeMode mode;
    private final StripeSubscriptions subscriptions;
    private final StripeReversals reversals;
    private final StripeRights rights;

    StripeCustomers(StripeClient stripe, StripeAccount settings, Aside aside, InstantSource clock) {
        var permissions = new StripePermissions(settings.account());
        this.stripe = stripe;
        this.aside = aside;
        this.mode = new StripeMode(settings.live());
        this.subscriptions = new StripeSubscriptions(stripe, permissions, clock);
        this.reversals = new StripeReversals(stripe, permissions);
        this.rights = new StripeRights(stripe, permissions);
    }

    /** A customer that is known is asked for and about at once; of one that is not, first whether it is there. */
    Fetched fetch(ProviderCustomer customer, Asked asked) {
        Aside how = asked.subscriptions().isEmpty() ? Aside.later() : aside;
        Aside.Answer<StripeSubscriptions.Found> listed = how.begin(() -> subscriptions.of(customer.id(), asked));
        Optional<Customer> found = find(customer.id());
        if (found.isEmpty()) {
            return new Gone(customer, Evidence.NOT_FOUND);
        }
        Customer theirs = found.get();
        if (!"customer".equals(theirs.getObject()) || !customer.id().equals(theirs.getId())) {
            throw StripeAnswers.unreadable("Stripe answered with something else than " + customer);
        }
        if (Boolean.TRUE.equals(theirs.getDeleted())) {
            return new Gone(customer, Evidence.DELETED);
        }
        mode.refuseOther(theirs.getLivemode());
        var theirSubscriptions = listed.get();
        return new Present(new Snapshot(
                customer,
                StripeFields.text(theirs.getName()),
                country(theirs),
                theirSubscriptions.all(),
                email(theirs),
                theirs.getDiscount() == null ? List.of() : StripeDiscounts.of(theirs.getRawJsonObject()),
                theirSubscriptions.moved(),
                asked.more().contains(Asked.More.REVERSALS) ? reversals.of(customer.id()) : null,
                asked.more().contains(Asked.More.RIGHTS) ? rights.of(customer.id()) : null));
    }

    private static @Nullable EmailAddress email(Customer theirs) {
        String email = StripeFields.text(theirs.getEmail());
        return email == null || email.isBlank() ? null : new EmailAddress(email);
    }

    private Optional<Customer> find(String id) {
        var params = CustomerRetrieveParams.builder()
                .addExpand("tax")
                .addExpand("discount.source.coupon")
                .build();
        return StripeAnswers.find(() -> stripe.v1().customers().retrieve(id, params));
    }

    /** What the customer gave, else what Stripe Tax found out. */
    static @Nullable String country(Customer theirs) {
        Address address = theirs.getAddress();
        String given = address == null ? null : country(address.getCountry());
        if (given != null || theirs.getTax() == null || theirs.getTax().getLocation() == null) {
            return given;
        }
        return country(theirs.getTax().getLocation().getCountry());
    }

    private static @Nullable String country(@Nullable String code) {
        return code != null && code.matches("[A-Za-z]{2}") ? code.toUpperCase(Locale.ROOT) : null;
    }
}
