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
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A timeline as SQL sees it: {@code {"feature": [{"from","until","granted","type","limit",…}]}}. The beginning and the end
 * of time are left out, like everything that is null. Equal timelines give equal text: its hash tells whether an answer
 * changed.
 */
final class TimelineJson {
    private TimelineJson() {}

    static String write(Timeline timeline) {
        return new TimelineText().of(timeline);
    }

    static Timeline read(String text) {
        var features = new TreeMap<FeatureKey, List<Segment>>();
        StoredJson.MAPPER.readTree(text).properties().forEach(feature -> {
            var segments = new ArrayList<Segment>(feature.getValue().size());
            feature.getValue().forEach(segment -> segments.add(segment(segment)));
            features.put(new FeatureKey(feature.getKey()), segments);
        });
        return new Timeline(features);
    }

    private static Segment segment(JsonNode json) {
        var source = new Source(
                known(Source.Kind.class, json.get("source"), Source.Kind.PLAN),
                json.get("ref").asString());
        boolean granted = json.get("granted").asBoolean();
        Reason reason = reason(json.get("reason").asString(), granted);
        Outcome outcome =
                granted ? new Outcome.Granted(allowance(json), source, reason) : new Outcome.Denied(reason, source);
        return new Segment(
                instant(json.get("from"), Instant.MIN),
                instant(json.get("until"), Instant.MAX),
                outcome,
                json.has("phase") ? known(Segment.Phase.class, json.get("phase"), Segment.Phase.EVERGREEN) : null);
    }

    /**
     * While a newer version of us writes to the same database (case F-26), whether and how much matters more than a word for the
     * reason that we do not know yet.
     */
    private static Reason reason(String name, boolean granted) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElse(granted ? Reason.PLAN : Reason.NOT_IN_PLAN);
    }

    private static <E extends Enum<E>> E known(Class<E> type, JsonNode json, E otherwise) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().equals(upper(json)))
                .findFirst()
                .orElse(otherwise);
    }

    private static Allowance allowance(JsonNode json) {
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

    private static Allowance.Metered metered(JsonNode json) {
        var warnAt = new ArrayList<BigDecimal>();
        json.path("warnAt").forEach(threshold -> warnAt.add(threshold.decimalValue()));
        return new Allowance.Metered(
                limit(json),
                window(json),
                json.has("anchor") ? Instant.parse(json.get("anchor").asString()) : null,
                Allowance.OnLimit.valueOf(upper(json.get("onLimit"))),
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

    private static Instant instant(@Nullable JsonNode json, Instant otherwise) {
        return json == null ? otherwise : Instant.parse(json.asString());
    }

    private static String upper(JsonNode json) {
        return json.asString().toUpperCase(Locale.ROOT);
    }
}
