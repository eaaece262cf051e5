package dev.plumbline.sync.reconcile.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The roll-forwards of an account's reports, one after the other: nothing is added up here that a report does not say. */
@Repository
public class Trend {
    private final JdbcClient jdbc;

    Trend(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What the run of a night told of one currency.
     *
     * @param opening open when it began, as all that follows in number
     * @param closing open at its end
     * @param closingAmount what those are worth a month, in minor units; null under the words unknown and none
     */
    public record Night(
            long run,
            LocalDate businessDate,
            Instant madeAt,
            String currency,
            long opening,
            long added,
            long reopened,
            long revalued,
            long fixed,
            long accepted,
            long autoCleared,
            long moved,
            long closing,
            @Nullable Long closingAmount) {}

    /** The reports up to that run's, the oldest first; a report that tells of no break at all has a line of its own, of none. */
    List<Night> upTo(long run, int runs) {
        return jdbc.sql("""
                        with last as (
                            select p.run, p.number, p.made_at from reconciliation_report p
                            join reconciliation_report this on this.run = :run
                            where p.provider = this.provider and p.account = this.account and p.number <= this.number
                              and p.content_sha256 is not null
                            order by p.number desc limit :runs
                        ), said as (
                            select l.run, l.cells ->> 0 as currency, l.cells ->> 1 as line, (l.cells ->> 2)::bigint as count,
                                   (l.cells ->> 3)::bigint as amount
                            from reconciliation_report_line l join last using (run)
                            where l.section = 'roll-forward'
                        )
                        select last.run, r.business_date, last.made_at, coalesce(said.currency, 'none') as currency,
                               coalesce(sum(count) filter (where line = 'opening'), 0) as opening,
                               coalesce(sum(count) filter (where line = 'new'), 0) as new,
                               coalesce(sum(count) filter (where line = 'reopened'), 0) as reopened,
                               coalesce(sum(count) filter (where line = 'revalued'), 0) as revalued,
                               coalesce(sum(count) filter (where line = 'fixed'), 0) as fixed,
                               coalesce(sum(count) filter (where line = 'accepted'), 0) as accepted,
                               coalesce(sum(count) filter (where line = 'auto-cleared'), 0) as auto_cleared,
                               coalesce(sum(count) filter (where line = 'moved'), 0) as moved,
                               coalesce(sum(count) filter (where line = 'closing'), 0) as closing,
                               sum(amount) filter (where line = 'closing') as closing_amount
                        from last join reconciliation r on r.id = last.run left join said on said.run = last.run
                        group by last.number, last.run, r.business_date, last.made_at, said.currency
                        order by last.number, said.currency
                        """)
                .param("run", run)
                .param("runs", runs)
                .query((row, n) -> night(row))
                .list();
    }

    private static Night night(ResultSet row) throws SQLException {
        return new Night(
                row.getLong("run"),
                row.getObject("business_date", LocalDate.class),
                Objects.requireNonNull(Sql.instant(row, "made_at")),
                row.getString("currency"),
                row.getLong("opening"),
                row.getLong("new"),
                row.getLong("reopened"),
                row.getLong("revalued"),
                row.getLong("fixed"),
                row.getLong("accepted"),
                row.getLong("auto_cleared"),
                row.getLong("moved"),
                row.getLong("closing"),
                row.getObject("closing_amount") == null ? null : Long.valueOf(row.getLong("closing_amount")));
    }
}
