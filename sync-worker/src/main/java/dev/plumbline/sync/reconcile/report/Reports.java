package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.sheet.Shapes;
import java.sql.Types;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reports as they were made, each going on from the one before of its account: their heads. */
@Repository
class Reports {
    private final JdbcClient jdbc;

    Reports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Of a report.
     *
     * @param contentSha256 null while it is made
     */
    record Head(
            long run,
            String provider,
            String account,
            @Nullable Long previousRun,
            Instant madeAt,
            @Nullable String contentSha256,
            int format) {
        /** Which parts it has. */
        Shapes shapes() {
            return Section.of(format);
        }
    }

    /** In the transaction of the telling: whoever goes on from it goes on from what it told. */
    void begin(ReconciliationRun run, @Nullable Long previous, Instant cut) {
        jdbc.sql("delete from reconciliation_report where run = :run")
                .param("run", run.id())
                .update();
        jdbc.sql("""
                        insert into reconciliation_report (run, provider, account, previous_run, cut)
                        values (:run, :provider, :account, :previous, :cut)
                        """)
                .param("run", run.id())
                .param("provider", run.account().provider().key())
                .param("account", run.account().name())
                .param("previous", previous, Types.BIGINT)
                .param("cut", Sql.time(cut))
                .update();
    }

    /** Whoever works out the hash says of which parts: another node may have begun it. */
    void end(long run, String contentSha256) {
        jdbc.sql("update reconciliation_report set content_sha256 = :hash, format = :format where run = :run")
                .param("format", Section.FORMAT)
                .param("run", run)
                .param("hash", contentSha256)
                .update();
    }

    Optional<Head> find(long run) {
        return jdbc.sql("""
                        select run, provider, account, previous_run, made_at, content_sha256, format
                        from reconciliation_report where run = :run
                        """)
                .param("run", run)
                .query((row, n) -> new Head(
                        row.getLong("run"),
                        row.getString("provider"),
                        row.getString("account"),
                        row.getObject("previous_run", Long.class),
                        Objects.requireNonNull(Sql.instant(row, "made_at")),
                        row.getString("content_sha256"),
                        row.getInt("format")))
                .optional();
    }

    boolean isRun(long run) {
        return jdbc.sql("select exists (select from reconciliation where id = :run)")
                .param("run", run)
                .query(Boolean.class)
                .single();
    }

    Optional<Long> newest() {
        return jdbc.sql("""
                        select run from reconciliation_report where content_sha256 is not null order by number desc limit 1
                        """).query(Long.class).optional();
    }
}
