package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.Enrolment;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Promotion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Layer 3: promotions that the customer is enrolled in, where they are better. */
final class PromotionLayer implements LineLayer {
    @Override
    public Offer apply(Offer before, PlanLine line, Moment moment) {
        if (moment.of().promotions().isEmpty()) {
            moment.say("3 promotion", null, before, before, line.contract(), "The customer is in no promotion of it");
            return before;
        }
        var offer = before;
        for (var span : moment.of().promotions()) {
            if (span.line.equals(line) && span.covers(moment.at())) {
                offer = better(offer, span, line, moment);
            }
        }
        if (offer.equals(before)) {
            moment.say("3 promotion", null, before, before, line.contract(), "No promotion gives more of it now");
        }
        return offer;
    }

    private static Offer better(Offer offer, Span span, PlanLine line, Moment moment) {
        var value = moment.of().value(span.grant, line);
        var best = offer.value() == null || value == null ? value : Allowances.best(offer.value(), value);
        if (best == null || best.equals(offer.value())) {
            return offer;
        }
        var source = new Source(Source.Kind.PROMOTION, span.promotion);
        var after = offer.with(best, source);
        moment.say("3 promotion", source, offer, after, line.contract(), "The customer is enrolled, and it gives more");
        return after;
    }

    /** When a promotion holds for one line. */
    record Span(PlanLine line, String promotion, Grant grant, Instant from, Instant until) {
        boolean covers(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }

        void boundaries(Consumer<Instant> to) {
            to.accept(from);
            to.accept(until);
        }
    }

    static List<Span> spans(Situation situation, Feature feature) {
        var spans = new ArrayList<Span>();
        for (var enrolment : situation.enrolments()) {
            var promotion = situation.model().promotions().get(enrolment.promotion());
            var grant = promotion == null ? null : promotion.grants().get(feature.key());
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
        return spans;
    }

    /** Who is in its audience was decided at the enrolment; of the customer's plans, those that the audience names. */
    private static @Nullable Span span(PlanLine line, Promotion promotion, Grant grant, Enrolment enrolment) {
        var counted = later(promotion.from(), line.contract().from());
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
