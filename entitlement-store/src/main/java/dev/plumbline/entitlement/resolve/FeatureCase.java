package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.resolve.PromotionLayer.Span;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A feature, and where one customer's facts name it beside the plans. All whose facts do not share one case. */
final class FeatureCase {
    static final Span[] NO_PROMOTIONS = {};
    static final AddOnLine[] NO_ADD_ONS = {};
    static final CustomerOverride[] NO_OVERRIDES = {};

    private final SoldFeature sold;
    private final Span[] promotions;
    private final AddOnLine[] addOns;
    private final CustomerOverride[] overrides;
    private final Instant[] cuts;

    private FeatureCase(
            SoldFeature sold, Span[] promotions, AddOnLine[] addOns, CustomerOverride[] overrides, Instant[] cuts) {
        this.sold = sold;
        this.promotions = promotions;
        this.addOns = addOns;
        this.overrides = overrides;
        this.cuts = cuts;
    }

    /** Of those whose facts do not name it. */
    static FeatureCase of(SoldFeature sold) {
        var opens = sold.availableIn().stream()
                .flatMap(market -> Stream.of(market.from(), market.until()))
                .filter(Objects::nonNull)
                .sorted()
                .toArray(Instant[]::new);
        return new FeatureCase(sold, NO_PROMOTIONS, NO_ADD_ONS, NO_OVERRIDES, opens);
    }

    FeatureCase and(Span[] promotions, AddOnLine[] addOns, CustomerOverride[] overrides) {
        if (promotions.length == 0 && addOns.length == 0 && overrides.length == 0) {
            return this;
        }
        var many = cuts.length;
        var all = Arrays.copyOf(cuts, many + 2 * (promotions.length + overrides.length));
        for (var span : promotions) {
            all[many++] = span.from();
            all[many++] = span.until();
        }
        for (var override : overrides) {
            all[many++] = override.validFrom();
            all[many++] = override.validUntil();
        }
        Arrays.sort(all, Comparator.naturalOrder());
        while (many > 0 && all[many - 1].equals(Instant.MAX)) {
            many--; // it goes on for ever
        }
        var its = many == all.length ? all : Arrays.copyOf(all, many);
        return new FeatureCase(sold, promotions, addOns, overrides, its);
    }

    /** The value of a grant as a line gets it, but for the anchor of its windows. */
    @Nullable
    Allowance value(Grant grant, PlanLine line) {
        var billed = grant instanceof Grant.Quantity ? line.quantity(key()) : null;
        return Allowances.of(grant, billed, null);
    }

    SoldFeature sold() {
        return sold;
    }

    FeatureKey key() {
        return sold.key();
    }

    Span[] promotions() {
        return promotions;
    }

    /** Those that give something of it. */
    AddOnLine[] addOns() {
        return addOns;
    }

    /** The strongest first. */
    CustomerOverride[] overrides() {
        return overrides;
    }

    /** Where it may change while no contract does; in order, the end of time not among them. */
    Instant[] cuts() {
        return cuts;
    }
}
