package dev.plumbline.sync.relay;

import dev.plumbline.entitlement.check.EntitlementCache;
import dev.plumbline.entitlement.check.changes.ChangeFeed;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.Relay;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Looping;
import dev.plumbline.sync.setup.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Hears the relay's notices and tells this node's cache. A notice can get lost with a connection, so every held key is
 * confirmed with the primary again and again whatever was heard.
 */
@Component
@ConditionalOnRole({Role.SERVE, Role.CONSOLE})
class ChangeNotices implements Looping {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeNotices.class);
    private static final int WAIT_MILLIS = 500;

    private final DataSource database;
    private final EntitlementCache cache;
    private final ChangeFeed changes;
    private final BackgroundLoop listening;
    private final BackgroundLoop confirming;

    ChangeNotices(DataSource database, EntitlementCache cache, ChangeFeed changes) {
        this.database = database;
        this.cache = cache;
        this.changes = changes;
        this.listening = new BackgroundLoop("notices", Duration.ofMillis(100), this::listen);
        this.confirming = new BackgroundLoop("confirm", Duration.ofSeconds(1), this::confirm);
    }

    /** Ends when the connection does; the loop then opens another. */
    private boolean listen() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("listen " + Relay.CHANNEL);
            PGConnection notices = connection.unwrap(PGConnection.class);
            try {
                while (listening.isRunning()) {
                    PGNotification[] heard = notices.getNotifications(WAIT_MILLIS);
                    if (heard != null) {
                        for (PGNotification notice : heard) {
                            hear(notice.getParameter());
                        }
                    }
                }
            } finally {
                statement.execute("unlisten *");
            }
        } catch (SQLException gone) {
            throw new IllegalStateException("No notices are heard: " + gone.getMessage(), gone);
        }
        return false;
    }

    private void hear(String payload) {
        changes.wake();
        if (payload.equals(Relay.EVERYTHING)) {
            confirming.wake();
            return;
        }
        payload.lines().forEach(line -> {
            int colon = line.indexOf(':');
            cache.noticed(new CustomerKey(line.substring(colon + 1)), Long.parseLong(line.substring(0, colon)));
        });
    }

    private boolean confirm() {
        int changed = cache.confirm();
        LOG.debug("{} held answers had changed unheard", changed);
        return false;
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(listening, confirming);
    }
}
