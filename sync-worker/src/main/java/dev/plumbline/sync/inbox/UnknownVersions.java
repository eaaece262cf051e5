package dev.plumbline.sync.inbox;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.Hint;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.IngestDatabase;
import dev.plumbline.sync.setup.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Opens a break when events come in a version of the provider's API that the connector does not know (case F-36). The event
 * itself works as the hint it is: what it is about is fetched in a version of our own choice.
 *
 * <p>A busy account sends all its events in one version, so the row is touched once an hour and node, not at each of them.
 */
@Component
@ConditionalOnRole(Role.INGEST)
public class UnknownVersions {
    static final String BREAK = "VERSION_UNKNOWN";
    /** Much less than {@link VersionsSettled#QUIET}. */
    private static final Duration TOUCHED_EVERY = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(UnknownVersions.class);
    /** No provider has so many; a forger needs our secret. */
    private static final int MOST = 1_000;

    private static final int LONGEST = 64;

    private final BillingAccounts accounts;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Map<String, Instant> touched = new ConcurrentHashMap<>();

    UnknownVersions(BillingAccounts accounts, @IngestDatabase DataSource database, InstantSource realTime) {
        this.accounts = accounts;
        this.jdbc = JdbcClient.create(database);
        this.clock = realTime;
    }

    /** The delivery is safe already: nothing that goes wrong here may make the provider send it again. */
    public void notice(Kept kept) {
        String version = kept.admitted().hint() instanceof Hint.Event event ? event.apiVersion() : null;
        if (version != null) {
            BillingAccount account = kept.admitted().delivery().account();
            accounts.connector(account)
                    .filter(connector -> !connector.knowsVersion(version))
                    .ifPresent(connector -> touch(account, connector, version));
        }
    }

    private void touch(BillingAccount account, BillingConnector connector, String version) {
        String fingerprint = fingerprint(account, version);
        Instant now = clock.instant();
        Instant last = touched.get(fingerprint);
        if (last != null && now.isBefore(last.plus(TOUCHED_EVERY))) {
            return;
        }
        try {
            open(account, fingerprint, detail(account, connector, version));
            if (touched.size() >= MOST) {
                touched.clear();
            }
            touched.put(fingerprint, now);
        } catch (RuntimeException databaseAway) {
            LOG.info("{} is not noted yet; its next event does it: {}", fingerprint, databaseAway.toString());
        }
    }

    /** {@link VersionsSettled} reads the version out of it again. */
    static String fingerprint(BillingAccount account, String version) {
        String shown = version.length() <= LONGEST ? version : version.substring(0, LONGEST);
        return BREAK + ":" + account + ":" + shown;
    }

    private static String detail(BillingAccount account, BillingConnector connector, String version) {
        String provider = account.provider().key();
        return "Events of " + account + " come in API version " + version + "; this Plumbline knows up to "
                + connector.newestKnownVersion()
                + ". Nothing is lost: an event only says whom to look at, and that is fetched in a version we know."
                + " Update Plumbline, or set the version of the webhook endpoint at " + provider
                + " to a known one. Closes by itself 7 days after the last such event, or when an update knows it.";
    }

    private void open(BillingAccount account, String fingerprint, String detail) {
        jdbc.sql("""
                        insert into break (type, fingerprint, provider, account, detail)
                        values (:type, :fingerprint, :provider, :account, :detail)
                        on conflict (fingerprint) do update
                            set last_seen_at = clock_timestamp(), resolved_at = null, detail = excluded.detail,
                                opened_at = case when break.resolved_at is null then break.opened_at
                                                 else clock_timestamp() end
                        """)
                .param("type", BREAK)
                .param("fingerprint", fingerprint)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .param("detail", detail)
                .update();
    }
}
