package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.resolve.Contract.AddOnLine;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One feature of one customer: cuts time where anything may change, and runs the layers once in each piece. The eight layers
 * are applied here and nowhere else.
 */
final class FeatureCase {
    /** What a line offers whatever the time, but for whether it is a trial. */
    private static final LineLayer[] TERMS = {new PlanLayer(), new VariationLayer(), new TrialLayer()};

    private static final LineLayer[] PER_SUBSCRIPTION = {new PromotionLayer(), new PolicyLayer()};
    private static final CustomerLayer[] PER_CUSTOMER = {
        new MergeLayer(), new AddOnLayer(), new OverrideLayer(), new AvailabilityLayer()
    };

    private final Situation situation;
    private final Feature feature;
    private final FeatureKey key;
    private final Source none;
    private final @Nullable Allowance byDefault;
    private final List<PromotionLayer.Span> promotions;
    private final List<AddOnLine> addOns;
    private final List<CustomerOverride> overrides;
    private final @Nullable Offer[] terms;
    private final Offer nothing;
    private final List<Offer> offers = new ArrayList<>();
    private boolean windowMismatch;

    FeatureCase(Situation situation, Feature feature) {
        this.situation = situation;
        this.feature = feature;
        key = feature.key();
        none = new Source(Source.Kind.DEFAULT, key.value());
        var given = feature.byDefault();
        byDefault = given == null ? null : Allowances.of(given, null, null);
        promotions = situation.enrolments().isEmpty() ? List.of() : PromotionLayer.spans(situation, feature);
        addOns = situation.addOnsOf(key);
        overrides = situation.overridesOf(key);
        nothing = Offer.nothing(none, Reason.NO_ACTIVE_PHASE, null);
        terms = new @Nullable Offer[2 * situation.plans().size()];
    }

    List<Segment> segments() {
        var segments = new ArrayList<Segment>();
        var from = Instant.MIN;
        var piece = at(from, null);
        for (var boundary : boundaries()) {
            if (boundary.isAfter(Instant.MIN) && boundary.isBefore(Instant.MAX)) {
                var next = at(boundary, null);
                if (!next.equals(piece)) {
                    segments.add(piece.segment(from, boundary));
                    from = boundary;
                    piece = next;
                }
            }
        }
        segments.add(piece.segment(from, Instant.MAX));
        return segments;
    }

    private Iterable<Instant> boundaries() {
        if (promotions.isEmpty() && overrides.isEmpty() && feature.availableIn().isEmpty()) {
            return situation.boundaries();
        }
        var boundaries = new TreeSet<>(situation.boundaries());
        promotions.forEach(span -> span.boundaries(boundaries::add));
        for (var override : overrides) {
            boundaries.add(override.validFrom());
            boundaries.add(override.validUntil());
        }
        for (var availability : feature.availableIn()) {
            ifKnown(availability.from(), boundaries::add);
            ifKnown(availability.until(), boundaries::add);
        }
        return boundaries;
    }

    private static void ifKnown(@Nullable Instant instant, Consumer<Instant> to) {
        if (instant != null) {
            to.accept(instant);
        }
    }

    /** What a segment is made of, without its ends. */
    record Piece(Outcome outcome, Segment.@Nullable Phase phase) {
        Segment segment(Instant from, Instant until) {
            return new Segment(from, until, outcome, phase);
        }
    }

    Piece at(Instant at, @Nullable Log log) {
        offers.clear();
        var moment = new Moment(this, at, offers, log);
        for (var i = 0; i < situation.plans().size(); i++) {
            var line = situation.plans().get(i);
            if (line.contract().runsAt(at)) {
                var offer = terms(i, line, moment);
                for (var layer : PER_SUBSCRIPTION) {
                    offer = layer.apply(offer, line, moment);
                }
                offers.add(offer);
            }
        }
        var offer = nothing;
        for (var layer : PER_CUSTOMER) {
            offer = layer.apply(offer, moment);
        }
        return piece(offer, at);
    }

    private Offer terms(int number, PlanLine line, Moment moment) {
        var slot = 2 * number + (line.contract().isTrialAt(moment.at()) ? 1 : 0);
        var known = terms[slot];
        if (known != null && moment.log() == null) {
            return known;
        }
        var offer = Offer.nothing(none, Reason.NOT_IN_PLAN, line.contract());
        for (var layer : TERMS) {
            offer = layer.apply(offer, line, moment);
        }
        terms[slot] = offer;
        return offer;
    }

    private static Piece piece(Offer offer, Instant at) {
        var value = offer.value();
        if (value == null) {
            var refusal = offer.refusal();
            return new Piece(new Outcome.Denied(refusal == null ? Reason.NOT_IN_PLAN : refusal, offer.source()), null);
        }
        var contract = offer.contract();
        var phase = contract == null ? null : contract.phaseAt(at);
        // Inside a grace the grace is what gives it, unless a person decided otherwise.
        if (offer.isGrace() && offer.source().kind() != Source.Kind.OVERRIDE) {
            var grace = new Source(Source.Kind.GRACE, offer.source().ref());
            return new Piece(new Outcome.Granted(value, grace, Reason.GRACE), phase);
        }
        return new Piece(
                new Outcome.Granted(value, offer.source(), reason(offer.source().kind())), phase);
    }

    private static Reason reason(Source.Kind kind) {
        return switch (kind) {
            case DEFAULT -> Reason.DEFAULT;
            case PLAN -> Reason.PLAN;
            case VARIATION -> Reason.VARIATION;
            case ADDON -> Reason.ADDON;
            case PROMOTION -> Reason.PROMOTION;
            case GRACE -> Reason.GRACE;
            case OVERRIDE -> Reason.OVERRIDE;
            case FALLBACK -> Reason.FALLBACK;
        };
    }

    Situation situation() {
        return situation;
    }

    FeatureKey key() {
        return key;
    }

    Feature feature() {
        return feature;
    }

    /** What stands for "nobody gave it". */
    Source none() {
        return none;
    }

    @Nullable
    Allowance byDefault() {
        return byDefault;
    }

    List<PromotionLayer.Span> promotions() {
        return promotions;
    }

    /** Those that give something of this feature. */
    List<AddOnLine> addOns() {
        return addOns;
    }

    List<CustomerOverride> overrides() {
        return overrides;
    }

    /** The value of a grant as this line gets it. */
    @Nullable
    Allowance value(Grant grant, PlanLine line) {
        var billed = grant instanceof Grant.Quantity ? line.quantity(key) : null;
        return Allowances.of(grant, billed, line.contract().anchor());
    }

    /** Told by the merge. */
    void windowMismatch() {
        windowMismatch = true;
    }

    boolean hasMismatchFrom(Instant from) {
        at(from, null);
        for (var boundary : situation.boundaries().tailSet(from)) {
            at(boundary, null);
        }
        return windowMismatch;
    }
}
