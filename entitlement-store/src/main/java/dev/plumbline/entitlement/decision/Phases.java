package dev.plumbline.entitlement.decision;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts.ManualPhase.Kind;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Customers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Phases made by hand: custom deals, internal accounts, trials without billing. They may begin and end in the past. */
@Repository
public class Phases {
    private static final TypeReference<Map<String, Long>> QUANTITIES = new TypeReference<>() {};
    private static final String COLUMNS = """
            select id, customer_key, kind, plan, version, term, valid_from, valid_until, billing_anchor,
                   quantities::text as quantities, reason, link, created_at, created_by, ended_at, ended_by, end_reason
            from customer_phase
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Customers customers;
    private final AuditTrail audit;
    private final JsonMapper json;

    Phases(JdbcClient jdbc, TransactionTemplate transactions, Customers customers, AuditTrail audit, JsonMapper json) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.customers = customers;
        this.audit = audit;
        this.json = json;
    }

    /** Empty when there is no such customer. */
    public Optional<KeptPhase> add(CustomerKey customer, KeptPhase.Terms terms, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            if (customers.lock(Set.of(customer)).isEmpty()) {
                return Optional.empty();
            }
            KeptPhase made = insert(customer, terms, by);
            audit.append(new AuditEntry(by, "phase.created", "phase", made.id(), customer, null, made.audited()));
            customers.mark(Set.of(customer));
            return Optional.of(made);
        }));
    }

    /** How ending went. */
    public sealed interface Ending {
        record Done(KeptPhase phase) implements Ending {}

        record Unknown() implements Ending {}

        /** It ends by then anyway. */
        record OverAlready(KeptPhase phase) implements Ending {}
    }

    /** @param at in the past, too; not after its beginning: it never was */
    public Ending end(String id, Instant at, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            KeptPhase seen = find(id).orElse(null);
            if (seen == null) {
                return new Ending.Unknown();
            }
            customers.lock(Set.of(seen.customer()));
            KeptPhase before = find(id).orElse(seen);
            Instant end = before.end();
            if (end != null && !at.isBefore(end)) {
                return new Ending.OverAlready(before);
            }
            KeptPhase after = end(before, at, by);
            audit.append(new AuditEntry(
                    by, "phase.ended", "phase", id, before.customer(), before.audited(), after.audited()));
            customers.mark(Set.of(before.customer()));
            return new Ending.Done(after);
        }));
    }

    public Optional<KeptPhase> find(String id) {
        return jdbc.sql(COLUMNS + "where id = :id")
                .param("id", id)
                .query((row, n) -> phase(row))
                .optional();
    }

    /** In the order of their beginnings. */
    public List<KeptPhase> of(CustomerKey customer) {
        return jdbc.sql(COLUMNS + "where customer_key = :customer order by valid_from, id")
                .param("customer", customer.value())
                .query((row, n) -> phase(row))
                .list();
    }

    private KeptPhase insert(CustomerKey customer, KeptPhase.Terms terms, Author by) {
        String id = Decisions.newId("phs");
        jdbc.sql("""
                        insert into customer_phase
                            (id, customer_key, kind, plan, version, term, valid_from, valid_until, billing_anchor,
                             quantities, reason, link, created_by)
                        values (:id, :customer, :kind, :plan, :version, :term, :from, :until, :anchor,
                                :quantities::jsonb, :reason, :link, :by)
                        """)
                .param("id", id)
                .param("customer", customer.value())
                .param("kind", terms.kind().name().toLowerCase(Locale.ROOT))
                .param("plan", terms.plan().key())
                .param("version", terms.plan().version())
                .param("term", terms.term(), Types.VARCHAR)
                .param("from", Decisions.timestamp(terms.from()))
                .param("until", Decisions.timestamp(terms.until()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("anchor", Decisions.timestamp(terms.billingAnchor()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("quantities", json.writeValueAsString(terms.quantities()))
                .param("reason", by.reason())
                .param("link", by.link(), Types.VARCHAR)
                .param("by", by.actor())
                .update();
        return find(id).orElseThrow();
    }

    private KeptPhase end(KeptPhase phase, Instant at, Author by) {
        jdbc.sql("update customer_phase set ended_at = :at, ended_by = :by, end_reason = :reason where id = :id")
                .param("at", Decisions.timestamp(at))
                .param("by", by.actor())
                .param("reason", by.reason())
                .param("id", phase.id())
                .update();
        return find(phase.id()).orElseThrow();
    }

    private KeptPhase phase(ResultSet row) throws SQLException {
        return new KeptPhase(
                row.getString("id"),
                new CustomerKey(row.getString("customer_key")),
                new KeptPhase.Terms(
                        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        new PlanRef(row.getString("plan"), row.getInt("version")),
                        row.getString("term"),
                        Decisions.instant(row, "valid_from"),
                        Decisions.instantOrNull(row, "valid_until"),
                        Decisions.instantOrNull(row, "billing_anchor"),
                        json.readValue(row.getString("quantities"), QUANTITIES)),
                row.getString("reason"),
                row.getString("link"),
                Decisions.instant(row, "created_at"),
                row.getString("created_by"),
                Decisions.ended(row));
    }
}
