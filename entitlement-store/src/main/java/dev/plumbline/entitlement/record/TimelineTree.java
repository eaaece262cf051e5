package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Reason;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.resolve.Source;
import dev.plumbline.entitlement.resolve.Timeline;
import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one timeline, as {@link TimelineText} writes it. */
final class TimelineTree {
    private static final Map<String, Reason> REASONS = byName(Reason.values());
    private static final Map<String, Source.Kind> KINDS = byName(Source.Kind.values());
    private static final Map<String, Segment.Phase> PHASES = byName(Segment.Phase.values());

    /** A customer's features change at the same few instants, and a night reads all of them. */
    private final Map<String, Instant> instants = new HashMap<>();

    /** In lower case, too, as most are written. */
    private static <E extends Enum<E>> Map<String, E> byName(E[] all) {
        Map<String, E> names = Arrays.stream(all).collect(Collectors.toMap(Enum::name, Function.identity()));
        Arrays.stream(all).forEach(one -> names.put(one.name().toLowerCase(Locale.ROOT), one));
        return Map.copyOf(names);
    }

    Timeline of(JsonNode json) {
        var features = new TreeMap<FeatureKey, List<Segment>>();
        json.properties().forEach(feature -> {
            var segments = new ArrayList<Segment>(feature.getValue().size());
            feature.getValue().forEach(segment -> segments.add(segment(segment)));
            features.put(new FeatureKey(feature.getKey()), segments);
        });
        return new Timeline(features);
    }

    private Segment segment(JsonNode json) {
        var source = new Source(
                known(KINDS, json.get("source"), Source.Kind.PLAN),
                json.get("ref").asString());
        boolean granted = json.get("granted").asBoolean();
        Reason reason = reason(json.get("reason").asString(), granted);
        Outcome outcome =
                granted ? new Outcome.Granted(allowance(json), source, reason) : new Outcome.Denied(reason, source);
        return new Segment(
                instant(json.get("from"), Instant.MIN),
                instant(json.get("until"), Instant.MAX),
                outcome,
                json.has("phase") ? known(PHASES, json.get("phase"), Segment.Phase.EVERGREEN) : null);
    }

    /**
     * While a newer version of us writes to the same database (case F-26), whether and how much matters more than a word for the
     * reason that we do not know yet.
     */
    private static Reason reason(String name, boolean granted) {
        return REASONS.getOrDefault(name, granted ? Reason.PLAN : Reason.NOT_IN_PLAN);
    }

    private static <E extends Enum<E>> E known(Map<String, E> names, JsonNode json, E otherwise) {
        return names.getOrDefault(json.asString(), otherwise);
    }

    private Allowance allowance(JsonNode json) {
        return switch (json.get("type").asString()) {
            case "switch" -> new Allowance.Switched();
            case "quantity" -> new Allowance.Quantity(limit(json));
            case "level" ->
                new Allowance.Level(
                        json.get("level").asString(), json.get("rank").asInt());
            case "metered" -> metered(json);
            default -> throw new IllegalStateException("Not a type of feature: " + json.get("type"));
        };
    }

    private Allowance.Metered metered(JsonNode json) {
        var warnAt = new ArrayList<BigDecimal>();
        json.path("warnAt").forEach(threshold -> warnAt.add(threshold.decimalValue()));
        return new Allowance.Metered(
                limit(json),
                window(json),
                json.has("anchor") ? instant(json.get("anchor").asString()) : null,
                Allowance.OnLimit.valueOf(json.get("onLimit").asString().toUpperCase(Locale.ROOT)),
                warnAt,
                json.has("rolloverMax") ? json.get("rolloverMax").decimalValue() : null);
    }

    private static Limit limit(JsonNode json) {
        return json.has("limit") ? new Limit.UpTo(json.get("limit").decimalValue()) : new Limit.Unlimited();
    }

    private static Window window(JsonNode json) {
        if (json.has("rolling")) {
            return new Window.Rolling(Duration.parse(json.get("rolling").asString()));
        }
        Period every = Period.parse(json.get("every").asString());
        return json.has("zone")
                ? new Window.Calendar(every, ZoneId.of(json.get("zone").asString()))
                : new Window.Billing(every);
    }

    private Instant instant(@Nullable JsonNode json, Instant otherwise) {
        return json == null ? otherwise : instant(json.asString());
    }

    private Instant instant(String text) {
        return instants.computeIfAbsent(text, Instant::parse);
    }
}
