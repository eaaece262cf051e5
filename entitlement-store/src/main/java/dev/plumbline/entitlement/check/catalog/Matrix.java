package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.resolve.Decider;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Request;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Timeline;
import dev.plumbline.entitlement.resolve.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every feature under every plan version, resolved as for a customer who has just that. */
record Matrix(
        long revision,
        @Nullable String market,
        @Nullable String term,
        Instant at,
        List<Column> columns,
        List<Row> rows) {
    private static final CustomerKey SOMEBODY = new CustomerKey("somebody");

    /** @param onSale whether it can be bought at that instant */
    record Column(String plan, String name, String ref, boolean onSale) {}

    /** @param cells by the column's ref */
    record Row(String feature, String name, String type, Map<String, Cell> cells) {}

    record Cell(
            boolean hasAccess,
            @Nullable BigDecimal limit,
            boolean unlimited,
            @Nullable String level,
            String reason,
            String source) {
        static Cell of(Decision decision) {
            return new Cell(
                    decision.hasAccess(),
                    decision.limit(),
                    decision.unlimited(),
                    decision.level(),
                    decision.reason().name(),
                    decision.source().ref());
        }
    }

    static Matrix of(
            ModelRevision revision,
            @Nullable String market,
            @Nullable String country,
            @Nullable String term,
            Instant at) {
        Model model = revision.model();
        List<PlanVersion> versions = model.plans().values().stream()
                .flatMap(plan -> plan.versions().stream())
                .toList();
        var timelines = new LinkedHashMap<String, Timeline>();
        versions.forEach(
                version -> timelines.put(version.ref(), Resolver.resolve(model, justThat(version, country, term, at))));
        return new Matrix(
                revision.revision(),
                market,
                term,
                at,
                versions.stream().map(version -> column(model, version, at)).toList(),
                model.features().values().stream()
                        .map(feature -> row(feature, timelines, at))
                        .toList());
    }

    private static Column column(Model model, PlanVersion version, Instant at) {
        var plan = model.plans().get(version.plan());
        return new Column(
                version.plan(),
                plan == null ? version.plan() : plan.name(),
                version.ref(),
                version.sellable().covers(at));
    }

    private static Row row(Feature feature, Map<String, Timeline> timelines, Instant at) {
        var cells = new LinkedHashMap<String, Cell>();
        timelines.forEach((ref, timeline) -> {
            for (Segment segment : timeline.features().getOrDefault(feature.key(), List.of())) {
                if (segment.covers(at)) {
                    cells.put(ref, Cell.of(Decider.decide(feature, segment, Usage.NONE, Request.PLAIN, at)));
                }
            }
        });
        return new Row(feature.key().value(), feature.name(), feature.type(), cells);
    }

    /** Bought at that very instant, and nothing else. */
    private static Facts justThat(PlanVersion version, @Nullable String country, @Nullable String term, Instant at) {
        var phase = new ManualPhase(
                version.ref(),
                ManualPhase.Kind.EVERGREEN,
                new PlanRef(version.plan(), version.number()),
                term,
                at,
                null,
                at,
                Map.of());
        return new Facts(SOMEBODY, country, Map.of(), List.of(), List.of(phase), List.of(), List.of());
    }
}
