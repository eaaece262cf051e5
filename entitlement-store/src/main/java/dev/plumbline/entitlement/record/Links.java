package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which billing system's customer is which of ours: bound by an authenticated caller, never by what a payload says (S-5).
 * Locks are taken in this order: customers by key, then the link.
 */
@Repository
public class Links {
    /** Who links a subject that came without a link. */
    public static final String BY_ITSELF = "plumbline";

    private static final int TRIES = 20;
    private static final Map<String, Boolean> STAYS_UNLINKED = Map.of("staysUnlinked", true);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Customers customers;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;

    Links(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Customers customers,
            AuditTrail audit,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.customers = customers;
        this.audit = audit;
        this.events = events;
    }

    /** What became of binding. */
    public sealed interface Bound {
        record Made(Link link) implements Bound {}

        record Moved(Link link, CustomerKey from) implements Bound {}

        record Unchanged(Link link) implements Bound {}

        record CustomerUnknown() implements Bound {}

        /** Somebody linked it elsewhere, and the caller did not want to move it. */
        record HeldElsewhere(Link link) implements Bound {}
    }

    public Optional<Link> find(SubjectRef subject) {
        return jdbc.sql("""
                        select provider, account, provider_customer, customer_key, linked_at, linked_by
                        from customer_link where provider = :provider and account = :account and provider_customer = :id
                        """)
                .params(params(subject))
                .query((row, n) -> link(row))
                .optional();
    }

    public List<Link> of(CustomerKey customer) {
        return jdbc.sql("""
                        select provider, account, provider_customer, customer_key, linked_at, linked_by
                        from customer_link where customer_key = :customer order by provider, account, provider_customer
                        """)
                .param("customer", customer.value())
                .query((row, n) -> link(row))
                .list();
    }

    /**
     * Binds a subject to a customer, wherever it was before; both customers are marked.
     *
     * @param onlyIfFree do not take it from a customer that somebody linked it to
     */
    public Bound bind(SubjectRef subject, CustomerKey to, boolean onlyIfFree, Author by) {
        return untilNobodyIsInTheWay(() -> tryToBind(subject, to, onlyIfFree, by));
    }

    /**
     * Ends the link, and remembers that a person did: the subject then stays unlinked until somebody links it, however often it
     * is looked at. False when it was not linked to that customer.
     */
    public boolean unbind(SubjectRef subject, CustomerKey from, Author by) {
        return untilNobodyIsInTheWay(() -> {
            events.publishEvent(new SubjectTouched(subject));
            customers.lock(Set.of(from));
            Optional<Link> gone = remove(subject, from);
            gone.ifPresent(link -> {
                rememberUnlinked(subject, from, by);
                audit.append(
                        new AuditEntry(by, "customer.unlinked", "link", subject.toString(), from, written(link), null));
                customers.mark(Set.of(from));
                events.publishEvent(new SubjectUnlinked(subject, from));
            });
            return Optional.of(gone.isPresent());
        });
    }

    /** Empty when the link moved between looking and locking. */
    private Optional<Bound> tryToBind(SubjectRef subject, CustomerKey to, boolean onlyIfFree, Author by) {
        events.publishEvent(new SubjectTouched(subject));
        Optional<Link> seen = find(subject);
        var affected = new TreeSet<>(Set.of(to));
        seen.ifPresent(link -> affected.add(link.customer()));
        if (!customers.lock(affected).contains(to)) {
            return Optional.of(new Bound.CustomerUnknown());
        }
        Optional<Link> held = find(subject);
        if (!held.map(Link::customer).equals(seen.map(Link::customer))) {
            return Optional.empty();
        }
        if (held.isPresent() && held.get().customer().equals(to) && !held.get().byItself()) {
            return Optional.of(new Bound.Unchanged(held.get()));
        }
        if (held.isPresent() && onlyIfFree && !held.get().byItself()) {
            return Optional.of(new Bound.HeldElsewhere(held.get()));
        }
        Optional<CustomerKey> holder = held.map(Link::customer);
        return write(subject, to, holder.orElse(null), by).map(link -> {
            boolean wasUnlinked = forgetUnlinked(subject);
            record(held, wasUnlinked, link, by);
            closeUnlinked(subject);
            customers.mark(affected);
            events.publishEvent(new SubjectLinked(subject, to));
            return holder.filter(from -> !from.equals(to))
                    .<Bound>map(from -> new Bound.Moved(link, from))
                    .orElseGet(() -> new Bound.Made(link));
        });
    }

    /** Empty when somebody else linked it first. */
    private Optional<Link> write(SubjectRef subject, CustomerKey to, @Nullable CustomerKey from, Author by) {
        return jdbc.sql("""
                        insert into customer_link (provider, account, provider_customer, customer_key, linked_by)
                        values (:provider, :account, :id, :customer, :by)
                        on conflict (provider, account, provider_customer)
                        do update set customer_key = excluded.customer_key, linked_by = excluded.linked_by,
                                      linked_at = clock_timestamp()
                        where customer_link.customer_key = :from
                        returning provider, account, provider_customer, customer_key, linked_at, linked_by
                        """)
                .params(params(subject))
                .param("customer", to.value())
                .param("from", from == null ? null : from.value())
                .param("by", by.actor())
                .query((row, n) -> link(row))
                .optional();
    }

    private Optional<Link> remove(SubjectRef subject, CustomerKey from) {
        return jdbc.sql("""
                        delete from customer_link
                        where provider = :provider and account = :account and provider_customer = :id
                          and customer_key = :customer
                        returning provider, account, provider_customer, customer_key, linked_at, linked_by
                        """)
                .params(params(subject))
                .param("customer", from.value())
                .query((row, n) -> link(row))
                .optional();
    }

    private void rememberUnlinked(SubjectRef subject, CustomerKey from, Author by) {
        jdbc.sql("""
                        insert into customer_unlinked
                            (provider, account, provider_customer, customer_key, unlinked_by, reason)
                        values (:provider, :account, :id, :customer, :by, :reason)
                        on conflict (provider, account, provider_customer)
                        do update set customer_key = excluded.customer_key, unlinked_at = clock_timestamp(),
                                      unlinked_by = excluded.unlinked_by, reason = excluded.reason
                        """)
                .params(params(subject))
                .param("customer", from.value())
                .param("by", by.actor())
                .param("reason", by.reason())
                .update();
    }

    /** False when nobody had unlinked it. */
    private boolean forgetUnlinked(SubjectRef subject) {
        return jdbc.sql("""
                                delete from customer_unlinked
                                where provider = :provider and account = :account and provider_customer = :id
                                """).params(params(subject)).update() == 1;
    }

    /** It belongs to somebody now. */
    private void closeUnlinked(SubjectRef subject) {
        jdbc.sql("""
                        update break set resolved_at = clock_timestamp()
                        where fingerprint = :fingerprint and resolved_at is null
                        """).param("fingerprint", "UNLINKED_SUBSCRIPTION:" + subject).update();
    }

    /** Both timelines tell of a move (F-55). */
    private void record(Optional<Link> before, boolean wasUnlinked, Link after, Author by) {
        String ref = after.subject().toString();
        Object was = before.<Object>map(Links::written).orElse(wasUnlinked ? STAYS_UNLINKED : null);
        audit.append(new AuditEntry(by, "customer.linked", "link", ref, after.customer(), was, written(after)));
        before.filter(link -> !link.customer().equals(after.customer()))
                .ifPresent(link -> audit.append(
                        new AuditEntry(by, "customer.unlinked", "link", ref, link.customer(), was, written(after))));
    }

    /** A link may move, and another writer may hold the same rows: then all of it is done again. */
    private <T> T untilNobodyIsInTheWay(Supplier<Optional<T>> write) {
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<T> done = transactions.execute(tx -> write.get());
                if (done.isPresent()) {
                    return done.get();
                }
            } catch (ConcurrencyFailureException inTheWay) {
                if (attempt >= TRIES) {
                    throw inTheWay;
                }
            }
            if (attempt >= TRIES) {
                throw new ConcurrencyFailureException("The link is being moved by others");
            }
        }
    }

    private static Map<String, Object> params(SubjectRef subject) {
        return Map.of("provider", subject.provider(), "account", subject.account(), "id", subject.id());
    }

    private static Map<String, String> written(Link link) {
        return Map.of("customer", link.customer().value(), "linkedBy", link.linkedBy());
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(
                new SubjectRef(row.getString("provider"), row.getString("account"), row.getString("provider_customer")),
                new CustomerKey(row.getString("customer_key")),
                StoredRows.instant(row, "linked_at"),
                row.getString("linked_by"));
    }
}
