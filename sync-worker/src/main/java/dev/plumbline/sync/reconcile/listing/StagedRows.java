package dev.plumbline.sync.reconcile.listing;

import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
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
            field(text, row.customer()).append('\t');
            field(text, row.subscription()).append('\t');
            field(text, row.digest()).append('\t');
            text.append(row.live() ? 't' : 'f').append('\t').append(fence).append('\t');
            field(
                            text,
                            row.value().amount() == null
                                    ? null
                                    : row.value().amount().toPlainString())
                    .append('\t');
            field(text, row.value().currency()).append('\t');
            field(text, row.status()).append('\n');
        }
        var connection = DataSourceUtils.getConnection(database);
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, new StringReader(text.toString()));
        } catch (SQLException | IOException failure) {
            throw new StagingFailed(failure);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
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

    /** Of runs that ended that long ago, or that nobody remembers. */
    public void forget(java.time.Duration after) {
        jdbc.sql("""
                        delete from reconciliation_row
                        where run not in (select id from reconciliation
                                          where ended_at is null or ended_at > clock_timestamp() - :after * interval '1 ms')
                        """).param("after", after.toMillis()).update();
    }

    /** COPY's own escapes: a tab or a newline in a value would be another field. */
    private static StringBuilder field(StringBuilder text, @Nullable Object value) {
        if (value == null) {
            return text.append("\\N");
        }
        String plain = value.toString();
        for (int i = 0; i < plain.length(); i++) {
            switch (plain.charAt(i)) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(plain.charAt(i));
            }
        }
        return text;
    }

    /** The database did not take a page: it is listed again. */
    static final class StagingFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StagingFailed(Exception cause) {
            super(cause);
        }
    }
}
