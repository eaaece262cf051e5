package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Request;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which plan versions and add-ons on sale would give a customer a feature, or more of it than now.
 *
 * <p>Who has all that was wished for is offered nothing; who named no amount is offered more than there is, if there is more.
 *
 * @param now what the customer has
 * @param offers the smallest step first
 */
public record Upgrades(Having now, List<Offering> offers) {
    /** More than any number that is sold: only what is unlimited gives it. */
    private static final BigDecimal ENDLESS = new BigDecimal("1E+30");

    public Upgrades {
        offers = List.copyOf(offers);
    }

    public static Upgrades of(Model model, Facts facts, Wish wish) {
        return new ShopWindow(model, facts, wish).upgrades();
    }

    /**
     * The list value per month of the cheapest that would have given a customer a feature: what giving it away forgoes.
     * Overrides of the feature are left out of the facts, for they are what is asked about.
     *
     * @return null when nothing on sale gives it, or no price of what does is known; never 0 for that
     */
    public static @Nullable MonthlyPrice valueForgone(Model model, Facts facts, FeatureKey feature, Instant at) {
        return valueForgone(model, facts, feature, Request.PLAIN, at);
    }

    /** What an override forgoes: the cheapest that would have given as much as it gives. */
    public static @Nullable MonthlyPrice valueForgone(Model model, Facts facts, CustomerOverride override, Instant at) {
        if (override.effect() == CustomerOverride.Effect.DENY || !FeatureKey.isWellFormed(override.feature())) {
            return null;
        }
        var given =
                switch (override.value()) {
                    case Value.Limit(var amount) -> new Request(amount, null);
                    case Value.Unlimited() -> new Request(ENDLESS, null);
                    case Value.Level(var name) -> new Request(null, name);
                    case Value.Switch _ -> Request.PLAIN;
                    case null -> Request.PLAIN;
                };
        return valueForgone(model, facts, new FeatureKey(override.feature()), given, at);
    }

    /** What a place in a promotion forgoes of a feature: the cheapest that would give as much to who has no place in it. */
    public static Forgone valueForgone(Model model, Facts facts, Promotion promotion, FeatureKey key, Instant at) {
        var feature = model.feature(key);
        if (feature == null) {
            return new Forgone.Nothing();
        }
        var wish = Wish.of(feature, at);
        var without = facts.outOf(promotion.key());
        var given = Having.of(model, facts, wish);
        if (!given.isBetterThan(Having.of(model, without, wish), wish)) {
            return new Forgone.Nothing();
        }
        var price = valueForgone(model, without, key, asMuchAs(given.allowance()), at);
        return price == null ? new Forgone.Unknown() : new Forgone.Known(price);
    }

    private static Request asMuchAs(@Nullable Allowance allowance) {
        return switch (allowance) {
            case Allowance.Quantity(var limit) -> asMuchAs(limit);
            case Allowance.Metered metered -> asMuchAs(metered.limit());
            case Allowance.Level level -> new Request(null, level.name());
            case Allowance.Switched _ -> Request.PLAIN;
            case null -> Request.PLAIN;
        };
    }

    private static Request asMuchAs(Allowance.Limit limit) {
        return new Request(limit instanceof Allowance.Limit.UpTo(var amount) ? amount : ENDLESS, null);
    }

    private static @Nullable MonthlyPrice valueForgone(
            Model model, Facts facts, FeatureKey key, Request given, Instant at) {
        var feature = model.feature(key);
        if (feature == null) {
            return null;
        }
        return of(model, without(facts, key), new Wish(feature, given, BigDecimal.ZERO, at)).offers().stream()
                .map(Offering::listPrice)
                .filter(Objects::nonNull)
                .min(MonthlyPrice.cheapestFirst(model.catalog().currency()))
                .orElse(null);
    }

    private static Facts without(Facts facts, FeatureKey overridesOf) {
        return new Facts(
                facts.customer(),
                facts.country(),
                facts.attributes(),
                facts.subscriptions(),
                facts.phases(),
                facts.enrolments(),
                facts.overrides().stream()
                        .filter(override -> !override.feature().equals(overridesOf.value()))
                        .toList());
    }
}
