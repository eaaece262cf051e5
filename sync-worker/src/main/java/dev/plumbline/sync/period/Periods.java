package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.sync.period.PeriodView.PackHead;
import dev.plumbline.sync.period.PeriodView.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Months and their steps. What a month is in changes by a step and by nothing else: the database sees to it. */
@Repository
class Periods {
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

    /** @param approval by which it was decided; null for what one person does alone */
    void take(Period period, Period.State step, int version, Caller by, Said said, @Nullable String approval) {
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

    List<Step> steps(YearMonth month) {
        return jdbc.sql("""
                        select step, version, taken_by, taken_at, reason, link, content_sha256, approval
                        from period_step where month = :month order by id
                        """)
                .param("month", month.toString())
                .query((row, n) -> new Step(
                        row.getString("step"),
                        row.getInt("version"),
                        row.getString("taken_by"),
                        row.getObject("taken_at", OffsetDateTime.class).toInstant(),
                        row.getString("reason"),
                        row.getString("link"),
                        row.getString("content_sha256"),
                        row.getString("approval")))
                .list();
    }

    /** The newest first. */
    List<PackHead> packs(YearMonth month) {
        return jdbc.sql("""
                        select version, previous_month, previous_version, made_at, prepared_by, content_sha256, format
                        from period_pack where month = :month order by version desc
                        """)
                .param("month", month.toString())
                .query((row, n) -> new PackHead(
                        row.getInt("version"),
                        row.getString("previous_month"),
                        row.getObject("previous_version", Integer.class),
                        row.getObject("made_at", OffsetDateTime.class).toInstant(),
                        row.getString("prepared_by"),
                        row.getString("content_sha256"),
                        row.getInt("format")))
                .list();
    }

    /** Who is the author of a pack: everything that whoever prepared it is known by. */
    record Preparer(String name, Set<String> identities) {}

    Preparer preparer(YearMonth month, int version) {
        return jdbc.sql("select prepared_by, prepared_ids from period_pack where month = :month and version = :version")
                .param("month", month.toString())
                .param("version", version)
                .query((row, n) -> new Preparer(row.getString("prepared_by"), Set.copyOf(List.of((String[])
                        row.getArray("prepared_ids").getArray()))))
                .single();
    }
}
