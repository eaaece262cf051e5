package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Binding.ToAddOn;
import dev.plumbline.entitlement.customer.Binding.ToPlan;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Variation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What runs for a customer at one instant, read off the facts without any help of the resolver. */
record Plainly(List<Line> lines, List<Extra> extras) {
    /**
     * @param subscription null for a phase made by hand
     * @param billed how many of which feature; of the empty name, how many of any
     */
    record Line(
            PlanVersion version,
            @Nullable Subscribed subscription,
            @Nullable String term,
            boolean isTrial,
            Instant from,
            Map<String, BigDecimal> billed) {
        /** Several items may sell one version together. */
        Line and(Line other) {
            var both = new TreeMap<>(billed);
            other.billed.forEach((of, many) -> both.merge(of, many, BigDecimal::add));
            return new Line(version, subscription, first(term, other.term), isTrial, from, both);
        }

        List<Variation> fitting(@Nullable String country) {
            return version.variations().stream()
                    .filter(variation -> variation.appliesTo(term, country))
                    .toList();
        }
    }

    /** An add-on, so many times. */
    record Extra(AddOn.Version version, Subscribed subscription, long count) {}

    static Plainly at(Instant at, Example example) {
        var running = new Plainly(new ArrayList<>(), new ArrayList<>());
        example.facts().subscriptions().stream()
                .filter(subscription -> runs(subscription, at))
                .forEach(subscription -> running.add(subscription, example.model(), at));
        example.facts().phases().forEach(phase -> running.add(phase, example.model(), at));
        return running;
    }

    private static boolean runs(Subscribed s, Instant at) {
        var isUnbegun = at.isBefore(s.startedAt());
        var isOver = s.endsAt() != null && !at.isBefore(s.endsAt());
        var wasCanceled = s.status() == BillingStatus.CANCELED && s.endsAt() != null;
        var wasAgreed = s.status() == BillingStatus.PENDING && stretch(s, at) != null;
        return !isUnbegun && !isOver && (s.status().givesPhase() || wasCanceled || wasAgreed);
    }

    /** What was agreed for later and has come; null before. */
    private static Facts.@Nullable Ahead stretch(Subscribed s, Instant at) {
        return s.ahead().stream()
                .filter(ahead -> !ahead.from().isAfter(at))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private void add(Subscribed s, Model model, Instant at) {
        var found = new TreeMap<String, Line>();
        var stretch = stretch(s, at);
        var trialEnd = stretch == null || stretch.trialEndsAt() == null ? s.trialEndsAt() : stretch.trialEndsAt();
        var isTrial =
                trialEnd == null ? stretch == null && s.status() == BillingStatus.TRIALING : at.isBefore(trialEnd);
        for (var item : stretch == null ? s.items() : stretch.items()) {
            var version = item.binding() instanceof ToPlan to ? version(model, to.plan()) : null;
            if (version != null && item.binding() instanceof ToPlan to) {
                found.merge(version.ref(), line(version, s, to, item, isTrial), Line::and);
            }
            var addOn = item.binding() instanceof ToAddOn to
                    ? model.addOnVersion(to.addOn().key(), to.addOn().version())
                    : null;
            if (addOn != null) {
                extras.add(new Extra(addOn, s, item.quantity() == null ? 1 : Math.max(0, item.quantity())));
            }
        }
        lines.addAll(found.values());
    }

    private static Line line(PlanVersion version, Subscribed s, ToPlan to, Facts.BoundItem item, boolean isTrial) {
        var of = to.quantityOf() == null ? "" : to.quantityOf();
        var many = item.quantity();
        Map<String, BigDecimal> billed = many == null || many < 0 ? Map.of() : Map.of(of, BigDecimal.valueOf(many));
        return new Line(version, s, to.term(), isTrial, s.startedAt(), billed);
    }

    private void add(ManualPhase phase, Model model, Instant at) {
        var version = version(model, phase.plan());
        if (version == null) {
            return;
        }
        var isTrial = phase.kind() == ManualPhase.Kind.TRIAL;
        var length = isTrial && version.trial() != null ? version.trial().length() : null;
        var until = phase.until() != null || length == null
                ? phase.until()
                : phase.from().atOffset(ZoneOffset.UTC).plus(length).toInstant();
        if (!at.isBefore(phase.from()) && (until == null || at.isBefore(until))) {
            var billed = new TreeMap<String, BigDecimal>();
            phase.quantities().forEach((of, many) -> billed.put(of, BigDecimal.valueOf(many)));
            lines.add(new Line(version, null, phase.term(), isTrial, phase.from(), billed));
        }
    }

    private static @Nullable PlanVersion version(Model model, PlanRef plan) {
        return model.planVersion(plan.key(), plan.version());
    }

    private static @Nullable String first(@Nullable String a, @Nullable String b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** Whether a plan that an add-on needs is there. */
    boolean isUseful(Extra extra) {
        var required = extra.version.requiresPlans();
        return required.isEmpty() || lines.stream().anyMatch(line -> required.contains(line.version.plan()));
    }

    /** What names of them may stand in an answer. */
    boolean isSource(Source source, Facts facts) {
        var ref = source.ref();
        var isVersion = lines.stream().anyMatch(line -> line.version.ref().equals(ref));
        var isVariation = lines.stream()
                .anyMatch(line -> line.fitting(facts.country()).stream()
                        .anyMatch(variation -> ref.equals(line.version.ref() + "/" + variation.name())));
        var isAddOn = extras.stream()
                .anyMatch(extra -> isUseful(extra) && extra.version.ref().equals(ref));
        var isPromotion = facts.enrolments().stream()
                .anyMatch(enrolment -> enrolment.promotion().equals(ref));
        return switch (source.kind()) {
            case PLAN -> isVersion;
            case VARIATION -> isVariation;
            case ADDON -> isAddOn;
            case PROMOTION -> isPromotion;
            case GRACE -> isVersion || isVariation || isAddOn || isPromotion;
            case DEFAULT, OVERRIDE, FALLBACK -> false;
        };
    }
}
