package dev.plumbline.entitlement.decision;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Customers;
import dev.plumbline.entitlement.record.StoredJson;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Overrides are made and ended; one like another is allowed, and nothing is ever deleted. */
@Repository
public class Overrides {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final OverrideRegister register;
    private final Customers customers;
    private final AuditTrail audit;

    Overrides(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            OverrideRegister register,
            Customers customers,
            AuditTrail audit) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.register = register;
        this.customers = customers;
        this.audit = audit;
    }

    /** Empty when there is no such customer. */
    public Optional<KeptOverride> add(CustomerKey customer, KeptOverride.Terms terms, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            if (customers.lock(Set.of(customer)).isEmpty()) {
                return Optional.empty();
            }
            KeptOverride made = insert(customer, terms, by);
            audit.append(new AuditEntry(by, "override.created", "override", made.id(), customer, null, made.audited()));
            customers.mark(Set.of(customer));
            return Optional.of(made);
        }));
    }

    /** How ending went. */
    public sealed interface Ending {
        record Done(KeptOverride override) implements Ending {}

        record Unknown() implements Ending {}

        /** Its time was up, or somebody ended it before. */
        record OverAlready(KeptOverride override) implements Ending {}
    }

    /** @param clock read when nobody else can end it any more: who waited for another finds it over */
    public Ending end(String id, InstantSource clock, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            KeptOverride seen = register.find(id).orElse(null);
            if (seen == null) {
                return new Ending.Unknown();
            }
            customers.lock(Set.of(seen.customer()));
            KeptOverride before = register.find(id).orElse(seen);
            Instant at = clock.instant();
            if (!at.isBefore(before.end())) {
                return new Ending.OverAlready(before);
            }
            KeptOverride after = end(before, at, by);
            audit.append(new AuditEntry(
                    by, "override.ended", "override", id, before.customer(), before.audited(), after.audited()));
            customers.mark(Set.of(before.customer()));
            return new Ending.Done(after);
        }));
    }

    private KeptOverride insert(CustomerKey customer, KeptOverride.Terms terms, Author by) {
        String id = Decisions.newId("ovr");
        jdbc.sql("""
                        insert into customer_override
                            (id, customer_key, feature, effect, value, valid_from, valid_until, user_key,
                             ignore_availability, reason, link, created_by)
                        values (:id, :customer, :feature, :effect, :value::jsonb, :from, :until, :user,
                                :ignoreAvailability, :reason, :link, :by)
                        """)
                .param("id", id)
                .param("customer", customer.value())
                .param("feature", terms.feature())
                .param("effect", terms.effect().name().toLowerCase(Locale.ROOT))
                .param("value", terms.value() == null ? null : StoredJson.write(terms.value()), Types.VARCHAR)
                .param("from", Decisions.timestamp(terms.validFrom()))
                .param("until", Decisions.timestamp(terms.validUntil()))
                .param("user", terms.user(), Types.VARCHAR)
                .param("ignoreAvailability", terms.ignoreAvailability())
                .param("reason", by.reason())
                .param("link", by.link(), Types.VARCHAR)
                .param("by", by.actor())
                .update();
        return register.find(id).orElseThrow();
    }

    private KeptOverride end(KeptOverride override, Instant at, Author by) {
        jdbc.sql("update customer_override set ended_at = :at, ended_by = :by, end_reason = :reason where id = :id")
                .param("at", Decisions.timestamp(at))
                .param("by", by.actor())
                .param("reason", by.reason())
                .param("id", override.id())
                .update();
        return register.find(override.id()).orElseThrow();
    }
}
