package dev.plumbline.entitlement.check.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionSystemException;

class DatabaseAwayTest {
    private static boolean away(String state) {
        return DatabaseAway.isCauseOf(new DataAccessResourceFailureException("", new SQLException("", state)));
    }

    @Test
    @DisplayName("F-19 F-20 F-24 a database that is restarted, read-only or full is away for a while")
    void knowsADatabaseThatIsAwayFromOneThatRefuses() {
        assertThat(away("08006")).isTrue();
        assertThat(away("57P01")).isTrue();
        assertThat(away("53100")).isTrue();
        assertThat(away("53300")).isTrue();
        assertThat(away("25006")).isTrue();
        assertThat(away("23505")).isFalse();
        assertThat(away("42601")).isFalse();
        assertThat(DatabaseAway.isCauseOf(new SQLTransientConnectionException("pool")))
                .isTrue();
        assertThat(DatabaseAway.isCauseOf(new IllegalStateException("bug"))).isFalse();
        assertThat(DatabaseAway.isCauseOf(null)).isFalse();
    }

    @Test
    void looksBehindARollbackThatFailedBecauseTheConnectionBroke() {
        var rollback = new TransactionSystemException("rollback failed", new SQLException("Connection is closed"));
        assertThat(DatabaseAway.isCauseOf(rollback)).isFalse();
        rollback.initApplicationException(new DataAccessResourceFailureException("", new SQLException("", "57P01")));
        assertThat(DatabaseAway.isCauseOf(rollback)).isTrue();
    }
}
