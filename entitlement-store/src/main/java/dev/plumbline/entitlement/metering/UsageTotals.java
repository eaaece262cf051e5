package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.model.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * How much was used, of any number of slices in one statement for each kind of meter. A slice is its whole hours from the buckets
 * and the log at its edges, so it is exact wherever it begins. What counts different things reads the log alone.
 */
@Repository
public class UsageTotals {
    private static final String ASKED = """
            select asked.n, parts.used from unnest(:n::int[], :customer::text[], :meter::text[], :since::timestamptz[],
                                                   :until::timestamptz[], :begin::timestamptz[], :first::timestamptz[],
                                                   :last::timestamptz[])
                as asked(n, customer, meter, since, until, begin, first, last)
            cross join lateral (
            """;
    private static final String HOURS = """
            from usage_bucket where customer_key = asked.customer and meter = asked.meter
                and hour >= asked.first and hour < asked.last
            """;
    /** What adds up can be taken away: so a window that began this hour does not read all that came since, but what was before. */
    private static final String HOURS_FROM_BEGIN = """
            from usage_bucket where customer_key = asked.customer and meter = asked.meter
                and hour >= asked.begin and hour < asked.last
            """;

    private static final String OF_LOG = """
            from usage_log where customer_key = asked.customer and meter = asked.meter and corrected_by is null
            """;
    private static final String BEFORE_HOURS = """
            and occurred_at >= asked.since and occurred_at < least(asked.first, asked.until)
            """;
    private static final String AFTER_HOURS = """
            and occurred_at >= greatest(asked.first, asked.last) and occurred_at < asked.until
            """;
    private static final String UP_TO_END = """
            and occurred_at >= asked.last and occurred_at < asked.until
            """;
    private static final String UP_TO_START = """
            and occurred_at >= asked.begin and occurred_at < asked.since
            """;
    private static final String RESERVED = """
            union all select amount from usage_reservation
                where customer_key = asked.customer and meter = asked.meter and state = 'open' and expires_at > :now
                  and reserved_at >= asked.since and reserved_at < asked.until
            """;

    private final JdbcClient jdbc;

    public UsageTotals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What was used, whatever is reserved. 0 where nothing was. */
    public Map<Slice, BigDecimal> used(Collection<Slice> slices) {
        return totals(slices, null);
    }

    /** What was used or is kept free for somebody at that time. */
    public Map<Slice, BigDecimal> taken(Collection<Slice> slices, Instant now) {
        return totals(slices, now);
    }

    private Map<Slice, BigDecimal> totals(Collection<Slice> slices, @Nullable Instant now) {
        var byKind = new EnumMap<Meter.Aggregate, List<Slice>>(Meter.Aggregate.class);
        slices.stream()
                .distinct()
                .forEach(slice -> byKind.computeIfAbsent(slice.meter().aggregate(), _ -> new ArrayList<>())
                        .add(slice));
        var totals = new HashMap<Slice, BigDecimal>();
        byKind.forEach((kind, some) -> {
            boolean edges = some.stream().anyMatch(slice -> !isWholeHours(slice));
            Instant reservedAt = isReservable(kind) ? now : null;
            var statement = jdbc.sql(ASKED + parts(kind, edges, reservedAt != null) + ") parts")
                    .param("n", numbers(some.size()))
                    .param("customer", Columns.of(some, Slice::customer))
                    .param("meter", Columns.of(some, slice -> slice.meter().key()))
                    .param("since", Columns.of(some, Slice::from))
                    .param("until", Columns.of(some, Slice::until))
                    .param("begin", Columns.of(some, slice -> slice.from().truncatedTo(ChronoUnit.HOURS)))
                    .param("first", Columns.of(some, slice -> firstHour(slice.from())))
                    .param("last", Columns.of(some, slice -> slice.until().truncatedTo(ChronoUnit.HOURS)));
            if (reservedAt != null) {
                statement = statement.param("now", Columns.timestamp(reservedAt));
            }
            statement.query(row -> {
                BigDecimal used = row.getBigDecimal("used");
                totals.put(some.get(row.getInt("n")), used == null ? BigDecimal.ZERO : used.stripTrailingZeros());
            });
            some.forEach(slice -> totals.putIfAbsent(slice, BigDecimal.ZERO));
        });
        return totals;
    }

    /** What is reserved has a number, and that adds up. */
    static boolean isReservable(Meter.Aggregate kind) {
        return kind == Meter.Aggregate.COUNT || kind == Meter.Aggregate.SUM;
    }

    private static String parts(Meter.Aggregate kind, boolean edges, boolean reserved) {
        return switch (kind) {
            case COUNT, SUM ->
                "select sum(value) as used from (select total as value " + HOURS_FROM_BEGIN
                        + (edges
                                ? "union all select value " + OF_LOG + UP_TO_END + "union all select -value " + OF_LOG
                                        + UP_TO_START
                                : "")
                        + (reserved ? RESERVED : "") + ") each";
            case MAX ->
                "select max(value) as used from (select most as value " + HOURS + edges(edges, "value") + ") each";
            case LAST ->
                "select value as used from (select last_at as at, last_value as value " + HOURS
                        + edges(edges, "occurred_at, value")
                        + ") each where at is not null order by at desc, value desc limit 1";
            case UNIQUE ->
                "select count(distinct item) as used " + OF_LOG
                        + " and occurred_at >= asked.since and occurred_at < asked.until";
        };
    }

    private static String edges(boolean edges, String columns) {
        return edges
                ? "union all select " + columns + " " + OF_LOG + BEFORE_HOURS + "union all select " + columns + " "
                        + OF_LOG + AFTER_HOURS
                : "";
    }

    private static boolean isWholeHours(Slice slice) {
        return firstHour(slice.from()).equals(slice.from())
                && slice.until().truncatedTo(ChronoUnit.HOURS).equals(slice.until());
    }

    private static Instant firstHour(Instant from) {
        Instant hour = from.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(from) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }

    private static Integer[] numbers(int many) {
        var numbers = new Integer[many];
        for (int i = 0; i < many; i++) {
            numbers[i] = i;
        }
        return numbers;
    }
}
