package dev.plumbline.sync.support;

import dev.plumbline.sync.setup.TablesMade;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all tests of a JVM, and a fresh database for each that asks. */
public final class TestPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String TEMPLATE = "migrated";
    private static final EmbeddedPostgres SERVER = start();

    private TestPostgres() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("client_connection_check_interval", "500ms")
                    .setServerConfig("full_page_writes", "off") // it does not outlive the machine
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Made when the first asks for tables: making them takes a second, a copy of them a tenth of it. */
    private static final class Migrated {
        static {
            execute("create database " + TEMPLATE);
            TablesMade.in(url(TEMPLATE));
        }

        private static void isThere() {}
    }

    /** The JDBC URL of a new database without a single table, as a first start finds it; user postgres, no password. */
    public static String emptyDatabase() {
        return created("");
    }

    /** The JDBC URL of a new database with all tables, as the second start finds it; user postgres, no password. */
    public static String freshDatabase() {
        Migrated.isThere();
        return created(" template " + TEMPLATE);
    }

    private static String created(String like) {
        String name = "test_" + DATABASES.incrementAndGet();
        execute("create database " + name + like);
        return url(name);
    }

    private static void execute(String sql) {
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The JDBC URL of a database that is there. */
    public static String url(String name) {
        return SERVER.getJdbcUrl("postgres", name);
    }
}
