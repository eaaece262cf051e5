package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.Customer.Billed;
import dev.plumbline.entitlement.record.Customer.Details;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;

/** Who buys, as applications know them. Every edit marks the customer: its answer may depend on country and attributes. */
@Repository
public class Customers {
    private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;

    Customers(JdbcClient jdbc, TransactionTemplate transactions, AuditTrail audit, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.events = events;
    }

    /** What became of an edit. */
    public sealed interface Written {
        record Created(Customer customer) implements Written {}

        record Changed(Customer customer) implements Written {}

        record Unchanged(Customer customer) implements Written {}

        /** Not the edit it was made on; null when there is no such customer. */
        record EditedMeanwhile(@Nullable Customer current) implements Written {}
    }

    public Optional<Customer> find(CustomerKey key) {
        return jdbc.sql("""
                        select key, name, country, attributes::text as attributes, billing_name, billing_country, edit
                        from customer where key = :key
                        """)
                .param("key", key.value())
                .query((row, n) -> customer(row))
                .optional();
    }

    /** Those of them that there are, in one statement. */
    public List<Customer> find(Collection<CustomerKey> keys) {
        return jdbc.sql("""
                        select key, name, country, attributes::text as attributes, billing_name, billing_country, edit
                        from customer where key = any(:keys)
                        """)
                .param("keys", values(keys))
                .query((row, n) -> customer(row))
                .list();
    }

    /**
     * Says all of it anew: what the details leave out is forgotten.
     *
     * @param onEdit the edit it was made on; null to write whatever is there
     */
    public Written put(CustomerKey key, Details details, @Nullable Long onEdit, Author by) {
        return transactions.execute(tx -> {
            boolean created = onEdit == null && createIfAbsent(key);
            Customer before = lock(key).orElse(null);
            if (before == null || (onEdit != null && onEdit != before.edit())) {
                return new Written.EditedMeanwhile(before);
            }
            if (before.said().equals(details) && !created) {
                return new Written.Unchanged(before);
            }
            Customer after = new Customer(key, details, before.billed(), created ? before.edit() : before.edit() + 1);
            update(after);
            audit.append(new AuditEntry(
                    by,
                    created ? "customer.created" : "customer.changed",
                    "customer",
                    key.value(),
                    key,
                    created ? null : before.said(),
                    details));
            mark(Set.of(key));
            return created ? new Written.Created(after) : new Written.Changed(after);
        });
    }

    /**
     * Puts customers on the list of what is to be resolved again; those that do not exist are left out. Call it inside the
     * transaction of the write that is the reason, once, with all of them: locks are taken in key order.
     */
    public void mark(Collection<CustomerKey> customers) {
        lock(customers);
        jdbc.sql("update customer set dirty_seq = nextval('customer_dirty_seq') where key = any(:keys)")
                .param("keys", values(customers))
                .update();
        events.publishEvent(new CustomersMarked(Set.copyOf(customers)));
    }

    /** Which of these exist, locked until the transaction ends, in key order whoever locks. */
    public List<CustomerKey> lock(Collection<CustomerKey> customers) {
        return jdbc.sql("select key from customer where key = any(:keys) order by key collate \"C\" for update")
                .param("keys", values(customers))
                .query((row, n) -> new CustomerKey(row.getString("key")))
                .list();
    }

    private Optional<Customer> lock(CustomerKey key) {
        lock(List.of(key));
        return find(key);
    }

    private boolean createIfAbsent(CustomerKey key) {
        return jdbc.sql("insert into customer (key) values (:key) on conflict (key) do nothing")
                        .param("key", key.value())
                        .update()
                == 1;
    }

    private void update(Customer customer) {
        jdbc.sql("""
                        update customer set name = :name, country = :country, attributes = :attributes::jsonb, edit = :edit
                        where key = :key
                        """)
                .param("key", customer.key().value())
                .param("name", customer.said().name())
                .param("country", customer.said().country())
                .param(
                        "attributes",
                        StoredJson.MAPPER.writeValueAsString(customer.said().attributes()))
                .param("edit", customer.edit())
                .update();
    }

    private static String[] values(Collection<CustomerKey> customers) {
        return customers.stream().map(CustomerKey::value).toArray(String[]::new);
    }

    private static Customer customer(ResultSet row) throws SQLException {
        return new Customer(
                new CustomerKey(row.getString("key")),
                new Details(
                        row.getString("name"),
                        row.getString("country"),
                        StoredJson.MAPPER.readValue(row.getString("attributes"), ATTRIBUTES)),
                new Billed(row.getString("billing_name"), row.getString("billing_country")),
                row.getLong("edit"));
    }
}
