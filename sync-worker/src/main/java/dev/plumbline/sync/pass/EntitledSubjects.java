package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.entitlement.customer.BillingStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How many customers of an account have something, by what their billing system said last. */
@Repository
class EntitledSubjects {
    /** Counting reads every snapshot of the account; a bound need not be newer than this. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Map<BillingAccount, Counted> counted = new ConcurrentHashMap<>();

    EntitledSubjects(JdbcClient jdbc, InstantSource realTime) {
        this.jdbc = jdbc;
        this.clock = realTime;
    }

    private record Counted(long count, Instant at) {}

    long of(BillingAccount account) {
        Instant now = clock.instant();
        Counted known = counted.get(account);
        if (known == null || known.at.plus(KEPT).isBefore(now)) {
            known = new Counted(count(account), now);
            counted.put(account, known);
        }
        return known.count;
    }

    private long count(BillingAccount account) {
        return jdbc.sql("""
                        select count(*) from billing_snapshot
                        where provider = :provider and account = :account
                          and exists (select from jsonb_array_elements(snapshot -> 'subscriptions') as subscription
                                      where subscription ->> 'status' = any(:giving))
                        """)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .param(
                        "giving",
                        Arrays.stream(BillingStatus.values())
                                .filter(BillingStatus::givesPhase)
                                .map(Enum::name)
                                .toArray(String[]::new))
                .query(Long.class)
                .single();
    }
}
