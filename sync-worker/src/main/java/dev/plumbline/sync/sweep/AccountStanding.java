package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How we stand with an account: in one sentence what is wrong, if anything is, and the numbers behind it. */
@Repository
public class AccountStanding {
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Duration late;

    AccountStanding(JdbcClient jdbc, InstantSource realTime, SweepSettings.Given settings) {
        this.jdbc = jdbc;
        this.clock = realTime;
        this.late = settings.settings().late();
    }

    /** @param wrong null when nothing is */
    public record Standing(@Nullable String wrong, Map<String, Object> details) {}

    public Standing of(BillingAccount account) {
        return jdbc.sql("""
                        select a.swept_until, a.failures, a.last_failure, a.key_refused_since, a.key_refused_why,
                               r.cause, r.detail as resync_detail, r.step, r.marked, r.strangers, r.requested_at,
                               h.id as hold, h.detail as hold_detail, h.opened_at
                        from billing_account a
                        left join billing_resync r
                          on r.provider = a.provider and r.account = a.account and r.completed_at is null
                        left join billing_hold h
                          on h.provider = a.provider and h.account = a.account and h.released_at is null
                        where a.provider = :provider and a.account = :account
                        """)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .query((row, n) -> standing(row))
                .optional()
                .orElse(new Standing(null, Map.of()));
    }

    private Standing standing(ResultSet row) throws SQLException {
        Instant sweptUntil = row.getObject("swept_until", OffsetDateTime.class).toInstant();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("eventsKnownUntil", sweptUntil);
        String wrong = null;
        String failure = row.getInt("failures") == 0 ? null : row.getString("last_failure");
        if (failure != null) {
            details.put("lastFailure", failure);
            details.put("failures", row.getInt("failures"));
            wrong = isGrave(failure, sweptUntil) ? "What happened cannot be read: " + failure : null;
        }
        if (row.getString("cause") != null) {
            details.put("resync", row.getString("cause"));
            details.put("resyncStep", row.getString("step"));
            details.put(
                    "resyncSince",
                    row.getObject("requested_at", OffsetDateTime.class).toInstant());
            details.put("resyncMarked", row.getLong("marked"));
            details.put("resyncStrangers", row.getLong("strangers"));
            wrong = row.getString("resync_detail") + ". All of its customers are looked at again"
                    + (failure == null ? "" : ", and that fails: " + failure);
        }
        if (row.getObject("hold") != null) {
            details.put("hold", row.getLong("hold"));
            wrong = row.getString("hold_detail");
        }
        if (row.getObject("key_refused_since") != null) {
            Instant since =
                    row.getObject("key_refused_since", OffsetDateTime.class).toInstant();
            details.put("keyRefusedSince", since);
            wrong = "The key is refused since " + since + ": " + row.getString("key_refused_why");
        }
        return new Standing(wrong, details);
    }

    /** A provider that is away for an hour is its own alarm; what is missed then is caught up with. */
    private boolean isGrave(String failure, Instant sweptUntil) {
        return failure.startsWith("KEY_REFUSED")
                || sweptUntil.isBefore(clock.instant().minus(late));
    }
}
