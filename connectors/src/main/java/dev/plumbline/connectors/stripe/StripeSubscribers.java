package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.required;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.StripeCollection;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionListParams;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.SubscriberPage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who has a subscription. Those that have ended are left out, as Stripe does by itself: they give nothing to anybody new. */
final class StripeSubscribers {
    private final StripeClient stripe;
    private final BillingAccount account;
    private final StripeMode mode;

    StripeSubscribers(StripeClient stripe, BillingAccount account, boolean live) {
        this.stripe = stripe;
        this.account = account;
        this.mode = new StripeMode(live);
    }

    Optional<SubscriberPage> after(@Nullable String last) {
        var params = SubscriptionListParams.builder()
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .build();
        return StripeAnswers.ask(() -> {
            try {
                return Optional.of(page(stripe.v1().subscriptions().list(params)));
            } catch (InvalidRequestException refused) {
                if (last != null && "resource_missing".equals(refused.getCode())) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    private SubscriberPage page(StripeCollection<Subscription> list) {
        if (!"list".equals(list.getObject()) || list.getData() == null || list.getHasMore() == null) {
            throw StripeAnswers.unreadable("Stripe answered with something else than a list");
        }
        List<Subscription> data = list.getData();
        data.forEach(one -> mode.refuseOther(one.getLivemode()));
        String next = data.isEmpty() ? null : data.getLast().getId();
        if (list.getHasMore() && next == null) {
            throw StripeAnswers.unreadable("Stripe promised another page but gave no way to it");
        }
        return new SubscriberPage(
                data.stream()
                        .map(one -> required(one.getCustomer(), "whose " + one.getId() + " is"))
                        .filter(StripeHints::isKey)
                        .map(id -> new ProviderCustomer(account, id))
                        .collect(Collectors.toSet()),
                list.getHasMore() ? next : null);
    }
}
