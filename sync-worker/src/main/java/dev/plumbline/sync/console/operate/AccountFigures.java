package dev.plumbline.sync.console.operate;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.ProviderGuards;
import dev.plumbline.sync.pace.AccountGuards;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.ConnectedAccount;
import dev.plumbline.sync.sweep.AccountStanding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How we stand with each billing account: what it sent last, how far behind we are, what we may still ask of it. */
@Repository
class AccountFigures {
    private final JdbcClient jdbc;
    private final BillingAccounts accounts;
    private final AccountStanding standings;
    private final AccountGuards guards;

    AccountFigures(JdbcClient jdbc, BillingAccounts accounts, AccountStanding standings, AccountGuards guards) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.standings = standings;
        this.guards = guards;
    }

    /**
     * @param wrong in a sentence; null when nothing is
     * @param breaker whether calls are let through: closed, half open, open; null when none goes out from here
     * @param knowsVersion false when its events come in a version of its interface that we were not made for
     * @param budget calls that could be made at once now; null when nobody counts
     */
    record Line(
            String provider,
            String account,
            @Nullable String mode,
            boolean takesDeliveries,
            boolean knowsVersion,
            Traffic traffic,
            @Nullable String wrong,
            Map<String, Object> details,
            @Nullable String breaker,
            @Nullable Double budget) {}

    /**
     * @param lastEvent when one came in last
     * @param apiVersion that it was rendered in; null when it does not say
     * @param waiting who is due to be looked at
     * @param waitingSince since when the longest of them
     */
    record Traffic(
            @Nullable Instant lastEvent,
            @Nullable String apiVersion,
            long lastDay,
            long waiting,
            @Nullable Instant waitingSince,
            long quarantined) {}

    List<Line> all() {
        return accounts.all().stream().map(this::line).toList();
    }

    private Line line(BillingAccount account) {
        AccountStanding.Standing standing = standings.of(account);
        ProviderGuards guard = guards.of(account).orElse(null);
        ConnectedAccount connected = accounts.connected(account).orElse(null);
        Traffic traffic = traffic(account);
        String version = traffic.apiVersion();
        return new Line(
                account.provider().key(),
                account.name(),
                connected == null ? null : connected.mode().name().toLowerCase(Locale.ROOT),
                connected != null && connected.takesDeliveries(),
                version == null || connected == null || connected.connector().knowsVersion(version),
                traffic,
                standing.wrong(),
                standing.details(),
                guard == null ? null : guard.state().name().toLowerCase(Locale.ROOT),
                guard == null ? null : Math.floor(guard.budget().left()));
    }

    private Traffic traffic(BillingAccount account) {
        return jdbc.sql("""
                        select (select received_at from inbox where provider = :provider and account = :account
                                order by id desc limit 1) as last_event,
                               (select api_version from inbox where provider = :provider and account = :account
                                order by id desc limit 1) as api_version,
                               (select count(*) from inbox where provider = :provider and account = :account
                                and received_at > clock_timestamp() - interval '1 day') as last_day,
                               count(*) filter (where dirty_seq is not null and due_at <= clock_timestamp()
                                                and state <> 'QUARANTINED') as waiting,
                               min(due_at) filter (where dirty_seq is not null and due_at <= clock_timestamp()
                                                   and state <> 'QUARANTINED') as waiting_since,
                               count(*) filter (where state = 'QUARANTINED') as quarantined
                        from subject where provider = :provider and account = :account
                        """)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .query((row, n) -> new Traffic(
                        instant(row, "last_event"),
                        row.getString("api_version"),
                        row.getLong("last_day"),
                        row.getLong("waiting"),
                        instant(row, "waiting_since"),
                        row.getLong("quarantined")))
                .single();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime timestamp = row.getObject(column, OffsetDateTime.class);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
