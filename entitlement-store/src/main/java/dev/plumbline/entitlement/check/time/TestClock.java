package dev.plumbline.entitlement.check.time;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where the test clock is kept, so that all nodes show the same time. */
@Repository
class TestClock {
    private final JdbcClient jdbc;

    TestClock(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** It was set to an instant, at an instant, and ticks on from there. */
    record Moved(Instant to, Instant at) {
        Instant now(Instant real) {
            return to.plus(Duration.between(at, real));
        }
    }

    Optional<Moved> read() {
        return jdbc.sql("select set_to, set_at from test_clock")
                .query((row, n) -> new Moved(
                        row.getObject("set_to", OffsetDateTime.class).toInstant(),
                        row.getObject("set_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    void set(Moved moved) {
        jdbc.sql("""
                        insert into test_clock (set_to, set_at) values (:to, :at)
                        on conflict on constraint test_clock_pkey do update set set_to = excluded.set_to, set_at = excluded.set_at
                        """)
                .param("to", moved.to().atOffset(ZoneOffset.UTC))
                .param("at", moved.at().atOffset(ZoneOffset.UTC))
                .update();
    }

    void clear() {
        jdbc.sql("delete from test_clock").update();
    }
}
