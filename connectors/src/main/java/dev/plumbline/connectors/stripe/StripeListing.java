package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREADABLE;
import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import com.google.gson.JsonObject;
import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.StripeCollection;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.SubscriptionListParams.Created;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.SubscriptionListing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All subscriptions of an account: {@code status=all}, since by itself Stripe leaves the canceled ones out (case F-66). */
final class StripeListing implements SubscriptionListing {
    private final StripeClient stripe;
    private final BillingAccount account;
    private final StripeMode mode;
    private final StripeSubscriptions subscriptions;

    StripeListing(StripeClient stripe, StripeAccount settings, InstantSource clock) {
        this.stripe = stripe;
        this.account = settings.account();
        this.mode = new StripeMode(settings.live());
        this.subscriptions = new StripeSubscriptions(stripe, new StripePermissions(account), clock);
    }

    @Override
    public Optional<Page> page(Made made, @Nullable String after) {
        SubscriptionListParams params = params(made, after);
        return StripeAnswers.ask(() -> {
            try {
                return Optional.of(page(stripe.v1().subscriptions().list(params)));
            } catch (InvalidRequestException refused) {
                if (after != null && "resource_missing".equals(refused.getCode())) {
                    return Optional.empty(); // the one that the page before ended with is gone (case F-65)
                }
                throw refused;
            }
        });
    }

    private static SubscriptionListParams params(Made made, @Nullable String after) {
        var params = SubscriptionListParams.builder()
                .setStatus(SubscriptionListParams.Status.ALL)
                .setLimit(StripePages.SIZE)
                .setStartingAfter(after)
                .addExpand("data.discounts.source.coupon");
        if (made.from() != null || made.until() != null) {
            params.setCreated(Created.builder()
                    .setGte(made.from() == null ? null : made.from().getEpochSecond())
                    .setLt(made.until() == null ? null : made.until().getEpochSecond())
                    .build());
        }
        return params.build();
    }

    private Page page(StripeCollection<Subscription> list) {
        if (!"list".equals(list.getObject()) || list.getData() == null || list.getHasMore() == null) {
            throw StripeAnswers.unreadable("Stripe answered with something else than a list");
        }
        Map<String, JsonObject> raw = StripeRaw.subscriptions(list);
        List<Listed> listed = new ArrayList<>(list.getData().size());
        String last = null;
        for (Subscription theirs : list.getData()) {
            listed.add(listed(theirs, raw));
            last = theirs.getId();
        }
        if (list.getHasMore() && last == null) {
            throw StripeAnswers.unreadable("Stripe promised another page but gave no way to it");
        }
        return new Page(listed, list.getHasMore() ? last : null);
    }

    /** What has no id or no customer spoils the page: nobody could say whose it is. What is odd otherwise spoils itself only. */
    private Listed listed(Subscription theirs, Map<String, JsonObject> raw) {
        String id = required(text(theirs.getId()), "a subscription's id");
        String customer = required(theirs.getCustomer(), "whose " + id + " is");
        if (!StripeHints.isKey(id) || !StripeHints.isKey(customer)) {
            throw StripeAnswers.unreadable("Stripe listed something that has no id as Stripe's are");
        }
        mode.refuseOther(theirs.getLivemode());
        var whose = new ProviderCustomer(account, customer);
        try {
            return new Listed.Whole(whose, StripeAnswers.ask(() -> subscriptions.listed(theirs, raw.get(id))));
        } catch (BillingUnavailable odd) {
            if (odd.reason() != UNREADABLE) {
                throw odd; // its items have a list of their own, which was not to be had
            }
            return new Listed.Unreadable(whose, id, String.valueOf(odd.getMessage()));
        }
    }
}
