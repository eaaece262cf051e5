package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Meter;
import dev.plumbline.simulated.stripe.Meter.Formula;
import dev.plumbline.simulated.stripe.MeterEvent;
import dev.plumbline.simulated.stripe.MeterShape;
import dev.plumbline.simulated.stripe.MeterShape.Summary;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** GET /v1/billing/meters and what each counted of a customer: of events that were reported, and nothing where there are none. */
final class MeterReads {
    private static final Map<String, Long> GROUPS = Map.of("hour", 3_600L, "day", 86_400L);

    private final Look look;

    MeterReads(Look look) {
        this.look = look;
    }

    /** @param parts of the path, by its slashes */
    ObjectNode get(String path, String[] parts, Query query) {
        return switch (parts.length) {
            case 4 -> list(query);
            case 5 -> look.shapes().of(meter(parts[4]));
            case 6 -> {
                if (!parts[5].equals("event_summaries")) {
                    throw Refused.unknownPath("GET", path);
                }
                yield summaries(meter(parts[4]), path, query);
            }
            default -> throw Refused.unknownPath("GET", path);
        };
    }

    private Meter meter(String id) {
        return Resources.found(look.reading().meters().find(id), "billing.meter", id);
    }

    private ObjectNode list(Query query) {
        query.allowPagingAnd("status");
        String status = query.first("status");
        Page<Meter> page = Page.of(
                look.reading().meters(),
                "billing.meter",
                null,
                query,
                meter -> status == null || status.equals(meter.active() ? "active" : "inactive"));
        return look.blindTo(page)
                .shown("/v1/billing/meters", meter -> look.shapes().of(meter));
    }

    private ObjectNode summaries(Meter meter, String path, Query query) {
        query.allowPagingAnd("customer", "start_time", "end_time", "value_grouping_window");
        String customer = query.first("customer");
        if (customer == null) {
            throw Refused.missing("customer");
        }
        Resources.known(look.reading(), customer);
        String window = query.first("value_grouping_window");
        Long group = window == null ? null : GROUPS.get(window);
        if (window != null && group == null) {
            throw Refused.invalid("value_grouping_window", "It is hour or day: " + window);
        }
        long aligned = group == null ? 60 : group;
        Instant from = time(query, "start_time", aligned);
        Instant until = time(query, "end_time", aligned);
        if (!from.isBefore(until)) {
            throw Refused.invalid("end_time", "It must be after start_time");
        }
        Page<Summary> page = Page.of(
                summaries(meter, customer, from, until, group), Summary::id, "billing.meter_event_summary", query);
        return look.blindTo(page)
                .shown(path, summary -> MeterShape.of(summary, look.shapes().livemode()));
    }

    private static Instant time(Query query, String name, long aligned) {
        String given = query.first(name);
        if (given == null) {
            throw Refused.missing(name);
        }
        if (!given.matches("[0-9]{1,11}") || Long.parseLong(given) % aligned != 0) {
            throw Refused.invalid(name, "It must be aligned with boundaries of " + aligned + " seconds: " + given);
        }
        return Instant.ofEpochSecond(Long.parseLong(given));
    }

    /** Newest first; what has no event in it is left out. */
    private List<Summary> summaries(Meter meter, String customer, Instant from, Instant until, @Nullable Long group) {
        var groups = new TreeMap<Instant, List<MeterEvent>>(Comparator.reverseOrder());
        look.reading()
                .meterEvents()
                .of(customer)
                .filter(event -> event.eventName().equals(meter.eventName())
                        && !event.created().isBefore(from)
                        && event.created().isBefore(until))
                .forEach(event -> groups.computeIfAbsent(
                                group == null
                                        ? from
                                        : Instant.ofEpochSecond(event.created().getEpochSecond() / group * group),
                                _ -> new ArrayList<>())
                        .add(event));
        return groups.entrySet().stream()
                .map(one -> new Summary(
                        meter,
                        customer,
                        one.getKey(),
                        group == null ? until : one.getKey().plusSeconds(group),
                        value(meter.formula(), one.getValue())))
                .toList();
    }

    private static BigDecimal value(Formula formula, List<MeterEvent> events) {
        return switch (formula) {
            case COUNT -> BigDecimal.valueOf(events.size());
            case SUM -> events.stream().map(MeterEvent::value).reduce(BigDecimal.ZERO, BigDecimal::add);
            case LAST ->
                events.stream()
                        .max(Comparator.comparing(MeterEvent::created))
                        .map(MeterEvent::value)
                        .orElse(BigDecimal.ZERO);
        };
    }
}
