package dev.plumbline.connectors.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Invoice;
import com.stripe.param.DisputeRetrieveParams;
import com.stripe.param.InvoicePaymentRetrieveParams;
import com.stripe.param.RefundRetrieveParams;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose an object is, for events that name no customer: one read each. Kinds are Stripe's own words for its objects. */
final class StripeOwners {
    private interface Owner {
        @Nullable
        String of(StripeClient stripe, String id) throws StripeException;
    }

    private static final Map<String, Owner> BY_KIND = Map.ofEntries(
            Map.entry(
                    "charge", (stripe, id) -> stripe.v1().charges().retrieve(id).getCustomer()),
            Map.entry("refund", StripeOwners::ofRefund),
            Map.entry("dispute", StripeOwners::ofDispute),
            Map.entry(
                    "payment_intent",
                    (stripe, id) -> stripe.v1().paymentIntents().retrieve(id).getCustomer()),
            Map.entry(
                    "setup_intent",
                    (stripe, id) -> stripe.v1().setupIntents().retrieve(id).getCustomer()),
            Map.entry(
                    "payment_method",
                    (stripe, id) -> stripe.v1().paymentMethods().retrieve(id).getCustomer()),
            Map.entry(
                    "invoice",
                    (stripe, id) -> stripe.v1().invoices().retrieve(id).getCustomer()),
            Map.entry("invoice_payment", StripeOwners::ofInvoicePayment),
            Map.entry(
                    "invoiceitem",
                    (stripe, id) -> stripe.v1().invoiceItems().retrieve(id).getCustomer()),
            Map.entry(
                    "credit_note",
                    (stripe, id) -> stripe.v1().creditNotes().retrieve(id).getCustomer()),
            Map.entry(
                    "subscription",
                    (stripe, id) -> stripe.v1().subscriptions().retrieve(id).getCustomer()),
            Map.entry("subscription_item", StripeOwners::ofItem),
            Map.entry(
                    "subscription_schedule",
                    (stripe, id) ->
                            stripe.v1().subscriptionSchedules().retrieve(id).getCustomer()),
            Map.entry(
                    "checkout.session",
                    (stripe, id) ->
                            stripe.v1().checkout().sessions().retrieve(id).getCustomer()),
            Map.entry("quote", (stripe, id) -> stripe.v1().quotes().retrieve(id).getCustomer()));

    private StripeOwners() {}

    static boolean knows(String kind) {
        return BY_KIND.containsKey(kind);
    }

    /** Empty when Stripe does not know the object, or it is nobody's, or we do not know such objects. */
    static Optional<String> of(StripeClient stripe, String kind, String id) {
        if (kind.equals("customer")) {
            return Optional.of(id);
        }
        Owner owner = BY_KIND.get(kind);
        return owner == null
                ? Optional.empty()
                : StripeAnswers.find(() -> Optional.ofNullable(owner.of(stripe, id)))
                        .flatMap(found -> found);
    }

    private static @Nullable String ofItem(StripeClient stripe, String id) throws StripeException {
        String subscription = stripe.v1().subscriptionItems().retrieve(id).getSubscription();
        return subscription == null
                ? null
                : stripe.v1().subscriptions().retrieve(subscription).getCustomer();
    }

    private static @Nullable String ofRefund(StripeClient stripe, String id) throws StripeException {
        var params = RefundRetrieveParams.builder().addExpand("charge").build();
        Charge charge = stripe.v1().refunds().retrieve(id, params).getChargeObject();
        return charge == null ? null : charge.getCustomer();
    }

    private static @Nullable String ofDispute(StripeClient stripe, String id) throws StripeException {
        var params = DisputeRetrieveParams.builder().addExpand("charge").build();
        Charge charge = stripe.v1().disputes().retrieve(id, params).getChargeObject();
        return charge == null ? null : charge.getCustomer();
    }

    private static @Nullable String ofInvoicePayment(StripeClient stripe, String id) throws StripeException {
        var params = InvoicePaymentRetrieveParams.builder().addExpand("invoice").build();
        Invoice invoice = stripe.v1().invoicePayments().retrieve(id, params).getInvoiceObject();
        return invoice == null ? null : invoice.getCustomer();
    }
}
