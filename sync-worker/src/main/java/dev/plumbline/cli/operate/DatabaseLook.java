package dev.plumbline.cli.operate;

import dev.plumbline.cli.shell.Shell;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The database that this environment names, looked at directly: for a server that does not start. */
final class DatabaseLook {
    private static final String AREA = "database";
    private static final Pattern MIGRATION = Pattern.compile("V0*(\\d+)__.*\\.sql");

    private DatabaseLook() {}

    /** Nothing when no database is named here: then it is the embedded one, which starts with the server. */
    static List<Finding> findings(Shell shell) {
        String url = shell.variable("PLUMBLINE_DB_URL");
        if (url == null) {
            return List.of();
        }
        var settings = new Properties();
        put(settings, "user", shell.variable("PLUMBLINE_DB_USER"));
        put(settings, "password", shell.variable("PLUMBLINE_DB_PASSWORD"));
        settings.setProperty("loginTimeout", "5");
        settings.setProperty("socketTimeout", "10");
        try (Connection connection = DriverManager.getConnection(url, settings)) {
            return List.of(migrations(connection));
        } catch (SQLException refused) {
            return List.of(Finding.bad(
                    AREA,
                    "it cannot be reached (" + refused.getSQLState() + ")",
                    "Is PLUMBLINE_DB_URL (jdbc:postgresql://host/name) right, with PLUMBLINE_DB_USER and _PASSWORD?"));
        }
    }

    private static void put(Properties settings, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            settings.setProperty(name, value);
        }
    }

    private static Finding migrations(Connection connection) throws SQLException {
        int newest = newestKnown();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select coalesce(max(split_part(version, '.', 1)::int) filter (where success), 0) as newest,
                               count(*) filter (where not success) as failed
                        from flyway_schema_history where version is not null
                        """)) {
            row.next();
            int there = row.getInt("newest");
            if (row.getInt("failed") > 0) {
                return Finding.bad(
                        AREA, "a migration failed", "The log of the start says which and why; docs/runbook.md");
            }
            if (there > newest) {
                return Finding.odd(
                        AREA,
                        "it is of a newer Plumbline (migration " + there + ", this one knows " + newest + ")",
                        "Use the plumbline of the version that the server runs");
            }
            return there == newest
                    ? Finding.good(AREA, "reachable, all " + newest + " migrations are done")
                    : Finding.odd(
                            AREA,
                            "migrations " + (there + 1) + " to " + newest + " are not done yet",
                            "They run when a server of this version starts");
        } catch (SQLException missing) {
            if ("42P01".equals(missing.getSQLState())) {
                return Finding.odd(AREA, "it is empty", "A server that starts on it fills it");
            }
            throw missing;
        }
    }

    private static int newestKnown() {
        try {
            return Arrays.stream(
                            new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/V*.sql"))
                    .map(resource -> MIGRATION.matcher(String.valueOf(resource.getFilename())))
                    .filter(Matcher::matches)
                    .mapToInt(name -> Integer.parseInt(name.group(1)))
                    .max()
                    .orElse(0);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
