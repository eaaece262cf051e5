package dev.plumbline.sync.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;

class PatientStartTest {
    private final AtomicInteger asked = new AtomicInteger();

    /** Seen in five minutes of ChaosIT: a node that was starting when its database crashed gave up. */
    @Test
    @DisplayName("F-18 F-19 a database that goes away while a node starts is waited for")
    void waitsForADatabaseThatIsAway() {
        String answer = PatientStart.ask(
                "A test",
                () -> {
                    if (asked.incrementAndGet() < 3) {
                        throw new CannotGetJdbcConnectionException(
                                "Failed to obtain JDBC Connection", new SQLTransientConnectionException("timed out"));
                    }
                    return "published";
                },
                Duration.ZERO);

        assertThat(answer).isEqualTo("published");
        assertThat(asked).hasValue(3);
    }

    @Test
    @DisplayName("What the database refuses is not asked again")
    void doesNotAskAgainWhatIsRefused() {
        assertThatThrownBy(() -> PatientStart.ask(
                        "A test",
                        () -> {
                            asked.incrementAndGet();
                            throw new UncategorizedSQLException("publish", null, new SQLException("no", "42501"));
                        },
                        Duration.ZERO))
                .isInstanceOf(UncategorizedSQLException.class);
        assertThat(asked).hasValue(1);
    }
}
