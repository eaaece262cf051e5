package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose turn it is at which account: one node at a time, one step at a time, so that any other can go on where it ended. */
@Repository
class Turns {
    /** Longer than a page may take with all its guards. */
    private static final Duration LEASE = Duration.ofMinutes(3);

    private static final String OF_TURN = " where provider = :provider and account = :account and fence = :fence";

    private final JdbcClient jdbc;

    Turns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An account that we never watched before begins now, or a little earlier. */
    void begin(BillingAccount account, Duration sweptUntilBefore) {
        of(account, """
                        insert into billing_account (provider, account, swept_until)
                        values (:provider, :account, clock_timestamp() - :before * interval '1 ms')
                        on conflict (provider, account) do nothing
                        """).param("before", sweptUntilBefore.toMillis()).update();
    }

    /** Empty when there is nothing to do yet, or another node is at it. */
    Optional<Turn> take(BillingAccount account) {
        return of(account, """
                        update billing_account a
                        set fence = nextval('billing_account_fence'),
                            lease_until = clock_timestamp() + :lease * interval '1 ms'
                        where a.provider = :provider and a.account = :account
                          and (a.lease_until is null or a.lease_until <= clock_timestamp())
                          and (a.next_sweep_at <= clock_timestamp()
                               or a.failures = 0 and exists (select from billing_resync r
                                                             where r.provider = a.provider and r.account = a.account
                                                               and r.completed_at is null))
                        returning fence, swept_until, list_since, list_began, list_older, failures
                        """)
                .param("lease", LEASE.toMillis())
                .query((row, n) -> turn(account, row))
                .optional();
    }

    private static Turn turn(BillingAccount account, ResultSet row) throws SQLException {
        Instant since = instant(row, "list_since");
        Instant began = instant(row, "list_began");
        return new Turn(
                account,
                row.getLong("fence"),
                row.getObject("swept_until", OffsetDateTime.class).toInstant(),
                since == null || began == null ? null : new Turn.EventList(since, began, row.getString("list_older")),
                row.getInt("failures"));
    }

    /** Holds the turn until the transaction ends; false when it is lost. */
    boolean isOurs(Turn turn) {
        return of(turn, "select fence from billing_account" + OF_TURN + " for update")
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /** A page was read; another one follows at once. */
    void goOn(Turn turn, Turn.EventList list) {
        of(turn, """
                        update billing_account
                        set list_since = :since, list_began = :began, list_older = :older, failures = 0, lease_until = null,
                            next_sweep_at = clock_timestamp()
                        """ + OF_TURN)
                .param("since", list.since().atOffset(ZoneOffset.UTC))
                .param("began", list.began().atOffset(ZoneOffset.UTC))
                .param("older", list.older(), Types.VARCHAR)
                .update();
    }

    /** The list was read to its end: only now is everything known that happened before it was begun. */
    void swept(Turn turn, Instant until, Duration nextAfter) {
        of(turn, """
                        update billing_account
                        set swept_until = greatest(swept_until, :until), list_since = null, list_began = null,
                            list_older = null, failures = 0, last_failure = null, lease_until = null,
                            next_sweep_at = clock_timestamp() + :after * interval '1 ms'
                        """ + OF_TURN)
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("after", nextAfter.toMillis())
                .update();
    }

    /** A step that is no sweep went well. */
    void end(Turn turn) {
        of(turn, """
                        update billing_account set failures = 0, last_failure = null, lease_until = null
                        """ + OF_TURN).update();
    }

    void fail(Turn turn, String why, Duration again) {
        of(turn, """
                        update billing_account
                        set failures = failures + 1, last_failure = :why, lease_until = null,
                            next_sweep_at = clock_timestamp() + :again * interval '1 ms'
                        """ + OF_TURN)
                .param("why", why.length() <= 1_000 ? why : why.substring(0, 1_000))
                .param("again", again.toMillis())
                .update();
    }

    private JdbcClient.StatementSpec of(Turn turn, String sql) {
        return of(turn.account(), sql).param("fence", turn.fence());
    }

    private JdbcClient.StatementSpec of(BillingAccount account, String sql) {
        return jdbc.sql(sql).param("provider", account.provider().key()).param("account", account.name());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime timestamp = row.getObject(column, OffsetDateTime.class);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
