package dev.plumbline.sync.pass;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Who of an account may lose access for not being found is decided by one at a time, and by one at a time those who were kept back
 * are let go: or sixteen workers would each find room for one more, and one more would be kept back while a person's release is
 * counted.
 */
@Repository
public class AccountTurn {
    private final JdbcClient jdbc;

    AccountTurn(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Until the transaction ends. Taken after the lock of the subject, or of the approval, and before the customer's: nobody who has
     * it waits for an approval.
     */
    public void take(String provider, String account) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:provider || '/' || :account, 74))")
                .param("provider", provider)
                .param("account", account)
                .query(row -> {});
    }
}
