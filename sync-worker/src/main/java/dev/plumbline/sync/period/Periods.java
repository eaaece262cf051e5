package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.period.PeriodView.PackHead;
import dev.plumbline.sync.period.PeriodView.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Months and their steps. What a month is in changes by a step and by nothing else: the database sees to it. */
@Repository
class Periods {
    /** What V042 says of a step that leaves the order of months. */
    private static final String OUT_OF_ORDER = "PL003";

    private final JdbcClient jdbc;

    Periods(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Open when nobody has done anything with it yet. */
    Period find(YearMonth month) {
        return selecting("", month).orElseGet(() -> new Period(month, Period.State.OPEN, 0));
    }

    /** Nobody else takes a step with it before this transaction ends. */
    Period lock(YearMonth month) {
        jdbc.sql("insert into finance_period (month) values (:month) on conflict do nothing")
                .param("month", month.toString())
                .update();
        return selecting(" for update", month).orElseThrow();
    }

    private Optional<Period> selecting(String how, YearMonth month) {
        return jdbc.sql("select month, state, version from finance_period where month = :month" + how)
                .param("month", month.toString())
                .query((row, n) -> period(row))
                .optional();
    }

    private static Period period(ResultSet row) throws SQLException {
        return new Period(
                YearMonth.parse(row.getString("month")),
                Period.State.of(row.getString("state")),
                row.getInt("version"));
    }

    /** That have a pack, or a run with a report; the newest first. */
    List<Period> list(@Nullable String before, int limit) {
        return jdbc.sql("""
                        select month, coalesce(p.state, 'open') as state, coalesce(p.version, 0) as version
                        from (select month from finance_period
                              union
                              select to_char(r.business_date, 'YYYY-MM') from reconciliation r
                              where exists (select from reconciliation_report t
                                            where t.run = r.id and t.content_sha256 is not null)) as known
                        left join finance_period p using (month)
                        where :before::text is null or month < :before
                        order by month desc limit :limit
                        """)
                .param("before", before, Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> period(row))
                .list();
    }

    /**
     * @param approval by which it was decided; null for what one person does alone
     *
     * @throws Refusal when a step of another month came between: the database holds months in their order
     */
    void take(Period period, Period.State step, int version, Caller by, Said said, @Nullable String approval) {
        try {
            insert(period, step, version, by, said, approval);
        } catch (DataAccessException failure) {
            if (failure.getRootCause() instanceof SQLException cause && OUT_OF_ORDER.equals(cause.getSQLState())) {
                throw Refusal.of(
                        HttpStatus.CONFLICT,
                        "PERIOD_OVERTAKEN",
                        "A month before or after it was locked, prepared or reopened at the same time: look again");
            }
            throw failure;
        }
    }

    private void insert(
            Period period, Period.State step, int version, Caller by, Said said, @Nullable String approval) {
        jdbc.sql("""
                        insert into period_step (month, version, step, taken_by, taken_ids, reason, link, content_sha256, approval)
                        select :month, :version, :step, :by, :ids, :reason, :link, content_sha256, :approval
                        from period_pack where month = :month and version = :version
                        """)
                .param("month", period.month().toString())
                .param("version", version)
                .param("step", step.key())
                .param("by", by.name())
                .param("ids", by.identities().toArray(String[]::new))
                .param("reason", said.reason())
                .param("link", said.link(), Types.VARCHAR)
                .param("approval", approval, Types.VARCHAR)
                .update();
    }

    /** Why, and where more is to be read. */
    record Said(String reason, @Nullable String link) {}

    /** By month, in their order. */
    Map<YearMonth, List<Step>> steps(Collection<YearMonth> months) {
        var steps = new HashMap<YearMonth, List<Step>>();
        of(months, """
                        select month, step, version, taken_by, taken_at, reason, link, content_sha256, approval
                        from period_step where month = any(:months) order by id
                        """).query(row -> {
            listed(steps, row)
                    .add(new Step(
                            row.getString("step"),
                            row.getInt("version"),
                            row.getString("taken_by"),
                            row.getObject("taken_at", OffsetDateTime.class).toInstant(),
                            row.getString("reason"),
                            row.getString("link"),
                            row.getString("content_sha256"),
                            row.getString("approval")));
        });
        return steps;
    }

    /** The newest first. */
    List<PackHead> packs(YearMonth month) {
        return packs(List.of(month)).getOrDefault(month, List.of());
    }

    /** By month, the newest first. */
    Map<YearMonth, List<PackHead>> packs(Collection<YearMonth> months) {
        var packs = new HashMap<YearMonth, List<PackHead>>();
        of(months, """
                        select month, version, previous_month, previous_version, made_at, prepared_by, content_sha256, format
                        from period_pack where month = any(:months) order by version desc
                        """).query(row -> {
            listed(packs, row)
                    .add(new PackHead(
                            row.getInt("version"),
                            row.getString("previous_month"),
                            row.getObject("previous_version", Integer.class),
                            row.getObject("made_at", OffsetDateTime.class).toInstant(),
                            row.getString("prepared_by"),
                            row.getString("content_sha256"),
                            row.getInt("format")));
        });
        return packs;
    }

    private JdbcClient.StatementSpec of(Collection<YearMonth> months, String sql) {
        return jdbc.sql(sql)
                .param("months", months.stream().map(YearMonth::toString).toArray(String[]::new));
    }

    private static <T> List<T> listed(Map<YearMonth, List<T>> by, ResultSet row) throws SQLException {
        return by.computeIfAbsent(YearMonth.parse(row.getString("month")), _ -> new ArrayList<>());
    }

    /** Who is the author of a pack: everything that whoever prepared it is known by. */
    record Preparer(String name, Set<String> identities) {}

    Preparer preparer(YearMonth month, int version) {
        return jdbc.sql(
                        "select prepared_by, hands_behind(prepared_ids) as prepared_ids from period_pack where month = :month and version = :version")
                .param("month", month.toString())
                .param("version", version)
                .query((row, n) -> new Preparer(row.getString("prepared_by"), Set.copyOf(List.of((String[])
                        row.getArray("prepared_ids").getArray()))))
                .single();
    }
}
