package dev.plumbline.benchmarks.floor;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.postgresql.PGConnection;

/** The least that counts usage exactly once: COPY into a staging table, then one INSERT .. SELECT .. ON CONFLICT, one commit. */
public final class CopiedUsage {
    private CopiedUsage() {}

    public static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table usage_floor (id text primary key, source text, customer text, meter text, at timestamptz, value numeric)");
        }
    }

    /** @param rows as COPY takes them: id, source, customer, meter, time, value */
    public static Duration write(Connection connection, List<String> rows) throws SQLException {
        long start = System.nanoTime();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create temp table staged (like usage_floor) on commit drop");
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy staged from stdin", new StringReader(String.join("", rows)));
            statement.execute("insert into usage_floor select * from staged on conflict (id) do nothing");
            connection.commit();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
