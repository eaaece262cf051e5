package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.model.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rules of usage once more, as plainly as they can be written: a list of what was sent, read from its beginning. */
final class PlainUsage {
    private final Map<String, UsageEvent> counted = new LinkedHashMap<>();
    private final Map<String, Instant> times = new LinkedHashMap<>();
    private final Set<String> corrected = new HashSet<>();

    Outcome.Kind send(UsageEvent event, Instant now) {
        UsageEvent before = counted.get(event.id());
        if (before != null) {
            return before.equals(event) ? Outcome.Kind.DUPLICATE : Outcome.Kind.CONFLICT;
        }
        String corrects = event.corrects();
        if (corrects != null && (!counted.containsKey(corrects) || corrected.contains(corrects))) {
            return Outcome.Kind.REJECTED;
        }
        if (corrects != null) {
            corrected.add(corrects);
        }
        Instant own = event.time();
        counted.put(event.id(), event);
        times.put(event.id(), own != null ? own : corrects != null ? Objects.requireNonNull(times.get(corrects)) : now);
        return Outcome.Kind.ACCEPTED;
    }

    private record Value(Instant at, JsonNode data) {
        BigDecimal bytes() {
            return data.get("bytes").decimalValue();
        }
    }

    BigDecimal used(Meter meter, Instant from, Instant until) {
        var values = new ArrayList<Value>();
        counted.forEach((id, event) -> {
            Instant at = Objects.requireNonNull(times.get(id));
            if (!corrected.contains(id) && !event.isVoid() && !at.isBefore(from) && at.isBefore(until)) {
                values.add(new Value(at, Objects.requireNonNull(event.data())));
            }
        });
        return switch (meter.aggregate()) {
            case COUNT -> BigDecimal.valueOf(values.size());
            case SUM -> values.stream().map(Value::bytes).reduce(BigDecimal.ZERO, BigDecimal::add);
            case MAX ->
                orZero(values.stream()
                        .map(Value::bytes)
                        .max(Comparator.naturalOrder())
                        .orElse(null));
            case LAST ->
                orZero(values.stream()
                        .max(Comparator.comparing(Value::at).thenComparing(Value::bytes))
                        .map(Value::bytes)
                        .orElse(null));
            case UNIQUE ->
                BigDecimal.valueOf(values.stream()
                        .map(value -> value.data().get("user").asString())
                        .distinct()
                        .count());
        };
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }

    List<Instant> times() {
        return List.copyOf(times.values());
    }
}
