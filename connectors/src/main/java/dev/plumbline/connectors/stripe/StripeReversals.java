package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.instant;
import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import com.stripe.StripeClient;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Refund;
import com.stripe.param.ChargeListParams;
import com.stripe.param.DisputeListParams;
import dev.plumbline.connectors.Reversal;
import dev.plumbline.connectors.Reversal.Kind;
import dev.plumbline.connectors.Reversal.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refunds and disputes of a customer's latest charges: one list, and one more for each charge that was disputed, which few
 * are. What is older than the newest hundred charges is past being reported.
 */
final class StripeReversals {
    private static final Comparator<Reversal> IN_ORDER =
            Comparator.comparing(Reversal::at).thenComparing(Reversal::id);

    private final StripeClient stripe;
    private final StripePermissions permissions;

    StripeReversals(StripeClient stripe, StripePermissions permissions) {
        this.stripe = stripe;
        this.permissions = permissions;
    }

    /** Null when the key may not see them. */
    @Nullable
    List<Reversal> of(String customer) {
        return permissions.ask("charges and disputes", () -> read(customer)).orElse(null);
    }

    private List<Reversal> read(String customer) {
        var params = ChargeListParams.builder()
                .setCustomer(customer)
                .setLimit(StripePages.SIZE)
                .addExpand("data.refunds")
                .build();
        var charges = StripeAnswers.ask(() -> stripe.v1().charges().list(params));
        List<Reversal> found = new ArrayList<>();
        for (Charge charge : required(charges.getData(), "the charges of " + customer)) {
            if (charge.getRefunds() != null && charge.getRefunds().getData() != null) {
                charge.getRefunds().getData().forEach(refund -> found.add(read(charge, refund)));
            } else if (charge.getAmountRefunded() != null && charge.getAmountRefunded() > 0) {
                found.add(refunded(charge));
            }
            if (Boolean.TRUE.equals(charge.getDisputed())) {
                disputes(charge).forEach(dispute -> found.add(read(charge, dispute)));
            }
        }
        found.sort(IN_ORDER);
        return found;
    }

    private List<Dispute> disputes(Charge charge) {
        var params = DisputeListParams.builder()
                .setCharge(charge.getId())
                .setLimit(StripePages.SIZE)
                .build();
        return required(
                StripeAnswers.ask(() -> stripe.v1().disputes().list(params)).getData(),
                "the disputes of " + charge.getId());
    }

    private static Reversal read(Charge charge, Refund refund) {
        Stage stage =
                switch (String.valueOf(refund.getStatus())) {
                    case "failed", "canceled" -> Stage.KEPT;
                    case "pending", "requires_action" -> Stage.OPEN;
                    default -> Stage.LOST;
                };
        return reversal(
                refund.getId(),
                Kind.REFUND,
                stage,
                charge,
                refund.getAmount(),
                refund.getCurrency(),
                refund.getCreated());
    }

    /** Where the refunds themselves are not shown: one for all of them. */
    private static Reversal refunded(Charge charge) {
        return reversal(
                charge.getId(),
                Kind.REFUND,
                Stage.LOST,
                charge,
                charge.getAmountRefunded(),
                charge.getCurrency(),
                charge.getCreated());
    }

    private static Reversal read(Charge charge, Dispute dispute) {
        Stage stage =
                switch (String.valueOf(dispute.getStatus())) {
                    case "won", "warning_closed", "prevented" -> Stage.KEPT;
                    case "lost" -> Stage.LOST;
                    default -> Stage.OPEN;
                };
        return reversal(
                dispute.getId(),
                Kind.DISPUTE,
                stage,
                charge,
                dispute.getAmount(),
                dispute.getCurrency(),
                dispute.getCreated());
    }

    private static Reversal reversal(
            String id,
            Kind kind,
            Stage stage,
            Charge charge,
            @Nullable Long amount,
            @Nullable String currency,
            @Nullable Long created) {
        return new Reversal(
                required(text(id), "the id of what was given back of " + charge.getId()),
                kind,
                stage,
                required(text(charge.getId()), "a charge's id"),
                required(amount, "how much " + id + " is"),
                Optional.ofNullable(StripeFields.currency(currency))
                        .orElseThrow(() -> StripeAnswers.unreadable("Stripe left out the currency of " + id)),
                required(instant(created), "when " + id + " was created"));
    }
}
