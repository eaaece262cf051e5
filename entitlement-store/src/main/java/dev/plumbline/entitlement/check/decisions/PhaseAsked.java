package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.customer.Facts.ManualPhase.Kind;
import dev.plumbline.entitlement.decision.KeptPhase.Terms;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.PlanVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A phase by hand as a caller asks for it. It may lie in the past: then what was valid changes, and when we knew does not. */
record PhaseAsked(
        @Nullable String kind,
        @Nullable String plan,
        @Nullable String term,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable Instant billingAnchor,
        @Nullable Map<String, @Nullable Long> quantities,
        @Nullable String reason,
        @Nullable String link) {
    private static final int LONGEST_TERM = 64;
    private static final long MOST = 1_000_000_000_000_000L;

    Terms checked(Model model, Known known, Instant now) {
        Kind what = whatKind();
        PlanVersion version = known.planVersion(model, plan);
        Reasons.required(reason);
        Texts.link(link);
        Instant given = Instants.ofBody("/from", from);
        Instant begin = given == null ? now : given;
        Instant end = end(what, version, begin);
        if (end != null && !begin.isBefore(end)) {
            throw Refusal.ofBody("/until", "It lies after from, which is " + begin);
        }
        return new Terms(
                what,
                Known.ref(version),
                term(model),
                begin,
                end,
                Instants.ofBody("/billingAnchor", billingAnchor),
                quantities(model));
    }

    private Kind whatKind() {
        for (Kind one : Kind.values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(kind)) {
                return one;
            }
        }
        throw Refusal.ofBody("/kind", "It is trial, fixed (until a day) or evergreen (until somebody ends it)");
    }

    private @Nullable Instant end(Kind kind, PlanVersion version, Instant begin) {
        Instant end = Instants.ofBody("/until", until);
        return switch (kind) {
            case EVERGREEN -> {
                if (end != null) {
                    throw Refusal.ofBody("/until", "What ends is fixed: say kind fixed, or leave until out");
                }
                yield null;
            }
            case FIXED -> {
                if (end == null) {
                    throw Refusal.ofBody("/until", "A fixed phase says when it ends; one that goes on is evergreen");
                }
                yield end;
            }
            case TRIAL -> end == null ? trialEnd(version, begin) : end;
        };
    }

    private static Instant trialEnd(PlanVersion version, Instant begin) {
        var trial = version.trial();
        if (trial == null || trial.length() == null) {
            throw Refusal.ofBody("/until", version.ref() + " says no length of a trial: say until when it lasts");
        }
        return begin.atOffset(ZoneOffset.UTC).plus(trial.length()).toInstant();
    }

    /** A term that is misspelt would quietly lose the variations of the right one. */
    private @Nullable String term(Model model) {
        String checked = Texts.name("/term", term, LONGEST_TERM);
        var terms = new TreeSet<String>();
        model.plans().values().stream()
                .flatMap(one -> one.versions().stream())
                .flatMap(version -> Stream.concat(
                        version.mappings().stream().map(mapping -> mapping.term()),
                        version.variations().stream().map(variation -> variation.term())))
                .filter(Objects::nonNull)
                .forEach(terms::add);
        if (checked != null && !terms.isEmpty() && !terms.contains(checked)) {
            throw Refusal.ofBody("/term", "The model's terms are " + String.join(", ", terms));
        }
        return checked;
    }

    private Map<String, Long> quantities(Model model) {
        var checked = new TreeMap<String, Long>();
        if (quantities != null) {
            quantities.forEach((key, quantity) -> {
                Feature feature = FeatureKey.isWellFormed(key) ? model.feature(new FeatureKey(key)) : null;
                if (!(feature instanceof Feature.Quantity)) {
                    throw Refusal.ofBody("/quantities", "Each is of a feature that has a quantity");
                }
                if (quantity == null || quantity < 0 || quantity > MOST) {
                    throw Refusal.ofBody("/quantities/" + key, "It is a whole number from 0 to " + MOST);
                }
                checked.put(key, quantity);
            });
        }
        return checked;
    }
}
