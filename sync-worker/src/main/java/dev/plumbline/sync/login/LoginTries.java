package dev.plumbline.sync.login;

import dev.plumbline.entitlement.record.ComparisonKey;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What was tried at logins, counted for all nodes together. */
@Repository
public class LoginTries {
    static final Duration WINDOW = Duration.ofMinutes(15);

    private final JdbcClient jdbc;
    private final ComparisonKey keyed;
    private final TransactionTemplate transactions;

    LoginTries(JdbcClient jdbc, ComparisonKey keyed, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.keyed = keyed;
        this.transactions = new TransactionTemplate(transactions);
        // Counted, whatever becomes of what the caller is in.
        this.transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * How many may fail.
     *
     * @param of a login, a place, or both; what is kept is a hash
     */
    record Limit(String of, int most) {}

    /**
     * Counts one more for each of them, or for none when one of them is full.
     *
     * @return how long to wait before the next; zero when it is counted
     */
    Duration count(List<Limit> limits, Instant now) {
        String[] keys = limits.stream().map(this::key).toArray(String[]::new);
        Integer[] most = limits.stream().map(Limit::most).toArray(Integer[]::new);
        return Objects.requireNonNull(transactions.execute(transaction -> {
            var full = new HashSet<>(List.of(keys));
            counted(keys, most, now).forEach(full::remove);
            if (full.isEmpty()) {
                return Duration.ZERO;
            }
            Instant first = newest(full);
            transaction.setRollbackOnly();
            return Duration.between(now, first.plus(WINDOW));
        }));
    }

    /**
     * In the order of keys, as everybody does: nobody waits for who waits for them. One that is full is locked here as well, so that it
     * stays what it was full by.
     */
    private List<String> counted(String[] keys, Integer[] most, Instant now) {
        return jdbc.sql("""
                        insert into login_try as t (key, failed, most, first_at)
                        select decode(key, 'hex'), 1, most, :now::timestamptz
                        from unnest(:keys::text[], :most::int[]) as asked (key, most) order by 1
                        on conflict (key) do update
                            set failed = case when t.first_at <= :past then 1 else t.failed + 1 end,
                                first_at = case when t.first_at <= :past then excluded.first_at else t.first_at end
                            where t.first_at <= :past or t.failed < excluded.most
                        returning encode(key, 'hex') as key
                        """)
                .param("keys", keys)
                .param("most", most)
                .param("now", timestamp(now))
                .param("past", timestamp(now.minus(WINDOW)))
                .query((row, n) -> row.getString("key"))
                .list();
    }

    private Instant newest(Set<String> keys) {
        return jdbc.sql("""
                        select max(first_at) as first from login_try
                        where key in (select decode(key, 'hex') from unnest(:keys::text[]) as asked (key))
                        """)
                .param("keys", keys.toArray(String[]::new))
                .query((row, n) -> row.getObject("first", OffsetDateTime.class).toInstant())
                .single();
    }

    /** One less: it was not looked at, or did fit. */
    void takeBack(Limit limit) {
        jdbc.sql("update login_try set failed = failed - 1 where key = decode(:key, 'hex') and failed > 0")
                .param("key", key(limit))
                .update();
    }

    void forget(Limit limit) {
        jdbc.sql("delete from login_try where key = decode(:key, 'hex')")
                .param("key", key(limit))
                .update();
    }

    /** Those that are of no account any more; what is counted at this moment is left for the next time. */
    public void forgetOld(Instant now) {
        jdbc.sql("""
                        delete from login_try
                        where key in (select key from login_try where first_at <= :past for update skip locked)
                        """).param("past", timestamp(now.minus(WINDOW))).update();
    }

    private String key(Limit limit) {
        return HexFormat.of().formatHex(keyed.hash(limit.of()));
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
