package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Promotion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The ledger in PostgreSQL, in the transaction of the calling thread. */
@Repository
class PostgresLedger implements Ledger {
    private final JdbcClient jdbc;
    private final CustomerStates states;
    private final LedgerRows rows;
    private final Enrolments enrolments;

    PostgresLedger(JdbcClient jdbc, CustomerStates states, LedgerRows rows, Enrolments enrolments) {
        this.jdbc = jdbc;
        this.states = states;
        this.rows = rows;
        this.enrolments = enrolments;
    }

    @Override
    public Optional<CustomerKey> customerOf(SubjectRef subject) {
        return of(subject, """
                        select customer_key from customer_link
                        where provider = :provider and account = :account and provider_customer = :subject
                        """).query(String.class).optional().map(CustomerKey::new);
    }

    @Override
    public boolean adopt(SubjectRef subject, CustomerKey key) {
        jdbc.sql("insert into customer (key) values (:key) on conflict (key) do nothing")
                .param("key", key.value())
                .update();
        // Locked first: of two subjects that want the same key at once, the second sees the first one's link.
        jdbc.sql("select 1 from customer where key = :key for update")
                .param("key", key.value())
                .query(Integer.class)
                .single();
        return of(subject, """
                        insert into customer_link (provider, account, provider_customer, customer_key, linked_by)
                        select :provider, :account, :subject, :key, :by
                        where not exists (select from customer_link where customer_key = :key)
                        on conflict (provider, account, provider_customer) do nothing
                        """)
                        .param("key", key.value())
                        .param("by", Links.BY_ITSELF)
                        .update()
                == 1;
    }

    @Override
    public Optional<String> unlinked(SubjectRef subject) {
        return of(subject, """
                        select 'Unlinked from ' || customer_key || ' by ' || unlinked_by || ' (' || reason || ')'
                        from customer_unlinked
                        where provider = :provider and account = :account and provider_customer = :subject
                        """).query(String.class).optional();
    }

    @Override
    public Optional<CustomerState> lock(CustomerKey customer) {
        return jdbc.sql("select 1 from customer where key = :customer for update")
                .param("customer", customer.value())
                .query(Integer.class)
                .optional()
                .flatMap(_ -> states.read(List.of(customer)).of(customer));
    }

    @Override
    public long currentRevision() {
        return jdbc.sql("select coalesce(max(revision), 0) from model_revision")
                .query(Long.class)
                .single();
    }

    @Override
    public void keep(Kept kept) {
        rows.keep(List.of(kept));
    }

    @Override
    public void report(CustomerKey customer, List<Finding> findings) {
        rows.report(Map.of(customer, findings));
    }

    @Override
    public void reportUnlinked(SubjectRef subject, @Nullable String detail) {
        if (detail == null) {
            of(subject, """
                            update break set resolved_at = clock_timestamp()
                            where fingerprint = :fingerprint and resolved_at is null
                            """)
                    .param("fingerprint", "UNLINKED_SUBSCRIPTION:" + subject)
                    .update();
            return;
        }
        of(subject, """
                        insert into break (type, fingerprint, provider, account, provider_customer, detail)
                        values ('UNLINKED_SUBSCRIPTION', :fingerprint, :provider, :account, :subject, :detail)
                        on conflict (fingerprint) do update
                            set last_seen_at = clock_timestamp(), resolved_at = null, detail = excluded.detail,
                                opened_at = case when break.resolved_at is null then break.opened_at
                                                 else clock_timestamp() end
                        """)
                .param("fingerprint", "UNLINKED_SUBSCRIPTION:" + subject)
                .param("detail", detail)
                .update();
    }

    @Override
    public List<Facts.Enrolment> enrol(CustomerKey customer, List<Promotion> promotions, Instant now) {
        return enrolments.enrolEligible(customer, promotions, now);
    }

    @Override
    public void write(Entry entry) {
        rows.write(List.of(entry));
    }

    @Override
    public void confirm(CustomerKey customer, Resolution resolution, Made made) {
        rows.confirm(List.of(new LedgerRows.Confirmation(customer, resolution, made)));
    }

    @Override
    public boolean isStored(CustomerKey customer, Resolution resolution) {
        return jdbc.sql("select timeline = :timeline::jsonb from entitlement where customer_key = :customer")
                .param("timeline", StoredJson.write(resolution.timeline()))
                .param("customer", customer.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    private JdbcClient.StatementSpec of(SubjectRef subject, String sql) {
        return jdbc.sql(sql)
                .param("provider", subject.provider())
                .param("account", subject.account())
                .param("subject", subject.id());
    }
}
