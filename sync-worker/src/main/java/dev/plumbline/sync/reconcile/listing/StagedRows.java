package dev.plumbline.sync.reconcile.listing;

import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was listed, in by COPY. */
@Repository
public class StagedRows {
    private static final String COPY = """
            copy reconciliation_row
                (run, slice, provider_customer, subscription, digest, live, fence, amount, currency, status)
            from stdin
            """;

    private final DataSource database;
    private final JdbcClient jdbc;

    StagedRows(DataSource database, JdbcClient jdbc) {
        this.database = database;
        this.jdbc = jdbc;
    }

    /** In the transaction of the thread. */
    void add(long run, int slice, long fence, List<StagedRow> rows) {
        var text = new StringBuilder(rows.size() * 120);
        for (StagedRow row : rows) {
            text.append(run).append('\t').append(slice).append('\t');
            Copy.field(text, row.customer()).append('\t');
            Copy.field(text, row.subscription()).append('\t');
            Copy.field(text, row.digest()).append('\t');
            text.append(row.live() ? 't' : 'f').append('\t').append(fence).append('\t');
            Copy.field(
                            text,
                            row.value().amount() == null
                                    ? null
                                    : row.value().amount().toPlainString())
                    .append('\t');
            Copy.field(text, row.value().currency()).append('\t');
            Copy.field(text, row.status()).append('\n');
        }
        Copy.in(database, COPY, text);
    }

    /** How many of them could not be read. */
    long unreadable(long run, int slice) {
        return jdbc.sql("""
                        select count(*) from reconciliation_row where run = :run and slice = :slice and digest is null
                        """)
                .param("run", run)
                .param("slice", slice)
                .query(Long.class)
                .single();
    }

    void remove(long run, int slice) {
        jdbc.sql("delete from reconciliation_row where run = :run and slice = :slice")
                .param("run", run)
                .param("slice", slice)
                .update();
    }

    /**
     * Some of those of runs that ended that long ago, or that nobody remembers: a million at once would keep the disk from others.
     *
     * @return how many went; fewer than asked for are the last
     */
    public int forget(Duration after, int atMost) {
        return jdbc.sql("""
                        delete from reconciliation_row
                        where ctid = any(array(
                            select old.ctid from reconciliation_row old
                            where old.run not in (select id from reconciliation
                                                  where ended_at is null
                                                     or ended_at > clock_timestamp() - :after * interval '1 ms')
                            limit :atMost))
                        """)
                .param("after", after.toMillis())
                .param("atMost", atMost)
                .update();
    }
}
