package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Reason;
import dev.plumbline.entitlement.upgrade.Having;
import dev.plumbline.entitlement.upgrade.MonthlyPrice;
import dev.plumbline.entitlement.upgrade.Offering;
import dev.plumbline.entitlement.upgrade.Upgrades;
import dev.plumbline.entitlement.upgrade.Wish;
import dev.plumbline.entitlement.upgrade.Wording;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would give a customer a feature, the smallest step first; all in one page.
 *
 * @param country the customer's, or the one that was named; null when nobody knows
 * @param now what the customer has; {@code hasAccess} is about all that was wished for
 * @param why in one sentence, also where there is nothing to offer
 */
record UpgradesAnswer(
        String customer,
        String feature,
        String type,
        @Nullable String country,
        @Nullable BigDecimal requested,
        @Nullable String wantedLevel,
        long version,
        Instant asOf,
        State now,
        String why,
        List<Offer> data,
        @Nullable String nextCursor) {
    /** @param value in words, e.g. {@code 400 a month} */
    record State(
            boolean hasAccess,
            @Nullable BigDecimal limit,
            boolean unlimited,
            @Nullable String level,
            Reason reason,
            CheckAnswer.From source,
            String value) {
        static State of(Having having) {
            var decision = having.decision();
            return new State(
                    decision.hasAccess(),
                    decision.limit(),
                    decision.unlimited(),
                    decision.level(),
                    decision.reason(),
                    CheckAnswer.From.of(decision.source()),
                    Wording.value(having.allowance()));
        }
    }

    /**
     * @param kind {@code plan} or {@code add-on}
     * @param term it is bought on; null when its price names none
     * @param beside the plan that an add-on is bought for
     * @param withPlan that plan would have to be bought, too, on {@code planTerm}, and is part of the price
     * @param listPricePerMonth of all of it; null when it is not known
     */
    record Offer(
            String kind,
            String ref,
            String key,
            int version,
            String name,
            @Nullable String term,
            long count,
            @Nullable Integer rank,
            @Nullable String beside,
            boolean withPlan,
            @Nullable String planTerm,
            @Nullable MonthlyPrice listPricePerMonth,
            State from,
            State to,
            String why) {
        static Offer of(Offering offering, State now) {
            return new Offer(
                    switch (offering.kind()) {
                        case PLAN -> "plan";
                        case ADD_ON -> "add-on";
                    },
                    offering.ref(),
                    offering.key(),
                    offering.version(),
                    offering.name(),
                    offering.term(),
                    offering.count(),
                    offering.rank(),
                    offering.beside(),
                    offering.withPlan(),
                    offering.planTerm(),
                    offering.listPrice(),
                    now,
                    State.of(offering.to()),
                    offering.why());
        }
    }

    static UpgradesAnswer of(String customer, long version, @Nullable String country, Wish wish, Upgrades upgrades) {
        var now = State.of(upgrades.now());
        return new UpgradesAnswer(
                customer,
                wish.feature().key().value(),
                wish.feature().type(),
                country,
                wish.request().requested(),
                wish.request().level(),
                version,
                wish.at(),
                now,
                why(wish, upgrades, country),
                upgrades.offers().stream().map(offer -> Offer.of(offer, now)).toList(),
                null);
    }

    private static String why(Wish wish, Upgrades upgrades, @Nullable String country) {
        boolean some = !upgrades.offers().isEmpty();
        if (upgrades.now().hasAccess()) {
            return some
                    ? "The customer has it; these give more"
                    : has(wish, upgrades.now().allowance());
        }
        return switch (upgrades.now().decision().reason()) {
            case REVOKED_BY_OVERRIDE -> "A person denied it, and nothing that is bought changes that";
            case NOT_AVAILABLE_IN_MARKET ->
                country == null
                        ? "It is not to be had everywhere, and nobody knows the customer's country"
                        : "It is not to be had in " + country;
            case NOT_YET_AVAILABLE -> "It is not to be had yet; ask for a later time with at=";
            case BILLING_PAST_DUE, BILLING_UNPAID, PAUSED ->
                "The customer has bought it: paying gives it back" + (some ? "; these would give it, too" : "");
            default -> some ? "These give it, the smallest step first" : "Nothing on sale gives it";
        };
    }

    private static String has(Wish wish, @Nullable Allowance allowance) {
        return wish.isNamed() || allowance instanceof Allowance.Switched
                ? "The customer has it"
                : "The customer has it, and nothing on sale is better";
    }
}
