package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.check.catalog.Matrix.Available;
import dev.plumbline.entitlement.check.catalog.Matrix.Cell;
import dev.plumbline.entitlement.check.catalog.Matrix.Except;
import dev.plumbline.entitlement.check.catalog.Matrix.Other;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.model.Availability;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Variation;
import dev.plumbline.entitlement.resolve.Decider;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Request;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.resolve.Source;
import dev.plumbline.entitlement.resolve.Usage;
import dev.plumbline.entitlement.upgrade.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills the matrix: each cell is resolved as for a customer who bought just that, there and then. */
final class MatrixReading {
    private static final CustomerKey SOMEBODY = new CustomerKey("somebody");
    private static final Comparator<Available> SOONEST_FIRST = Comparator.comparing(
                    Available::from, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
            .thenComparing(Available::market);

    private final Model model;
    private final Model everywhere;
    private final MatrixPlace place;
    private final @Nullable String term;
    private final Instant at;

    MatrixReading(Model model, MatrixPlace place, @Nullable String term, Instant at) {
        this.model = model;
        this.everywhere = Everywhere.of(model);
        this.place = place;
        this.term = term;
        this.at = at;
    }

    /** Nowhere in particular: what is sold, wherever it is to be had. */
    private Model asked() {
        return place.isBase() ? everywhere : model;
    }

    Cell cell(PlanVersion version, Feature feature) {
        Segment segment = segment(asked(), version, feature, place.country(0), term, ManualPhase.Kind.EVERGREEN);
        Decision decision = Decider.decide(feature, segment, Usage.NONE, Request.PLAIN, at);
        String text = text(segment);
        Source source = decision.source();
        String variation = source.kind() == Source.Kind.VARIATION && decision.hasAccess()
                ? source.ref().substring(source.ref().indexOf('/') + 1)
                : null;
        List<Other> otherwise = otherwise(version, feature, text);
        List<Available> availability = availability(version, feature);
        String trial = trial(version, feature, text);
        List<Except> except = except(version, feature, segment);
        return new Cell(
                decision.hasAccess(),
                decision.limit(),
                decision.unlimited(),
                decision.level(),
                decision.reason().name(),
                source.ref(),
                text,
                variation,
                otherwise,
                availability,
                trial,
                except,
                marks(variation, otherwise, availability, trial, except));
    }

    /** Variations that may still apply: of a term or a market that was not asked about. */
    private List<Other> otherwise(PlanVersion version, Feature feature, String text) {
        var others = new ArrayList<Other>();
        for (Variation variation : version.variations()) {
            boolean isOpen =
                    (variation.term() != null && term == null) || (variation.market() != null && place.isBase());
            boolean fits = (term == null
                            || variation.term() == null
                            || variation.term().equals(term))
                    && (place.isBase()
                            || variation.market() == null
                            || isThere(variation.market().countries()));
            if (isOpen && fits && variation.grants().containsKey(feature.key())) {
                String its = text(segment(
                        asked(),
                        version,
                        feature,
                        countryOf(variation),
                        termOf(variation),
                        ManualPhase.Kind.EVERGREEN));
                if (!its.equals(text)) {
                    others.add(new Other(
                            variation.name(),
                            variation.term(),
                            variation.market() == null
                                    ? null
                                    : variation.market().key(),
                            its));
                }
            }
        }
        return others;
    }

    private boolean isThere(Set<String> countries) {
        return countries.contains(place.country(0));
    }

    private @Nullable String countryOf(Variation variation) {
        return place.isBase() && variation.market() != null
                ? variation.market().countries().stream().sorted().findFirst().orElse(null)
                : place.country(0);
    }

    private @Nullable String termOf(Variation variation) {
        return variation.term() == null ? term : variation.term();
    }

    /** Where it is to be had, for a version that has it; as far as that was asked about. */
    private List<Available> availability(PlanVersion version, Feature feature) {
        if (feature.availableIn().isEmpty()
                || !isGiven(
                        segment(everywhere, version, feature, place.country(0), term, ManualPhase.Kind.EVERGREEN))) {
            return List.of();
        }
        return feature.availableIn().stream()
                .filter(one -> place.isBase() || isThere(one.market().countries()))
                .filter(one -> one.until() == null || at.isBefore(one.until()))
                .map(MatrixReading::available)
                .sorted(SOONEST_FIRST)
                .toList();
    }

    private static Available available(Availability one) {
        return new Available(one.market().key(), one.from(), one.until());
    }

    private @Nullable String trial(PlanVersion version, Feature feature, String text) {
        var trial = version.trial();
        if (trial == null || !trial.grants().containsKey(feature.key())) {
            return null;
        }
        String inTrial = text(segment(asked(), version, feature, place.country(0), term, ManualPhase.Kind.TRIAL));
        return inTrial.equals(text) ? null : inTrial;
    }

    private List<Except> except(PlanVersion version, Feature feature, Segment most) {
        var except = new ArrayList<Except>();
        for (int group = 1; group < place.groups().size(); group++) {
            Segment its = segment(model, version, feature, place.country(group), term, ManualPhase.Kind.EVERGREEN);
            if (!text(its).equals(text(most))) {
                except.add(new Except(
                        place.groups().get(group),
                        text(its),
                        its.outcome().reason().name()));
            }
        }
        return except;
    }

    private List<String> marks(
            @Nullable String variation,
            List<Other> otherwise,
            List<Available> availability,
            @Nullable String trial,
            List<Except> except) {
        var marks = new ArrayList<String>();
        if (variation != null) {
            marks.add(variation);
        }
        availability.stream().map(this::words).filter(Objects::nonNull).forEach(marks::add);
        otherwise.forEach(other -> marks.add(other.variation() + ": " + other.text()));
        if (trial != null) {
            marks.add("trial: " + trial);
        }
        except.forEach(one -> marks.add(String.join(" ", one.countries()) + ": " + one.text()));
        return marks;
    }

    /** Null for what need not be said: it is to be had where and when it was asked about. */
    private @Nullable String words(Available one) {
        String where = place.isBase() ? "in " + one.market() : "";
        String from = one.from() != null && at.isBefore(one.from()) ? "from " + instant(one.from()) : "";
        String until = one.until() == null ? "" : "until " + instant(one.until());
        String words = (where + " " + from + " " + until).strip().replaceAll(" +", " ");
        return words.isEmpty() ? null : words;
    }

    private static String instant(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toString();
    }

    private static String text(Segment segment) {
        return Wording.value(segment.outcome() instanceof Outcome.Granted granted ? granted.allowance() : null);
    }

    private static boolean isGiven(Segment segment) {
        return segment.outcome() instanceof Outcome.Granted;
    }

    private Segment segment(
            Model of,
            PlanVersion version,
            Feature feature,
            @Nullable String country,
            @Nullable String onTerm,
            ManualPhase.Kind kind) {
        var phase = new ManualPhase(
                version.ref(),
                kind,
                new PlanRef(version.plan(), version.number()),
                onTerm,
                at,
                kind == ManualPhase.Kind.TRIAL ? at.plus(Duration.ofDays(1)) : null,
                at,
                Map.of());
        var facts = new Facts(SOMEBODY, country, Map.of(), List.of(), List.of(phase), List.of(), List.of());
        Feature its = Objects.requireNonNull(of.feature(feature.key()));
        return Resolver.resolve(of, facts, its, null).stream()
                .filter(segment -> segment.covers(at))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Segments have no gaps"));
    }
}
