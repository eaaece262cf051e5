package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.instant;

import com.stripe.StripeClient;
import com.stripe.model.Invoice;
import com.stripe.param.InvoiceListParams;
import dev.plumbline.connectors.Subscription.Arrears;
import dev.plumbline.connectors.Subscription.Arrears.Evidence;
import dev.plumbline.connectors.Subscription.Item;
import dev.plumbline.connectors.Subscription.Status;
import dev.plumbline.connectors.SubscriptionListing.Unpaid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Since when a subscription has been out of good standing (03, billing policy).
 *
 * <p>The oldest open invoice tells. Its failed attempts are charges, which a key for reading subscriptions need not see;
 * for an invoice that is charged automatically Stripe makes the first attempt as it finalises it, so the finalisation is
 * that instant within minutes. An invoice that is sent is not late before it is due. Without an open invoice, such as when
 * all were given up as uncollectible, the earliest period start of the items stands in.
 */
final class StripeArrears {
    private static final Comparator<Arrears> EARLIEST =
            Comparator.comparing(Arrears::since).thenComparing(Arrears::evidence);

    private final StripeClient stripe;

    StripeArrears(StripeClient stripe) {
        this.stripe = stripe;
    }

    @Nullable
    Arrears of(String subscription, Status status, List<Item> items) {
        if (!isOwing(status)) {
            return null;
        }
        List<Arrears> open = new ArrayList<>();
        StripePages.each(
                last -> stripe.v1().invoices().list(params(subscription, last)),
                page -> page.getData().stream()
                        .map(StripeArrears::since)
                        .filter(Objects::nonNull)
                        .forEach(open::add));
        return of(status, items, open.stream().min(EARLIEST).orElse(null));
    }

    static boolean isOwing(Status status) {
        return status == Status.PAST_DUE || status == Status.UNPAID;
    }

    /** @param oldest of its open invoices; null when there is none */
    static @Nullable Arrears of(Status status, List<Item> items, @Nullable Arrears oldest) {
        return !isOwing(status) ? null : oldest == null ? periodStart(items) : oldest;
    }

    /** Of one of everybody's open invoices; null when it says nothing, or is for no subscription. */
    static @Nullable Unpaid unpaid(Invoice invoice) {
        var parent = invoice.getParent();
        var details = parent == null ? null : parent.getSubscriptionDetails();
        String subscription = details == null ? null : details.getSubscription();
        Arrears since = since(invoice);
        return subscription == null || since == null ? null : new Unpaid(subscription, since);
    }

    static InvoiceListParams everybodys(@Nullable String last) {
        return InvoiceListParams.builder()
                .setStatus(InvoiceListParams.Status.OPEN)
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .build();
    }

    private static InvoiceListParams params(String subscription, @Nullable String last) {
        return InvoiceListParams.builder()
                .setSubscription(subscription)
                .setStatus(InvoiceListParams.Status.OPEN)
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .build();
    }

    private static @Nullable Arrears since(Invoice invoice) {
        Instant due = instant(invoice.getDueDate());
        if (due != null && "send_invoice".equals(invoice.getCollectionMethod())) {
            return new Arrears(due, Evidence.INVOICE_DUE);
        }
        var transitions = invoice.getStatusTransitions();
        Instant finalised = transitions == null ? null : instant(transitions.getFinalizedAt());
        return finalised == null ? null : new Arrears(finalised, Evidence.INVOICE_FINALISED);
    }

    private static @Nullable Arrears periodStart(List<Item> items) {
        return items.stream()
                .map(Item::periodStart)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(start -> new Arrears(start, Evidence.PERIOD_START))
                .orElse(null);
    }
}
