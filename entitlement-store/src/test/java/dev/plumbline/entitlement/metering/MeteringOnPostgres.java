package dev.plumbline.entitlement.metering;

import com.zaxxer.hikari.HikariDataSource;
import dev.plumbline.entitlement.SettableTime;
import dev.plumbline.entitlement.TestDatabase;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.MergeRule;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.model.OnOutage;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.AuditTrails;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Reason;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Source;
import dev.plumbline.entitlement.usage.Window;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The real intake, totals and reservations on a database of their own, with all five kinds of meter for one type of event. */
final class MeteringOnPostgres implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final Author TEST = new Author("test", "a test says so");
    static final String CALL = "api.call";
    static final Map<Meter.Aggregate, Meter> METERS = Map.of(
            Meter.Aggregate.COUNT, new Meter("calls", CALL, Meter.Aggregate.COUNT, null),
            Meter.Aggregate.SUM, new Meter("bytes", CALL, Meter.Aggregate.SUM, "$.bytes"),
            Meter.Aggregate.MAX, new Meter("peak", CALL, Meter.Aggregate.MAX, "$.bytes"),
            Meter.Aggregate.LAST, new Meter("level", CALL, Meter.Aggregate.LAST, "$.bytes"),
            Meter.Aggregate.UNIQUE, new Meter("users", CALL, Meter.Aggregate.UNIQUE, "$.user"));

    final SettableTime time = new SettableTime(NOW.toString());
    final HikariDataSource pool = new HikariDataSource();
    final JdbcClient jdbc;
    final TransactionTemplate transactions;
    final UsageTotals totals;
    final UsageIntake intake;
    final Reservations reservations;
    final LimitNotices notices;
    final Months months;
    private final AuditTrail audit;
    private final UsageFigures figures;
    private final Terms terms = new Stub();
    private final LateUsage late;
    /** What customers have of what a meter counts. */
    final Map<CustomerKey, Map<String, Allotment>> has = new HashMap<>();

    MeteringOnPostgres() {
        pool.setDataSource(TestDatabase.fresh());
        pool.setMaximumPoolSize(20);
        pool.setMinimumIdle(1);
        jdbc = JdbcClient.create(pool);
        transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
        audit = AuditTrails.on(jdbc);
        figures = new UsageFigures(new StaticListableBeanFactory().getBeanProvider(MeterRegistry.class));
        months = new Months(jdbc, transactions, 25);
        totals = new UsageTotals(jdbc);
        late = new LateUsage(jdbc, terms, Duration.ofHours(1));
        intake = intake(new SeenEvents(jdbc, pool));
        reservations = reservations(new ReservationRows(jdbc));
        notices = new LimitNotices(jdbc, transactions, terms, totals, figures);
    }

    /** As on another node, with this memory. */
    UsageIntake intake(SeenEvents seen) {
        var log = new UsageLog(jdbc, pool, new UsageBuckets(jdbc));
        var keeping = new Keeping(seen, log, new Corrections(seen, log, late, audit), late, figures, transactions);
        return new UsageIntake(keeping, late, months, terms, figures, time, Duration.ofMinutes(5));
    }

    /** As on another node, with these rows. */
    Reservations reservations(ReservationRows rows) {
        var log = new UsageLog(jdbc, pool, new UsageBuckets(jdbc));
        return new Reservations(rows, totals, new SeenEvents(jdbc, pool), log, months, figures, transactions, time);
    }

    private final class Stub implements Terms {
        @Override
        public Map<String, List<Meter>> metersByEvent() {
            return Map.of(CALL, List.copyOf(METERS.values()));
        }

        @Override
        public Set<CustomerKey> known(Collection<CustomerKey> customers) {
            return Set.copyOf(customers);
        }

        @Override
        public void prepare(Collection<CustomerKey> customers) {}

        @Override
        public List<Allotment> allotments(CustomerKey customer, String meter, Instant at) {
            Allotment one = has.getOrDefault(customer, Map.of()).get(meter);
            return one == null ? List.of() : List.of(one);
        }
    }

    CustomerKey customer(String key) {
        jdbc.sql("insert into customer (key) values (:key) on conflict do nothing")
                .param("key", key)
                .update();
        return new CustomerKey(key);
    }

    static Meter meter(Meter.Aggregate kind) {
        return Objects.requireNonNull(METERS.get(kind));
    }

    /** So much of calls a month, from that anchor. */
    Allotment allow(CustomerKey customer, Meter.Aggregate kind, int limit, String onLimit, BigDecimal... warnAt) {
        var allotment = allotment(
                customer,
                kind,
                new Allowance.Metered(
                        new Allowance.Limit.UpTo(BigDecimal.valueOf(limit)),
                        new Window.Billing(Period.ofMonths(1)),
                        Instant.parse("2026-01-31T13:37:11Z"),
                        Allowance.OnLimit.valueOf(onLimit),
                        List.of(warnAt),
                        null));
        has.computeIfAbsent(customer, _ -> new HashMap<>()).put(meter(kind).key(), allotment);
        return allotment;
    }

    static Allotment allotment(CustomerKey customer, Meter.Aggregate kind, Allowance.@Nullable Metered allowance) {
        Meter meter = meter(kind);
        var feature = new Feature.Metered(
                new Feature.About(
                        new FeatureKey("f_" + meter.key()),
                        meter.key(),
                        OnOutage.LAST_KNOWN,
                        List.of(),
                        false,
                        null,
                        null,
                        List.of()),
                MergeRule.MAX,
                null,
                meter);
        var plan = new Source(Source.Kind.PLAN, "team@1");
        Segment.Outcome outcome = allowance == null
                ? new Segment.Outcome.Denied(Reason.NOT_IN_PLAN, plan)
                : new Segment.Outcome.Granted(allowance, plan, Reason.PLAN);
        return new Allotment(customer, feature, new Segment(Instant.MIN, Instant.MAX, outcome, null), null);
    }

    @Override
    public void close() {
        pool.close();
    }
}
