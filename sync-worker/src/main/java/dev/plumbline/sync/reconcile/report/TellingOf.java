package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.evidence.BreakType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a run tells of breaks, read in pages: whoever reads slowly holds no connection. */
@Repository
class TellingOf {
    static final int PAGE = 1_000;

    private final JdbcClient jdbc;

    TellingOf(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long count(long run) {
        return jdbc.sql("select count(*) from break_told where run = :run")
                .param("run", run)
                .query(Long.class)
                .single();
    }

    /** In the order of their numbers. */
    void each(long run, Consumer<Told> taker) {
        for (List<Told> page = after(run, 0);
                !page.isEmpty();
                page = after(run, page.getLast().id())) {
            page.forEach(taker);
        }
    }

    /** The next of them, up to {@value #PAGE}. */
    List<Told> after(long run, long after) {
        return jdbc.sql("""
                        select break, type, severity, side, customer_key, provider_customer, detail, opened_at, age_days,
                               entered, left_as, opening_amount, opening_currency, amount, currency, reason_code, cause,
                               assignee
                        from break_told where run = :run and break > :after
                        order by break limit :atMost
                        """)
                .param("run", run)
                .param("after", after)
                .param("atMost", PAGE)
                .query((row, n) -> told(row))
                .list();
    }

    /** A severity is worked out from what is told, its age and what matters: here and in the break itself. */
    void judge(long run, Function<Told, BreakType.Severity> severity) {
        for (List<Told> page = after(run, 0);
                !page.isEmpty();
                page = after(run, page.getLast().id())) {
            jdbc.sql("""
                            with judged as (
                                select * from unnest(:breaks::bigint[], :severities::text[]) as judged (break, severity)
                            ), told as (
                                update break_told t set severity = judged.severity from judged
                                where t.run = :run and t.break = judged.break and t.severity <> judged.severity
                            )
                            update break b set severity = judged.severity from judged
                            where b.id = judged.break and b.severity is distinct from judged.severity
                              and b.resolved_at is null
                            """)
                    .param("run", run)
                    .param("breaks", Sql.numbers(page, Told::id))
                    .param(
                            "severities",
                            Sql.texts(page, one -> severity.apply(one).key()))
                    .update();
        }
    }

    private static Told told(ResultSet row) throws SQLException {
        String openingCurrency = row.getString("opening_currency");
        String left = row.getString("left_as");
        return new Told(
                row.getLong("break"),
                row.getString("type"),
                row.getString("severity"),
                row.getString("side"),
                row.getString("customer_key"),
                row.getString("provider_customer"),
                row.getString("detail"),
                Objects.requireNonNull(Sql.instant(row, "opened_at"), "It opened"),
                row.getLong("age_days"),
                Told.Entered.valueOf(row.getString("entered").toUpperCase(Locale.ROOT)),
                left == null
                        ? null
                        : Told.Left.valueOf(left.toUpperCase(Locale.ROOT).replace('-', '_')),
                openingCurrency == null ? null : sum(openingCurrency, row.getObject("opening_amount", Long.class)),
                sum(row.getString("currency"), row.getObject("amount", Long.class)),
                row.getString("reason_code"),
                row.getString("cause"),
                row.getString("assignee"));
    }

    private static Sum sum(String currency, @Nullable Long amount) {
        return new Sum(currency, 1, amount);
    }

    /** When a report was made, and which run's. */
    record Before(long run, Instant cut) {}

    /** The report before, of the account. */
    java.util.Optional<Before> before(long run, String provider, String account) {
        return jdbc.sql("""
                        select run, cut from reconciliation_report
                        where provider = :provider and account = :account and run <> :run
                        order by number desc limit 1
                        """)
                .param("run", run)
                .param("provider", provider)
                .param("account", account)
                .query((row, n) -> new Before(
                        row.getLong("run"), Objects.requireNonNull(Sql.instant(row, "cut"), "It has an end")))
                .optional();
    }
}
