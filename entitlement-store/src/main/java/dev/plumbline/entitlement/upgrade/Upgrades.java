package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Request;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
        var known = model.feature(feature);
        return known == null ? null : cheapest(model, asMuch(model, facts, known, Request.PLAIN, at));
    }

    /**
     * What an override forgoes while it holds: the cheapest that would have given as much as it gives. One of a single user is
     * worth what it would be to everybody: nothing on sale gives one user something.
     */
    public static Forgone valueForgone(Model model, Facts facts, CustomerOverride override, Instant at) {
        var feature =
                FeatureKey.isWellFormed(override.feature()) ? model.feature(new FeatureKey(override.feature())) : null;
        if (feature == null || override.effect() == CustomerOverride.Effect.DENY) {
            return new Forgone.Nothing();
        }
        var without = without(facts, feature.key());
        return forgone(model, with(without, override), without, feature, at);
    }

    /** What a place in a promotion forgoes of a feature: the cheapest that would give as much to who has no place in it. */
    public static Forgone valueForgone(Model model, Facts facts, Promotion promotion, FeatureKey key, Instant at) {
        var feature = model.feature(key);
        return feature == null
                ? new Forgone.Nothing()
                : forgone(model, facts, facts.outOf(promotion.key()), feature, at);
    }

    private static Forgone forgone(Model model, Facts with, Facts without, Feature feature, Instant at) {
        var wish = Wish.of(feature, at);
        var given = Having.of(model, with, wish);
        if (!given.isBetterThan(Having.of(model, without, wish), wish)) {
            return new Forgone.Nothing();
        }
        var offers = asMuch(model, without, feature, asMuchAs(given.allowance()), at);
        var price = cheapest(model, offers);
        if (price != null) {
            return new Forgone.Known(price);
        }
        return offers.isEmpty() ? new Forgone.NotOnSale() : new Forgone.Unknown();
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

    private static List<Offering> asMuch(Model model, Facts facts, Feature feature, Request given, Instant at) {
        return of(model, without(facts, feature.key()), new Wish(feature, given, BigDecimal.ZERO, at, true))
                .offers();
    }

    private static @Nullable MonthlyPrice cheapest(Model model, List<Offering> offers) {
        return offers.stream()
                .map(Offering::listPrice)
                .filter(Objects::nonNull)
                .min(MonthlyPrice.cheapestFirst(model.catalog().currency()))
                .orElse(null);
    }

    private static Facts without(Facts facts, FeatureKey overridesOf) {
        return with(
                facts,
                facts.overrides().stream()
                        .filter(override -> !override.feature().equals(overridesOf.value()))
                        .toList());
    }

    private static Facts with(Facts facts, CustomerOverride one) {
        var everybodys = new CustomerOverride(
                one.id(),
                one.feature(),
                one.effect(),
                one.value(),
                one.validFrom(),
                one.validUntil(),
                null,
                one.ignoreAvailability(),
                one.createdAt());
        return with(
                facts,
                Stream.concat(facts.overrides().stream(), Stream.of(everybodys)).toList());
    }

    private static Facts with(Facts facts, List<CustomerOverride> overrides) {
        return new Facts(
                facts.customer(),
                facts.country(),
                facts.attributes(),
                facts.subscriptions(),
                facts.phases(),
                facts.enrolments(),
                overrides);
    }
}
