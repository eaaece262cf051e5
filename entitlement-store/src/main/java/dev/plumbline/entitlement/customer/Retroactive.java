package dev.plumbline.entitlement.customer;

import dev.plumbline.entitlement.customer.BillingSnapshot.Reversal;
import dev.plumbline.entitlement.customer.Finding.Money;
import dev.plumbline.entitlement.customer.Standing.Backdated;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What people are told of changes into the past: of access, or of money that was paid for it. */
final class Retroactive {
    /** A month's report shows it; then it is history. */
    private static final Duration SHOWN = Duration.ofDays(35);

    private static final BigDecimal SECONDS_OF_A_MONTH = new BigDecimal("365.25")
            .divide(BigDecimal.valueOf(12), 6, RoundingMode.HALF_UP)
            .multiply(BigDecimal.valueOf(86_400));

    private Retroactive() {}

    /** @param perMonth list value of what it brings; null when that is not known */
    static Optional<Finding> of(
            SubscriptionRef subscription, Backdated backdated, Optional<ListValueOf.PerMonth> perMonth, Instant now) {
        if (isOld(backdated.learntAt(), now)) {
            return Optional.empty();
        }
        var late = Duration.between(backdated.at(), backdated.learntAt());
        var money = perMonth.map(value -> exposure(value, late));
        var said =
                switch (backdated.kind()) {
                    case START ->
                        "It began on " + backdated.at() + ", which we heard on " + backdated.learntAt()
                                + ": it was paid for and not given for " + days(late);
                    case END ->
                        "It ended on " + backdated.at() + ", which we heard on " + backdated.learntAt()
                                + ": it was given and not paid for " + days(late);
                };
        var worth = money.map(m -> "; at list prices " + text(m)).orElse("; what that is worth is not known");
        return Optional.of(new Finding(
                Finding.Type.RETROACTIVE,
                subscription + "/" + backdated.kind().name().toLowerCase(Locale.ROOT),
                said + worth,
                money.orElse(null)));
    }

    /** Money that went back takes nothing away: access follows the billing policy. A dispute that was won is no finding. */
    static Optional<Finding> of(SubjectRef subject, Reversal reversal, Instant now) {
        if (reversal.stage() == Reversal.Stage.KEPT || isOld(reversal.at(), now)) {
            return Optional.empty();
        }
        var money = new Money(reversal.amount(), reversal.currency());
        var said =
                switch (reversal.kind()) {
                    case REFUND ->
                        "The refund " + reversal.id() + " of " + text(money) + " of the charge " + reversal.charge()
                                + " was made on " + reversal.at();
                    case DISPUTE ->
                        "The charge " + reversal.charge() + " is disputed since " + reversal.at() + " ("
                                + reversal.id() + ", " + text(money)
                                + (reversal.stage() == Reversal.Stage.LOST ? ", lost)" : ", not decided)");
                };
        return Optional.of(new Finding(
                Finding.Type.RETROACTIVE,
                subject + "/" + reversal.id(),
                said + "; access stays as the billing policy says",
                money));
    }

    private static boolean isOld(Instant when, Instant now) {
        return !now.isBefore(when.plus(SHOWN));
    }

    private static Money exposure(ListValueOf.PerMonth value, Duration late) {
        var amount = value.amount()
                .multiply(BigDecimal.valueOf(late.toSeconds()))
                .divide(SECONDS_OF_A_MONTH, 0, RoundingMode.HALF_UP);
        return new Money(amount.longValue(), value.currency());
    }

    private static String days(Duration late) {
        return late.toDays() == 1 ? "1 day" : late.toDays() + " days";
    }

    private static String text(Money money) {
        return money.amount() + " " + money.currency() + " (minor units)";
    }
}
