package dev.plumbline.sync.setup;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Gives the roles their rights on what migrations made, in the transaction of the last of them: a node that is killed between the two
 * would leave tables that nobody may use, and no migration that gives the rights later.
 */
final class GrantedWithTheLast implements Callback {
    private final String last;

    private GrantedWithTheLast(String last) {
        this.last = last;
    }

    /** The last of those that are to run now; another node may run them before us, with the rights. */
    static GrantedWithTheLast of(Flyway flyway) {
        MigrationInfo[] pending = flyway.info().pending();
        return new GrantedWithTheLast(pending.length == 0 ? "" : pending[pending.length - 1].getScript());
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        if (!context.getMigrationInfo().getScript().equals(last)) {
            return;
        }
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute("select grant_roles()");
        } catch (SQLException failure) {
            throw new StartRefused(
                    "The rights of the database's roles cannot be given: " + failure.getMessage(),
                    "PLUMBLINE_DB_MIGRATE_USER (else PLUMBLINE_DB_USER) has to own the tables; docs/roles.md",
                    failure);
        }
    }

    @Override
    public String getCallbackName() {
        return "rights";
    }
}
