package dev.plumbline.sync.pace;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Pace;
import dev.plumbline.connectors.Timetable;
import dev.plumbline.connectors.Urgency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The timetable that all processes share, on the database's clock. Read, reckoned, and written only if nobody wrote in
 * between: no lock outlives a statement, so a process that stalls in the middle of a booking holds up nobody (ADR 0012).
 */
final class PostgresTimetable implements Timetable {
    /** So many processes at once are a crowd: the next attempt can wait for a moment. */
    private static final int ATTEMPTS = 5;

    private static final Duration CROWDED = Duration.ofMillis(5);

    private final JdbcClient jdbc;
    private final BillingAccount account;
    private final Pace pace;

    PostgresTimetable(JdbcClient jdbc, BillingAccount account, Pace pace) {
        this.jdbc = jdbc;
        this.account = account;
        this.pace = pace;
    }

    private record Read(Pace.Line line, long bookings, Instant now) {}

    @Override
    public Booking book(Urgency urgency, int wanted) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Read read = read();
            Pace.Step step = pace.book(read.line(), read.now(), urgency, wanted);
            if (step.booking().turns() == 0 || write(step.line(), read.bookings())) {
                return step.booking();
            }
        }
        return new Booking(0, Duration.ZERO, pace.apart(), CROWDED);
    }

    @Override
    public void holdBackfill(Duration pause) {
        of("""
                update request_budget
                set backfill_from = greatest(backfill_from, clock_timestamp() + :pause * interval '1 ms')
                where provider = :provider and account = :account
                """).param("pause", pause.toMillis()).update();
    }

    private Read read() {
        return line().or(() -> {
                    begin();
                    return line();
                })
                .orElseThrow(() -> new IllegalStateException("The budget of " + account + " was removed just now"));
    }

    private Optional<Read> line() {
        return of("""
                select next_at, backfill_from, bookings, clock_timestamp() as now from request_budget
                where provider = :provider and account = :account
                """)
                .query((row, n) -> new Read(
                        new Pace.Line(instant(row, "next_at"), instant(row, "backfill_from")),
                        row.getLong("bookings"),
                        instant(row, "now")))
                .optional();
    }

    private void begin() {
        of("""
                insert into request_budget (provider, account, next_at, backfill_from)
                values (:provider, :account, clock_timestamp(), clock_timestamp()) on conflict do nothing
                """).update();
    }

    private boolean write(Pace.Line line, long bookings) {
        return of("""
                        update request_budget set next_at = :next, bookings = bookings + 1
                        where provider = :provider and account = :account and bookings = :bookings
                        """)
                        .param("next", line.next().atOffset(ZoneOffset.UTC))
                        .param("bookings", bookings)
                        .update()
                == 1;
    }

    private JdbcClient.StatementSpec of(String sql) {
        return jdbc.sql(sql).param("provider", account.provider().key()).param("account", account.name());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
