package dev.plumbline.sync.reconcile.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What each run told of a break: nothing of it changes when the break does. */
@Repository
class BreakHistory {
    private final JdbcClient jdbc;

    BreakHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param entered opening, new or reopened
     * @param left null while it was open at the end of the run
     * @param amount a month, in minor units; null under the words unknown and none
     */
    public record Appearance(
            long run,
            LocalDate businessDate,
            String mode,
            String entered,
            @Nullable String left,
            String severity,
            long ageDays,
            @Nullable Long amount,
            String currency,
            @Nullable String reasonCode,
            @Nullable String assignee) {}

    /** The newest first, before a run. */
    List<Appearance> of(long breakId, long before, int limit) {
        return jdbc.sql("""
                        select t.run, r.business_date, r.mode, t.entered, t.left_as, t.severity, t.age_days, t.amount, t.currency,
                               t.reason_code, t.assignee
                        from break_told t join reconciliation r on r.id = t.run
                        where t.break = :break and t.run < :before order by t.run desc limit :limit
                        """)
                .param("break", breakId)
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> appearance(row))
                .list();
    }

    private static Appearance appearance(ResultSet row) throws SQLException {
        return new Appearance(
                row.getLong("run"),
                row.getObject("business_date", LocalDate.class),
                row.getString("mode"),
                row.getString("entered"),
                row.getString("left_as"),
                row.getString("severity"),
                row.getLong("age_days"),
                row.getObject("amount", Long.class),
                row.getString("currency"),
                row.getString("reason_code"),
                row.getString("assignee"));
    }
}
