package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Amount;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.upgrade.Purchase.Running;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tries on what is on sale, one after the other, for one customer and one wish. */
final class ShopWindow {
    private static final long MOST_AT_ONCE = 1_000_000;

    private final Model model;
    private final Wish wish;
    private final FeatureKey feature;
    private final Purchase purchase;
    private final @Nullable String currency;
    private final List<Running> running;
    private final Having now;

    ShopWindow(Model model, Facts facts, Wish wish) {
        this.model = model;
        this.wish = wish;
        feature = wish.feature().key();
        purchase = new Purchase(facts, wish.at());
        currency = model.catalog().currency();
        running = purchase.running();
        now = Having.of(model, facts, wish);
    }

    Upgrades upgrades() {
        var offers = new ArrayList<Offering>();
        var plans = Article.plans(model, wish.at());
        plans.stream().map(this::plan).filter(Objects::nonNull).forEach(offers::add);
        for (var addOn : Article.addOns(model, wish.at())) {
            if (addOn.version().grants().containsKey(feature)) {
                Optional.ofNullable(addOn(addOn, plans)).ifPresent(offers::add);
            }
        }
        offers.sort(Offering.smallestStepFirst(currency));
        return new Upgrades(now, offers);
    }

    private @Nullable Offering plan(Article.OfPlan article) {
        if (wish.given() == null && isUnpaidFor(article)) {
            return null;
        }
        var then = Having.of(model, purchase.of(article, quantities(article)), wish);
        return then.isBetterThan(now, wish) ? offering(article, then) : null;
    }

    /** Who has bought just that and does not pay for it gets it by paying, not by buying it again. */
    private boolean isUnpaidFor(Article.OfPlan article) {
        return switch (now.decision().reason()) {
            case BILLING_PAST_DUE, BILLING_UNPAID, PAUSED ->
                running.stream()
                        .anyMatch(one -> one.plan().key().equals(article.plan().key())
                                && one.plan().version() == article.version().number());
            default -> false;
        };
    }

    private Offering offering(Article.OfPlan article, Having then) {
        return new Offering(
                Offering.Kind.PLAN,
                article.plan().key(),
                article.version().number(),
                article.plan().name(),
                article.term(),
                1,
                article.plan().rank(),
                null,
                false,
                null,
                price(article),
                then,
                Sentence.of(article, wish, now, then));
    }

    /** Where billing says how many: as many as are wished for, else as many as are billed now. */
    private Map<String, Long> quantities(Article.OfPlan article) {
        var quantities = new HashMap<String, Long>();
        if (article.version().grants().get(feature) instanceof Grant.Quantity grant
                && Boolean.TRUE.equals(grant.fromBilling())) {
            quantities.put(feature.value(), billed(feature));
        }
        for (var mapping : article.mappings()) {
            var of = mapping.quantityOf();
            if (of != null && Objects.equals(mapping.term(), article.term())) {
                quantities.put(of.value(), billed(of));
            }
        }
        return quantities;
    }

    private long billed(FeatureKey of) {
        var now = purchase.billed(of);
        var wanted = wish.request().requested();
        return of.equals(feature) && wanted != null ? Math.max(now, wholeNumber(wanted)) : now;
    }

    private static long wholeNumber(BigDecimal amount) {
        return amount.setScale(0, RoundingMode.CEILING)
                .min(BigDecimal.valueOf(Integer.MAX_VALUE))
                .longValueExact();
    }

    /** Beside a plan that the customer has, else together with the smallest plan that makes it worth something. */
    private @Nullable Offering addOn(Article.OfAddOn article, List<Article.OfPlan> plans) {
        var required = article.version().requiresPlans();
        var companion = running.stream()
                .map(one -> model.planVersion(one.plan().key(), one.plan().version()))
                .filter(Objects::nonNull)
                .filter(version -> required.isEmpty() || required.contains(version.plan()))
                .max(Comparator.comparingInt(this::rank).thenComparing(PlanVersion::ref))
                .orElse(null);
        if (companion != null || required.isEmpty()) {
            return beside(companion, article);
        }
        return plans.stream()
                .filter(plan -> required.contains(plan.plan().key()))
                .map(plan -> together(plan, article))
                .filter(Objects::nonNull)
                .min(Offering.smallestStepFirst(currency))
                .orElse(null);
    }

    private @Nullable Offering beside(@Nullable PlanVersion companion, Article.OfAddOn article) {
        var once = Having.of(model, purchase.of(article, 1), wish);
        var count = enough(article, once);
        var then = count == 1 ? once : Having.of(model, purchase.of(article, count), wish);
        return then.isBetterThan(now, wish)
                ? offering(article, count, companion, null, MonthlyPrice.times(price(article), count), then)
                : null;
    }

    private @Nullable Offering together(Article.OfPlan plan, Article.OfAddOn article) {
        var quantities = quantities(plan);
        var alone = Having.of(model, purchase.of(plan, quantities), wish);
        var once = Having.of(model, purchase.of(plan, quantities, article, 1), wish);
        var count = enough(article, once);
        var then = count == 1 ? once : Having.of(model, purchase.of(plan, quantities, article, count), wish);
        var price = MonthlyPrice.sum(price(plan), MonthlyPrice.times(price(article), count));
        return then.isBetterThan(now, wish) && then.isBetterThan(alone, wish)
                ? offering(article, count, plan.version(), plan, price, then)
                : null;
    }

    private Offering offering(
            Article.OfAddOn article,
            long count,
            @Nullable PlanVersion companion,
            Article.@Nullable OfPlan bought,
            @Nullable MonthlyPrice price,
            Having then) {
        var withPlan = bought != null;
        var planTerm = bought == null ? null : bought.term();
        return new Offering(
                Offering.Kind.ADD_ON,
                article.addOn().key(),
                article.version().number(),
                article.addOn().name(),
                article.term(),
                count,
                companion == null ? null : rank(companion),
                companion == null ? null : companion.ref(),
                withPlan,
                planTerm,
                price,
                then,
                Sentence.of(
                        article,
                        count,
                        companion == null ? null : name(companion),
                        withPlan,
                        planTerm,
                        wish,
                        now,
                        then));
    }

    /** How many of an add-on it takes to come to what is wished for. */
    private long enough(Article.OfAddOn article, Having once) {
        var wanted = wish.wanted(once.allowance());
        if (wanted == null
                || isEnough(once)
                || !(article.version().grants().get(feature) instanceof Grant.Add add)
                || !(add.amount() instanceof Amount.UpTo(var each))
                || each.signum() <= 0) {
            return 1;
        }
        var limit =
                switch (once.allowance()) {
                    case Allowance.Quantity(var its) -> its;
                    case Allowance.Metered metered -> metered.limit();
                    case null, default -> null;
                };
        if (!(limit instanceof Limit.UpTo(var has))) {
            return 1;
        }
        var missing = wanted.add(wish.used()).subtract(has);
        var more = missing.divide(each, 0, RoundingMode.CEILING);
        return 1
                + more.max(BigDecimal.ZERO)
                        .min(BigDecimal.valueOf(MOST_AT_ONCE))
                        .longValueExact();
    }

    private boolean isEnough(Having having) {
        var given = wish.given();
        return given == null ? having.hasAccess() : having.isAsMuchAs(given);
    }

    private @Nullable MonthlyPrice price(Article article) {
        return MonthlyPrice.lowest(article.mappings(), article.term(), currency, this::billed);
    }

    private int rank(PlanVersion version) {
        var plan = model.plans().get(version.plan());
        return plan == null ? 0 : plan.rank();
    }

    private String name(PlanVersion version) {
        var plan = model.plans().get(version.plan());
        return (plan == null ? version.plan() : plan.name()) + " " + version.number();
    }
}
