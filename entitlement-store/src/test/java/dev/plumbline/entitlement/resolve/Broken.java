package dev.plumbline.entitlement.resolve;

import static dev.plumbline.entitlement.resolve.LawsOfMore.DENY;
import static dev.plumbline.entitlement.resolve.LawsOfMore.HIGHER_LIMIT;
import static dev.plumbline.entitlement.resolve.LawsOfMore.LONGER_GRACE;
import static dev.plumbline.entitlement.resolve.LawsOfMore.ONE_MORE;
import static dev.plumbline.entitlement.resolve.LawsOfReasons.EXPLAINED;
import static dev.plumbline.entitlement.resolve.LawsOfReasons.REASON;
import static dev.plumbline.entitlement.resolve.LawsOfReasons.RE_EVALUATED;
import static dev.plumbline.entitlement.resolve.LawsOfReasons.SOURCE;
import static dev.plumbline.entitlement.resolve.LawsOfTime.ANY_ORDER;
import static dev.plumbline.entitlement.resolve.LawsOfTime.CONSTANT;
import static dev.plumbline.entitlement.resolve.LawsOfUsage.DOWNGRADE;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Layers.CustomerLayer;
import dev.plumbline.entitlement.resolve.Layers.LineLayer;
import dev.plumbline.entitlement.resolve.Layers.MergingLayer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A layer with a fault in it, and the law that must not survive. */
record Broken(String layer, String fault, Answers answers, Statement law) {
    private static final Layers WHOLE = Layers.ALL;

    static final List<Broken> ALL = List.of(
            line("1 plan version", "gives what the newest version gives", RE_EVALUATED, Broken::newestVersion),
            line("1 plan version", "names another version", SOURCE, (before, line, of, at) -> {
                var offer = WHOLE.planVersion().apply(before, line, of, at);
                return named(offer, new Source(Source.Kind.PLAN, line.version().plan() + "@99"));
            }),
            line("1 plan version", "gives nothing of a limit above 7", HIGHER_LIMIT, (before, line, of, at) -> {
                var offer = WHOLE.planVersion().apply(before, line, of, at);
                return isAbove(offer, 7) ? offer.refused(Reason.NOT_IN_PLAN, offer.source()) : offer;
            }),
            line("2 variation", "fits every term and market", RE_EVALUATED, Broken::everyVariation),
            line("2 variation", "names the variation that does not fit", SOURCE, Broken::everyVariation),
            line("2 variation", "lets the lower priority win", RE_EVALUATED, Broken::lowestPriority),
            line(
                    "2 trial",
                    "does not end",
                    RE_EVALUATED,
                    (before, line, of, at) -> WHOLE.trial()
                            .apply(before.in(Segment.Phase.TRIAL), line, of, at)
                            .in(before.phase())),
            line("3 promotion", "gives less as well as more", ONE_MORE, Broken::anyPromotion),
            line("3 promotion", "does not end", RE_EVALUATED, Broken::endlessPromotion),
            line("4 billing policy", "takes nothing", RE_EVALUATED, (before, _, _, _) -> before),
            line(
                    "4 billing policy",
                    "takes an hour late",
                    CONSTANT,
                    (before, line, of, at) -> WHOLE.billingPolicy()
                            .apply(before, line, of, at.later(at.at().minus(Duration.ofHours(1))))),
            line("4 billing policy", "says paused whatever it is", REASON, (before, line, of, at) -> {
                var offer = WHOLE.billingPolicy().apply(before, line, of, at);
                return offer.value() == null && before.value() != null
                        ? before.refused(Reason.PAUSED, before.source())
                        : offer;
            }),
            line(
                    "4 billing policy",
                    "takes all in a grace of more than five days",
                    LONGER_GRACE,
                    (before, line, of, at) -> {
                        var offer = WHOLE.billingPolicy().apply(before, line, of, at);
                        var isLong = line.contract().arrears().isGraceAt(at.at())
                                && line.contract().arrears().isGraceAt(at.at().plus(Duration.ofHours(1)))
                                && line.contract().arrears().isGraceAt(at.at().plus(Duration.ofDays(5)));
                        return isLong ? offer.refused(Reason.BILLING_PAST_DUE, offer.source()) : offer;
                    }),
            merging("takes the last subscription's", ONE_MORE, Broken::last),
            merging("forgets the default", RE_EVALUATED, (nothing, offers, of, at) -> {
                var offer = WHOLE.merge().apply(nothing, offers, of, at);
                return offer.source().kind() == Source.Kind.DEFAULT && offer.value() != null ? nothing : offer;
            }),
            merging("remembers what it answered before", ANY_ORDER, forgetful()),
            customer("6 add-on", "takes away what it should add", ONE_MORE, (before, of, at) -> {
                var offer = WHOLE.addOn().apply(before, of, at);
                var isAsBefore = before.value() == null || before.value().equals(offer.value());
                return isAsBefore ? offer : before.refused(Reason.NOT_IN_PLAN, offer.source());
            }),
            customer("6 add-on", "adds nothing", RE_EVALUATED, (before, _, _) -> before),
            customer("6 add-on", "names the plan it needs", SOURCE, (before, of, at) -> {
                var offer = WHOLE.addOn().apply(before, of, at);
                return offer.source().kind() == Source.Kind.ADDON
                        ? named(offer, new Source(Source.Kind.ADDON, "p@1"))
                        : offer;
            }),
            customer("7 override", "grants before it denies", DENY, (before, of, at) -> {
                var isGranted = inForce(of, at, Effect.GRANT) != null && before.value() != null;
                return isGranted ? before : WHOLE.override().apply(before, of, at);
            }),
            customer("7 override", "lowers by a grant", ONE_MORE, (before, of, at) -> {
                var grant = inForce(of, at, Effect.GRANT);
                var value = grant == null ? null : OverrideValue.of(grant, before, of, at);
                var offer = WHOLE.override().apply(before, of, at);
                return grant == null || value == null || offer.value() == null
                        ? offer
                        : offer.with(value, new Source(Source.Kind.OVERRIDE, grant.id()));
            }),
            customer("7 override", "does not say what it did", EXPLAINED, (before, of, at) -> {
                var quiet = new Moment(at.at(), at.running(), at.of(), null);
                return WHOLE.override().apply(before, of, quiet);
            }),
            customer(
                    "8 availability",
                    "is passed by any override",
                    RE_EVALUATED,
                    (before, of, at) -> before.source().kind() == Source.Kind.OVERRIDE
                            ? before
                            : WHOLE.availability().apply(before, of, at)),
            customer("8 availability", "says it is not in the plan", REASON, (before, of, at) -> {
                var offer = WHOLE.availability().apply(before, of, at);
                return offer.refusal() == before.refusal()
                        ? offer
                        : before.refused(Reason.NO_ACTIVE_PHASE, before.source());
            }),
            customer(
                    "8 availability",
                    "opens a day late",
                    CONSTANT,
                    (before, of, at) -> WHOLE.availability()
                            .apply(before, of, at.later(at.at().minus(Duration.ofDays(1))))),
            usage(
                    "allows what is over",
                    (feature, segment, usage, request, at) -> Decider.decide(
                            feature, segment, new Usage(BigDecimal.ZERO, usage.unusedBefore()), request, at)),
            usage("deletes what is over", (feature, segment, usage, request, at) -> {
                var decision = Decider.decide(feature, segment, usage, request, at);
                var less =
                        decision.limit() == null ? usage.used() : usage.used().min(decision.limit());
                return Decider.decide(feature, segment, new Usage(less, usage.unusedBefore()), request, at);
            }),
            usage(
                    "carries over without a bound",
                    (feature, segment, usage, request, at) ->
                            Decider.decide(feature, segment, new Usage(usage.used(), BigDecimal.TEN), request, at)));

    @Override
    public String toString() {
        return layer + " " + fault + ": breaks " + law.law();
    }

    private static Broken line(String layer, String fault, Statement law, LineLayer broken) {
        var layers = new Layers(
                layer.equals("1 plan version") ? broken : WHOLE.planVersion(),
                layer.equals("2 variation") ? broken : WHOLE.variation(),
                layer.equals("2 trial") ? broken : WHOLE.trial(),
                layer.equals("3 promotion") ? broken : WHOLE.promotion(),
                layer.equals("4 billing policy") ? broken : WHOLE.billingPolicy(),
                WHOLE.merge(),
                WHOLE.addOn(),
                WHOLE.override(),
                WHOLE.availability());
        return new Broken(layer, fault, Answers.with(layers), law);
    }

    private static Broken merging(String fault, Statement law, MergingLayer broken) {
        var layers = new Layers(
                WHOLE.planVersion(),
                WHOLE.variation(),
                WHOLE.trial(),
                WHOLE.promotion(),
                WHOLE.billingPolicy(),
                broken,
                WHOLE.addOn(),
                WHOLE.override(),
                WHOLE.availability());
        return new Broken("5 merge", fault, Answers.with(layers), law);
    }

    private static Broken customer(String layer, String fault, Statement law, CustomerLayer broken) {
        var layers = new Layers(
                WHOLE.planVersion(),
                WHOLE.variation(),
                WHOLE.trial(),
                WHOLE.promotion(),
                WHOLE.billingPolicy(),
                WHOLE.merge(),
                layer.equals("6 add-on") ? broken : WHOLE.addOn(),
                layer.equals("7 override") ? broken : WHOLE.override(),
                layer.equals("8 availability") ? broken : WHOLE.availability());
        return new Broken(layer, fault, Answers.with(layers), law);
    }

    private static Broken usage(String fault, Answers.Deciding broken) {
        return new Broken("9 usage", fault, Answers.with(broken), DOWNGRADE);
    }

    private static Offer newestVersion(Offer before, PlanLine line, FeatureCase of, Moment at) {
        var plan = Objects.requireNonNull(
                at.of().prepared().model().plans().get(line.version().plan()));
        var grant = plan.versions().getLast().grants().get(of.key());
        return grant == null ? before : before.made(grant, of.value(grant, line), line.source());
    }

    private static Offer everyVariation(Offer before, PlanLine line, FeatureCase of, Moment at) {
        var offer = before;
        for (var i = 0; i < line.version().variations().size(); i++) {
            var grant = line.version().variations().get(i).grants().get(of.key());
            offer = grant == null
                    ? offer
                    : offer.made(grant, of.value(grant, line), line.sold().variation(i));
        }
        return offer;
    }

    private static Offer lowestPriority(Offer before, PlanLine line, FeatureCase of, Moment at) {
        var offer = before;
        for (var i = line.version().variations().size() - 1; i >= 0; i--) {
            var variation = line.version().variations().get(i);
            var grant = variation.grants().get(of.key());
            if (grant != null && variation.appliesTo(line.term(), at.of().country())) {
                var merged = grant.over(offer.grant());
                offer = offer.made(merged, of.value(merged, line), line.sold().variation(i));
            }
        }
        return offer;
    }

    private static Offer anyPromotion(Offer before, PlanLine line, FeatureCase of, Moment at) {
        var offer = before;
        for (var span : of.promotions()) {
            var value = of.value(span.grant(), line);
            if (span.line() == line && span.covers(at.at()) && value != null) {
                offer = before.with(value, new Source(Source.Kind.PROMOTION, span.promotion()));
            }
        }
        return offer;
    }

    private static Offer endlessPromotion(Offer before, PlanLine line, FeatureCase of, Moment at) {
        var offer = before;
        for (var span : of.promotions()) {
            var value = of.value(span.grant(), line);
            if (span.line() == line && !at.at().isBefore(span.from()) && value != null && before.value() == null) {
                offer = before.with(value, new Source(Source.Kind.PROMOTION, span.promotion()));
            }
        }
        return offer;
    }

    private static Offer last(Offer nothing, Offer[] offers, FeatureCase of, Moment at) {
        var many = at.running().size();
        return many == 0 ? WHOLE.merge().apply(nothing, offers, of, at) : offers[many - 1];
    }

    private static MergingLayer forgetful() {
        var asked = new AtomicInteger();
        return (nothing, offers, of, at) ->
                asked.incrementAndGet() % 50 == 0 ? nothing : WHOLE.merge().apply(nothing, offers, of, at);
    }

    private static @Nullable CustomerOverride inForce(FeatureCase of, Moment at, Effect effect) {
        return Arrays.stream(of.overrides())
                .filter(override -> override.effect() == effect && OverrideLayer.isInForce(override, at.at()))
                .min(Comparator.comparing(CustomerOverride::id))
                .orElse(null);
    }

    private static Offer named(Offer offer, Source source) {
        return offer.value() == null ? offer : offer.with(offer.value(), source);
    }

    private static boolean isAbove(Offer offer, int most) {
        return switch (offer.value()) {
            case Allowance.Quantity(Limit.UpTo(var amount)) -> amount.intValue() > most;
            case Allowance.Metered metered ->
                metered.limit() instanceof Limit.UpTo(var amount) && amount.intValue() > most;
            case null, default -> false;
        };
    }
}
