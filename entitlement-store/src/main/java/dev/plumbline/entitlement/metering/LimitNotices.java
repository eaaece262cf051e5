package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Decider;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Request;
import dev.plumbline.entitlement.resolve.Usage;
import dev.plumbline.entitlement.usage.Window;
import dev.plumbline.entitlement.usage.Windows;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells that a limit comes near or is reached: {@code limit.warning} and {@code limit.reached} in the outbox, each threshold of a
 * window once. What was counted is marked as not looked at by the statement that counts it, so nothing is forgotten in a restart,
 * and many nodes share the work. Nobody's check waits for it.
 */
@Component
public class LimitNotices {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Terms terms;
    private final UsageTotals totals;
    private final UsageFigures figures;

    LimitNotices(
            JdbcClient jdbc, TransactionTemplate transactions, Terms terms, UsageTotals totals, UsageFigures figures) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.terms = terms;
        this.totals = totals;
        this.figures = figures;
    }

    private record Touched(CustomerKey customer, String meter) {}

    private record Told(
            Allotment has,
            Allowance.Metered allowance,
            Windows.Span window,
            @Nullable Slice before,
            Slice now) {}

    /**
     * How many hours of meters it looked at; fewer than {@code atMost} when there are no more.
     *
     * @param now business time
     */
    public int tell(Instant now, int atMost) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            List<Touched> touched = take(atMost);
            if (!touched.isEmpty()) {
                figures.told(tell(new LinkedHashSet<>(touched), now));
            }
            return touched.size();
        }));
    }

    /** How many hours of meters nobody looked at yet; no more than would be looked at in a while. */
    public long waiting() {
        return jdbc.sql("select count(*) from (select 1 from usage_bucket where untold limit 50000) waiting")
                .query(Long.class)
                .single();
    }

    private List<Touched> take(int atMost) {
        return jdbc.sql("""
                        with due as (
                            select customer_key, meter, hour from usage_bucket
                            where untold order by hour limit :atMost for update skip locked)
                        update usage_bucket bucket set untold = false from due
                        where bucket.customer_key = due.customer_key and bucket.meter = due.meter and bucket.hour = due.hour
                        returning bucket.customer_key, bucket.meter
                        """)
                .param("atMost", atMost)
                .query((row, n) -> new Touched(new CustomerKey(row.getString(1)), row.getString(2)))
                .list();
    }

    private int tell(Set<Touched> touched, Instant now) {
        terms.prepare(touched.stream().map(Touched::customer).collect(Collectors.toSet()));
        var limited = new ArrayList<Told>();
        for (Touched one : touched) {
            for (Allotment has : terms.allotments(one.customer(), one.meter(), now)) {
                Allowance.Metered allowance = has.allowance();
                if (allowance != null && allowance.limit() instanceof Allowance.Limit.UpTo) {
                    limited.add(told(has, allowance, now));
                }
            }
        }
        Map<Slice, BigDecimal> used = totals.used(limited.stream()
                .flatMap(one -> Stream.concat(Stream.of(one.now()), Stream.ofNullable(one.before())))
                .toList());
        List<Passed> passed = limited.stream()
                .flatMap(one -> passed(one, used, now))
                .sorted(Passed.ORDER)
                .toList();
        return passed.isEmpty() ? 0 : tell(passed);
    }

    /** A threshold of a limit in a window, and how much was used when somebody looked. */
    private record Passed(Told of, BigDecimal threshold, BigDecimal used, BigDecimal limit) {
        /** One order, whoever tells. */
        static final Comparator<Passed> ORDER = Comparator.comparing(
                        (Passed one) -> one.of().has().customer())
                .thenComparing(one -> one.of().has().feature().key())
                .thenComparing(Passed::threshold);
    }

    private static Told told(Allotment has, Allowance.Metered allowance, Instant now) {
        Windows.Span window = Windows.at(allowance.window(), allowance.anchor(), now);
        Slices slices = Slices.of(has, allowance, now);
        return new Told(
                has,
                allowance,
                allowance.window() instanceof Window.Rolling(Duration length) ? named(length, now) : window,
                slices.before(),
                slices.now());
    }

    /** A rolling window never starts anew; it is told of as often as one of its length would. */
    private static Windows.Span named(Duration length, Instant now) {
        long begun = Math.floorDiv(now.getEpochSecond(), Math.max(1, length.toSeconds())) * length.toSeconds();
        return new Windows.Span(
                Instant.ofEpochSecond(begun), Instant.ofEpochSecond(begun).plus(length));
    }

    private static Stream<Passed> passed(Told one, Map<Slice, BigDecimal> totals, Instant now) {
        BigDecimal used = totals.getOrDefault(one.now(), BigDecimal.ZERO);
        BigDecimal before = one.before() == null ? null : totals.getOrDefault(one.before(), BigDecimal.ZERO);
        Decision decision = Decider.decide(
                one.has().feature(),
                one.has().segment(),
                new Usage(used, Slices.unused(one.has().limitBefore(), before)),
                Request.PLAIN,
                now);
        BigDecimal limit = decision.limit();
        if (limit == null || limit.signum() == 0) {
            return Stream.empty();
        }
        // The limit itself is always told of, whether or not it is named as a threshold.
        var thresholds = new TreeSet<>(one.allowance().warnAt());
        thresholds.add(BigDecimal.ONE);
        return thresholds.stream()
                .filter(threshold -> used.compareTo(limit.multiply(threshold)) >= 0)
                .map(threshold -> new Passed(one, threshold, used, limit));
    }

    /** All of them in one statement; those that were told of before are left out by it. */
    private int tell(List<Passed> passed) {
        return jdbc.sql("""
                        with passed as (
                            select * from unnest(:customers::text[], :features::text[], :starts::timestamptz[],
                                                 :ends::timestamptz[], :thresholds::numeric[], :limits::numeric[],
                                                 :used::numeric[], :onLimit::text[])
                                as passed (customer_key, feature, window_start, window_end, threshold, most, used, on_limit)
                        ), first as (
                            insert into usage_notice (customer_key, feature, window_start, threshold)
                            select customer_key, feature, window_start, threshold from passed
                            on conflict do nothing returning customer_key, feature, window_start, threshold)
                        insert into outbox (kind, customer_key, version, payload)
                        select case when threshold >= 1 then 'limit.reached' else 'limit.warning' end, c.key, c.version,
                               jsonb_build_object(
                                   'customer', c.key, 'version', c.version, 'feature', feature, 'threshold', threshold,
                                   'limit', most, 'used', used, 'onLimit', on_limit,
                                   'windowStart', to_char(window_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                                   'windowEnd', to_char(window_end at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                        from passed join first using (customer_key, feature, window_start, threshold)
                        join customer c on c.key = customer_key
                        order by customer_key, feature, threshold
                        """)
                .param("customers", Columns.of(passed, one -> one.of().has().customer()))
                .param(
                        "features",
                        Columns.of(passed, one -> one.of().has().feature().key().value()))
                .param("starts", Columns.of(passed, one -> one.of().window().start()))
                .param("ends", Columns.of(passed, one -> one.of().window().end()))
                .param("thresholds", Columns.of(passed, Passed::threshold))
                .param("limits", Columns.of(passed, Passed::limit))
                .param("used", Columns.of(passed, Passed::used))
                .param(
                        "onLimit",
                        Columns.of(
                                passed,
                                one -> one.of().allowance().onLimit().name().toLowerCase(Locale.ROOT)))
                .update();
    }
}
