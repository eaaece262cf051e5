package dev.plumbline.sync.inbox;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.sync.setup.BillingAccounts;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Closes VERSION_UNKNOWN: when no event of that version came for a week, or when this build knows it by now. */
@Component
public class VersionsSettled {
    static final Duration QUIET = Duration.ofDays(7);

    private final BillingAccounts accounts;
    private final JdbcClient jdbc;

    VersionsSettled(BillingAccounts accounts, JdbcClient jdbc) {
        this.accounts = accounts;
        this.jdbc = jdbc;
    }

    private record Open(String fingerprint, String provider, String account) {
        String version() {
            return fingerprint.substring((UnknownVersions.BREAK + ":" + provider + "/" + account + ":").length());
        }
    }

    public void close() {
        jdbc.sql("""
                        update break set resolved_at = clock_timestamp()
                        where type = :type and resolved_at is null
                          and last_seen_at < clock_timestamp() - :quiet * interval '1 s'
                        """)
                .param("type", UnknownVersions.BREAK)
                .param("quiet", QUIET.toSeconds())
                .update();
        open().stream().filter(this::isKnownByNow).forEach(this::close);
    }

    private List<Open> open() {
        return jdbc.sql("select fingerprint, provider, account from break where type = :type and resolved_at is null")
                .param("type", UnknownVersions.BREAK)
                .query((row, n) ->
                        new Open(row.getString("fingerprint"), row.getString("provider"), row.getString("account")))
                .list();
    }

    private boolean isKnownByNow(Open open) {
        return Provider.of(open.provider())
                .map(provider -> new BillingAccount(provider, open.account()))
                .flatMap(accounts::connector)
                .filter(connector -> connector.knowsVersion(open.version()))
                .isPresent();
    }

    private void close(Open open) {
        jdbc.sql("update break set resolved_at = clock_timestamp() where fingerprint = :fingerprint")
                .param("fingerprint", open.fingerprint())
                .update();
    }
}
