package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Segment;
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
    public Upgrades {
        offers = List.copyOf(offers);
    }

    public static Upgrades of(Model model, Facts facts, Wish wish) {
        return new ShopWindow(model, facts, wish).upgrades();
    }

    /**
     * What an override forgoes at an instant: the cheapest that would have given as much as it gives then. One of a single user
     * is worth what it would be to everybody: nothing on sale gives one user something.
     */
    public static Forgone valueForgone(Model model, Facts facts, CustomerOverride override, Instant at) {
        var feature = given(model, override);
        if (feature == null) {
            return new Forgone.Nothing();
        }
        var without = without(facts, feature.key());
        return forgone(model, with(without, override), without, feature, at);
    }

    /**
     * What an override forgoes from an instant to its end: then, and each time that what it gives, or what there is without it,
     * becomes another. Who loses a plan tomorrow is given nothing by it today.
     */
    public static List<Forgone> valuesForgone(Model model, Facts facts, CustomerOverride override, Instant from) {
        var feature = given(model, override);
        if (feature == null) {
            return List.of(new Forgone.Nothing());
        }
        var without = without(facts, feature.key());
        var with = with(without, override);
        var changes = Stream.of(with, without)
                .flatMap(one -> Resolver.resolve(model, one, feature, null).stream())
                .map(Segment::from)
                .filter(at -> at.isAfter(from) && at.isBefore(override.validUntil()));
        return Stream.concat(Stream.of(from), changes.sorted())
                .distinct()
                .map(at -> forgone(model, with, without, feature, at))
                .toList();
    }

    private static @Nullable Feature given(Model model, CustomerOverride override) {
        return FeatureKey.isWellFormed(override.feature()) && override.effect() != CustomerOverride.Effect.DENY
                ? model.feature(new FeatureKey(override.feature()))
                : null;
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
        var has = Having.of(model, without, wish);
        if (given.allowance() == null || !given.isBetterThan(has, wish)) {
            return new Forgone.Nothing();
        }
        var asMuch = Wish.asMuchAs(counted(given.allowance(), has.allowance()), feature, at);
        var offers = of(model, without(without, feature.key()), asMuch).offers();
        var price = cheapest(model, offers);
        if (price != null) {
            return new Forgone.Known(price);
        }
        return offers.isEmpty() ? new Forgone.NotOnSale() : new Forgone.Unknown();
    }

    /** What goes on beyond a limit (overage, a mere warning) is worth nothing by itself, unless it is all that is given. */
    private static Allowance counted(Allowance given, @Nullable Allowance has) {
        if (!(given instanceof Allowance.Metered metered)) {
            return given;
        }
        var stopping = new Allowance.Metered(
                metered.limit(),
                metered.window(),
                metered.anchor(),
                Allowance.OnLimit.BLOCK,
                metered.warnAt(),
                metered.rolloverMax());
        return Scale.isMore(stopping, has) ? stopping : given;
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
