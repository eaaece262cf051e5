package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.Enrolment;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Promotion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Layer 3: promotions that the customer is enrolled in, where they are better. */
final class PromotionLayer implements Layers.LineLayer {
    private static final String NAME = "3 promotion";

    @Override
    public Offer apply(Offer before, PlanLine line, FeatureCase of, Moment at) {
        if (of.promotions().length == 0) {
            at.say(NAME, null, before, before, line.contract(), "The customer is in no promotion of it");
            return before;
        }
        return promoted(before, line, of, at);
    }

    private static Offer promoted(Offer before, PlanLine line, FeatureCase of, Moment at) {
        var offer = before;
        for (var span : of.promotions()) {
            if (span.line == line && span.covers(at.at())) {
                offer = better(offer, span, of, at);
            }
        }
        if (offer.equals(before)) {
            at.say(NAME, null, before, before, line.contract(), "No promotion gives more of it now");
        }
        return offer;
    }

    private static Offer better(Offer offer, Span span, FeatureCase of, Moment at) {
        var value = Allowances.countedFrom(span.line.contract().anchor(), of.value(span.grant, span.line));
        var best = offer.value() == null || value == null ? value : Allowances.best(offer.value(), value);
        if (best == null || best.equals(offer.value())) {
            return offer;
        }
        var source = new Source(Source.Kind.PROMOTION, span.promotion);
        var after = offer.with(best, source);
        at.say(NAME, source, offer, after, span.line.contract(), "The customer is enrolled, and it gives more");
        return after;
    }

    /** When a promotion holds for one line. */
    record Span(PlanLine line, String promotion, Grant grant, Instant from, Instant until) {
        boolean covers(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    static Span[] spans(Situation situation, FeatureKey feature) {
        var spans = new ArrayList<Span>();
        for (var enrolment : situation.enrolments()) {
            var promotion = situation.prepared().model().promotions().get(enrolment.promotion());
            var grant = promotion == null ? null : promotion.grants().get(feature);
            if (promotion != null && grant != null) {
                for (var line : situation.plans()) {
                    var span = span(line, promotion, grant, enrolment);
                    if (span != null) {
                        spans.add(span);
                    }
                }
            }
        }
        spans.sort(Comparator.comparing(Span::promotion).thenComparing(Span::from));
        return spans.toArray(FeatureCase.NO_PROMOTIONS);
    }

    /** Who is in its audience was decided at the enrolment; of the customer's plans, those that the audience names. */
    private static @Nullable Span span(PlanLine line, Promotion promotion, Grant grant, Enrolment enrolment) {
        var counted = later(promotion.from(), line.contract().begun());
        if (!promotion.audience().includes(line.version().plan()) || !counted.isBefore(promotion.until())) {
            return null;
        }
        var length = promotion.grantFor();
        var until = length == null
                ? promotion.until()
                : counted.atOffset(ZoneOffset.UTC).plus(length).toInstant();
        if (enrolment.withdrawnAt() != null && enrolment.withdrawnAt().isBefore(until)) {
            until = enrolment.withdrawnAt();
        }
        var from = later(counted, enrolment.enrolledAt());
        return from.isBefore(until) ? new Span(line, promotion.key(), grant, from, until) : null;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
