package dev.plumbline.entitlement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A database for a test class alone: migrated, empty, on the one PostgreSQL that all tests of this JVM share. */
public final class TestDatabase {
    private static final String TEMPLATE = "migrated";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabase() {}

    /** Started when first asked for, stopped with the JVM. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                var postgres = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("full_page_writes", "off") // it does not outlive the machine
                        .start();
                execute(postgres, "create database " + TEMPLATE);
                Flyway.configure()
                        .dataSource(postgres.getDatabase("postgres", TEMPLATE))
                        .load()
                        .migrate();
                return postgres;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    public static DataSource fresh() {
        return Server.POSTGRES.getDatabase("postgres", create());
    }

    public static String freshUrl() {
        return Server.POSTGRES.getJdbcUrl("postgres", create());
    }

    /** Without a single table, for what a migration makes of what was there before it. */
    public static DataSource empty() {
        String name = "empty_" + NUMBER.incrementAndGet();
        execute(Server.POSTGRES, "create database " + name);
        return Server.POSTGRES.getDatabase("postgres", name);
    }

    /** The database goes away: nobody who is connected stays so, nobody gets in. */
    public static void cutOff(String url) {
        String name = name(url);
        execute(Server.POSTGRES, "alter database " + name + " with allow_connections false");
        execute(
                Server.POSTGRES,
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
    }

    /** It comes back. */
    public static void letIn(String url) {
        execute(Server.POSTGRES, "alter database " + name(url) + " with allow_connections true");
    }

    private static String name(String url) {
        String end = url.substring(url.lastIndexOf('/') + 1);
        return end.contains("?") ? end.substring(0, end.indexOf('?')) : end;
    }

    private static String create() {
        String name = "test_" + NUMBER.incrementAndGet();
        execute(Server.POSTGRES, "create database " + name + " template " + TEMPLATE);
        return name;
    }

    private static void execute(EmbeddedPostgres postgres, String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }
}
