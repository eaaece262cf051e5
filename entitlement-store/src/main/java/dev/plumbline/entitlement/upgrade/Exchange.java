package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a customer would have of every feature with another plan in the place of those there are, beside what it has. Add-ons
 * and overrides stay; promotions do not, as at a {@link Purchase}. Any version of the model may be tried on, also one that is
 * not on sale any more: who asks wants to know what a customer lost, too.
 *
 * @param listPrice a month, of as many as are billed now; null when it is not known
 * @param lines one for each feature of the model, in its order
 */
public record Exchange(@Nullable MonthlyPrice listPrice, List<Line> lines) {
    public enum Change {
        GAINED,
        MORE,
        /** Neither better nor worse that one could say, and not the same. */
        OTHER,
        SAME,
        LESS,
        LOST
    }

    /** One feature, before and after. */
    public record Line(Feature feature, Having now, Having then, Change change) {
        static Line of(Model model, Facts now, Facts then, Feature feature, Instant at) {
            var wish = Wish.of(feature, at);
            var before = Having.of(model, now, wish);
            var after = Having.of(model, then, wish);
            return new Line(feature, before, after, change(before, after, wish));
        }

        private static Change change(Having before, Having after, Wish wish) {
            if (before.hasAccess() != after.hasAccess()) {
                return after.hasAccess() ? Change.GAINED : Change.LOST;
            }
            if (after.isBetterThan(before, wish)) {
                return Change.MORE;
            }
            if (before.isBetterThan(after, wish)) {
                return Change.LESS;
            }
            boolean same = !before.hasAccess() || Objects.equals(before.allowance(), after.allowance());
            return same ? Change.SAME : Change.OTHER;
        }
    }

    /** @param term to buy it on; null for none in particular */
    public static Exchange of(
            Model model, Facts facts, Plan plan, PlanVersion version, @Nullable String term, Instant at) {
        var purchase = new Purchase(facts, at);
        var then = purchase.of(new Article.OfPlan(plan, version, term), quantities(version, term, purchase));
        return new Exchange(
                MonthlyPrice.lowest(version.mappings(), term, model.catalog().currency(), purchase::billed),
                model.features().values().stream()
                        .map(feature -> Line.of(model, facts, then, feature, at))
                        .toList());
    }

    /** What the plans of a customer that run then were bought on. */
    public static Stream<String> terms(Facts facts, Instant at) {
        return new Purchase(facts, at)
                .running().stream().map(Purchase.Running::term).filter(Objects::nonNull);
    }

    /** As many as are billed now, of whatever billing says how many. */
    private static Map<String, Long> quantities(PlanVersion version, @Nullable String term, Purchase purchase) {
        var quantities = new HashMap<String, Long>();
        version.grants().forEach((feature, grant) -> {
            if (grant instanceof Grant.Quantity quantity && Boolean.TRUE.equals(quantity.fromBilling())) {
                quantities.put(feature.value(), purchase.billed(feature));
            }
        });
        version.mappings().stream()
                .filter(mapping -> mapping.quantityOf() != null && Objects.equals(mapping.term(), term))
                .map(mapping -> Objects.requireNonNull(mapping.quantityOf()))
                .forEach(feature -> quantities.put(feature.value(), purchase.billed(feature)));
        return quantities;
    }
}
