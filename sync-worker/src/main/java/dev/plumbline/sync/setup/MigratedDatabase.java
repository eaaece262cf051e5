package dev.plumbline.sync.setup;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A database that has the tables of this version, made by its owner. Everything after that works as a role that can neither make
 * tables nor change evidence.
 */
public final class MigratedDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(MigratedDatabase.class);
    private static final int SECONDS_TO_WAIT = 30;
    /** Not a member of the role; there is no such role. */
    private static final Set<String> NO_SUCH_RIGHT = Set.of("42501", "22023", "42704");

    private static final Set<MigrationState> NOT_OURS =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.MISSING_SUCCESS);

    private final DatabaseLogins logins;
    private final Flyway flyway;

    private MigratedDatabase(DatabaseLogins logins) {
        this.logins = logins;
        this.flyway = configured().load();
    }

    /** Each migration is one transaction: what was not committed when the line broke is done again. */
    static MigratedDatabase of(DatabaseLogins logins) {
        var database = new MigratedDatabase(logins);
        PatientStart.ask("Migrating", database::migrate);
        return database;
    }

    private int migrate() {
        return configured().callbacks(GrantedWithTheLast.of(flyway)).load().migrate().migrationsExecuted;
    }

    private FluentConfiguration configured() {
        return Flyway.configure()
                .dataSource(asOwner())
                .locations("classpath:db/migration")
                // Two versions of us may share a database (case F-26): an older node leaves alone what a newer one
                // migrated, wherever its number stands, and a migration with a lower number than one that ran is run
                // all the same.
                .outOfOrder(true)
                .ignoreMigrationPatterns("*:missing", "*:future")
                // One connection and one transaction for a migration and for the note that it ran. With the lock that
                // is Flyway's default these are two, and a crash between their commits leaves a database that no node
                // can start on.
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                // Nodes start together, and before their database does.
                .connectRetries(SECONDS_TO_WAIT)
                .connectRetriesInterval(1);
    }

    /** Whether it was migrated further than we know: a newer version of us works on it. */
    boolean isAheadOfUs() {
        return Arrays.stream(flyway.info().all()).map(MigrationInfo::getState).anyMatch(NOT_OURS::contains);
    }

    DatabaseLogins logins() {
        return logins;
    }

    /** For what makes tables. */
    public DataSource asOwner() {
        return new DriverManagerDataSource(
                logins.url(), logins.owner().user(), logins.owner().password());
    }

    /** What each connection of this login begins with. */
    String beginsWith(DatabaseLogins.Login login, DatabaseRole role) {
        return PatientStart.ask("A pool", () -> asked(login, role));
    }

    private String asked(DatabaseLogins.Login login, DatabaseRole role) {
        try (Connection connection = connect(login);
                Statement statement = connection.createStatement()) {
            statement.execute(role.take());
            return role.session() + "; " + role.take();
        } catch (SQLException refused) {
            if (!NO_SUCH_RIGHT.contains(String.valueOf(refused.getSQLState()))) {
                throw new StartRefused(
                        "The database does not let " + login.user() + " in: " + refused.getMessage(),
                        "Look at PLUMBLINE_DB_USER and _PASSWORD, and at PLUMBLINE_DB_INGEST_USER and _PASSWORD if"
                                + " they are set",
                        refused);
            }
            LOG.warn(
                    "Connections for {} work with all rights of the user {}: it cannot take the role {} ({});"
                            + " docs/roles.md",
                    role.name().toLowerCase(Locale.ROOT),
                    login.user(),
                    role.group(),
                    refused.getMessage());
            return role.session();
        }
    }

    /** One that is not there yet, or is about to come back, is waited for (case F-19); one that refuses us is not. */
    private Connection connect(DatabaseLogins.Login login) throws SQLException {
        for (int waited = 0; ; waited++) {
            try {
                return DriverManager.getConnection(logins.url(), login.user(), login.password());
            } catch (SQLException failure) {
                if (waited == SECONDS_TO_WAIT || !isAway(failure)) {
                    throw failure;
                }
                await(failure);
            }
        }
    }

    private static boolean isAway(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("57P0") || state.startsWith("53");
    }

    private static void await(SQLException failure) throws SQLException {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
