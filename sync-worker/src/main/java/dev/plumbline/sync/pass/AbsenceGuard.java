package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Cause;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * How many of an account may lose access within an hour for nothing but not being found. More of them is a fault of ours or of
 * the provider's, or an attack, until a person says otherwise (case F-74, threat S-23). What the provider says has ended is
 * evidence and does not come here.
 */
@Repository
class AbsenceGuard {
    private static final Logger LOG = LoggerFactory.getLogger(AbsenceGuard.class);
    private static final String OF_ACCOUNT = " where provider = :provider and account = :account";

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final EntitledSubjects entitled;
    private final AccountTurn turn;
    private final int customers;
    private final int percent;
    private final Duration within;
    private final Duration lookAgainAfter;

    /**
     * @param customers so many may, of however few there are
     *
     * @param percent of those that have access; the greater of both counts
     */
    AbsenceGuard(
            JdbcClient jdbc,
            AuditTrail audit,
            EntitledSubjects entitled,
            AccountTurn turn,
            @Value("${plumbline.absence.customers:100}") int customers,
            @Value("${plumbline.absence.percent:5}") int percent,
            @Value("${plumbline.absence.within:PT1H}") Duration within,
            @Value("${plumbline.absence.look-again:PT1H}") Duration lookAgainAfter) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.entitled = entitled;
        this.turn = turn;
        this.customers = customers;
        this.percent = percent;
        this.within = within;
        this.lookAgainAfter = lookAgainAfter;
    }

    Duration lookAgainAfter() {
        return lookAgainAfter;
    }

    /** In the transaction of the apply, after the subject's lock and before the customer's. */
    boolean mayTakeAway(Subject subject) {
        BillingAccount account = subject.account();
        turn.take(account.provider().key(), account.name());
        if (isReleased(subject)) {
            return true;
        }
        if (of(account, "select id from billing_hold" + OF_ACCOUNT + " and released_at is null")
                .query(Long.class)
                .optional()
                .isPresent()) {
            return false;
        }
        long lost = lostLately(account);
        if (lost < customers) {
            return remember(subject);
        }
        long having = entitled.of(account);
        long bound = Math.max(customers, having * percent / 100);
        if (lost < bound) {
            return remember(subject);
        }
        hold(account, bound, having);
        return false;
    }

    /** It was kept back, and a person said since that it may go if it is still not found. */
    private boolean isReleased(Subject subject) {
        return of(subject.account(), """
                        select h.released_at is not null from subject s join billing_hold h on h.id = s.hold
                        where s.provider = :provider and s.account = :account and s.kind = :kind and s.id = :id
                        """)
                .param("kind", subject.kind())
                .param("id", subject.id())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** A release begins a new count. */
    private long lostLately(BillingAccount account) {
        return of(account, "select count(*) from absence_revocation" + OF_ACCOUNT + """
                         and revoked_at > greatest(
                            clock_timestamp() - :within * interval '1 ms',
                            (select max(released_at) from billing_hold
                             where provider = :provider and account = :account))
                        """)
                .param("within", within.toMillis())
                .query(Long.class)
                .single();
    }

    private boolean remember(Subject subject) {
        return of(subject.account(), """
                        insert into absence_revocation (provider, account, provider_customer)
                        values (:provider, :account, :id)
                        """).param("id", subject.id()).update() == 1;
    }

    private void hold(BillingAccount account, long bound, long having) {
        String detail = "More than " + bound + " customers of " + account + " were to lose access within "
                + within.toMinutes() + " minutes because they, or their subscriptions, were not found. " + having
                + " have access. Nobody loses it for that until the hold is released.";
        Optional<Long> id = of(account, """
                        insert into billing_hold (provider, account, detail, bound, entitled)
                        values (:provider, :account, :detail, :bound, :entitled)
                        on conflict (provider, account) where released_at is null do nothing
                        returning id
                        """)
                .param("detail", detail)
                .param("bound", bound)
                .param("entitled", having)
                .query(Long.class)
                .optional();
        id.ifPresent(hold -> {
            audit.append(new AuditEntry(
                    new Author(Cause.SYSTEM, detail),
                    "account.held",
                    "billing-account",
                    account.toString(),
                    null,
                    null,
                    Map.of("hold", hold, "bound", bound, "entitled", having)));
            LOG.warn("{} is HELD: {}", account, detail);
        });
    }

    private JdbcClient.StatementSpec of(BillingAccount account, String sql) {
        return jdbc.sql(sql).param("provider", account.provider().key()).param("account", account.name());
    }
}
