package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.KeptOverride.Terms;
import dev.plumbline.entitlement.upgrade.Forgone;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** How much one person may give away alone. What is more takes a second one, and so does what is not on sale. */
@Component
class OverrideCap {
    private static final String PREVIEW = "preview";

    private final ValuesForgone values;
    private final Duration longest;
    private final Duration longestOfAll;
    private final long worth;

    OverrideCap(
            ValuesForgone values,
            @Value("${plumbline.override-cap.longest:P30D}") Duration longest,
            @Value("${plumbline.override-cap.longest-of-all:P366D}") Duration longestOfAll,
            @Value("${plumbline.override-cap.per-month:50000}") long worth) {
        this.values = values;
        this.longest = longest;
        this.longestOfAll = longestOfAll;
        this.worth = worth;
    }

    /** Keys of applications have no cap: who made them said what they are for. */
    void check(CustomerKey customer, Terms terms, Instant now, Caller by) {
        if (by.person() != null) {
            beyond(customer, terms, now, by.may(Right.OVERRIDE_MORE)).ifPresent(why -> {
                throw refused(why);
            });
        }
    }

    static Refusal refused(String why) {
        return Refusal.of(
                        HttpStatus.FORBIDDEN,
                        "OVERRIDE_BEYOND_CAP",
                        why + ": a second person has to approve it (POST /v1/approvals)")
                .set("approval", Map.of("kind", OverrideApproval.KIND, "content", "{customer, …as here}"));
    }

    private Optional<String> beyond(CustomerKey customer, Terms terms, Instant now, boolean more) {
        // From now, not from a begin that lies ahead: else many short ones in a row would be one long one.
        boolean begun = terms.validFrom().isBefore(now);
        Duration lasts = Duration.between(begun ? terms.validFrom() : now, terms.validUntil());
        Duration most = more ? longestOfAll : longest;
        if (lasts.compareTo(most) > 0) {
            return Optional.of("It lasts longer than %d days, counted from %s"
                    .formatted(most.toDays(), begun ? "its begin" : "now"));
        }
        if (more || terms.effect() == Effect.DENY) {
            return Optional.empty();
        }
        if (terms.value() instanceof Facts.Value.Unlimited) {
            return Optional.of("It gives without limit");
        }
        var preview = new KeptOverride(PREVIEW, customer, terms, PREVIEW, null, now, PREVIEW, null);
        return values.ahead(preview, now).stream()
                .map(this::beyond)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> beyond(Forgone forgone) {
        return switch (forgone) {
            case Forgone.Known(var price)
            when price.amount() > worth ->
                Optional.of("It gives away more than %d a month in minor units (%d %s)"
                        .formatted(worth, price.amount(), price.currency()));
            case Forgone.NotOnSale _ ->
                Optional.of("It gives more than anything on sale: nobody knows what it is worth");
            case Forgone.Known _, Forgone.Unknown _, Forgone.Nothing _ -> Optional.empty();
        };
    }
}
