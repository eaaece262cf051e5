package dev.plumbline.benchmarks.machine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** The one real, durable PostgreSQL that every contestant writes to, each in a database of its own. */
public final class Postgres implements AutoCloseable {
    public static final String USER = "postgres";

    private final EmbeddedPostgres server;
    private final long pid;

    private Postgres(EmbeddedPostgres server, long pid) {
        this.server = server;
        this.pid = pid;
    }

    public static Postgres startIn(Path folder) {
        try {
            Path data = folder.resolve("pg");
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "100")
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            return new Postgres(server, pid);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @return its JDBC URL */
    public String create(String database) {
        execute("postgres", "create database " + database);
        return url(database);
    }

    /** Before each run, so that none pays for what another left unwritten. */
    public void checkpoint() {
        execute("postgres", "checkpoint");
    }

    /** For what the driver alone can do, such as COPY. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), USER, "");
    }

    public void run(String database, String statement) {
        execute(database, statement);
    }

    public long number(String database, String query) {
        return Long.parseLong(text(database, query));
    }

    public Duration cpu() {
        return CpuTime.ofTree(pid);
    }

    public String facts() {
        return "PostgreSQL %s, fsync %s, synchronous_commit %s, full_page_writes %s"
                .formatted(
                        text("postgres", "show server_version"),
                        text("postgres", "show fsync"),
                        text("postgres", "show synchronous_commit"),
                        text("postgres", "show full_page_writes"));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String text(String database, String query) {
        try (Connection connection = DriverManager.getConnection(url(database), USER, "");
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(query, failure);
        }
    }

    private void execute(String database, String statement) {
        try (Connection connection = DriverManager.getConnection(url(database), USER, "");
                var execution = connection.createStatement()) {
            execution.execute(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(statement, failure);
        }
    }

    private String url(String database) {
        return server.getJdbcUrl(USER, database);
    }
}
