package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Everything that is known of customers, for one or for hundreds in the same few statements. Reads only: who writes an answer
 * locks the customers before, in statements of their own, so that each of these sees what was committed while it waited.
 */
@Repository
public class CustomerStates {
    /** The driver and the planner do well with so many keys at once; more gain nothing. */
    public static final int MOST = 500;

    private final JdbcClient jdbc;
    private final DecidedFacts decided;

    CustomerStates(JdbcClient jdbc, DecidedFacts decided) {
        this.jdbc = jdbc;
        this.decided = decided;
    }

    /** Those that do not exist are left out. */
    public StatesRead read(Collection<CustomerKey> customers) {
        return read(customers, new HashMap<>());
    }

    /**
     * @param prices what is known already of what prices were called when they were first seen; what is read is added. Empty
     *     for one that has no such name
     */
    public StatesRead read(Collection<CustomerKey> customers, Map<PriceRef, Optional<String>> prices) {
        String[] keys = customers.stream().map(CustomerKey::value).toArray(String[]::new);
        var read = new LinkedHashMap<CustomerKey, StateOfOne>();
        readCustomers(keys, read);
        readSubjects(keys, read);
        decided.of(customers).forEach((customer, people) -> {
            StateOfOne one = read.get(customer);
            if (one != null) {
                one.decided(people);
            }
        });
        readPrices(pricesOf(read.values()), prices);
        return new StatesRead(read, prices);
    }

    /**
     * The keys of a page, in the order of keys.
     *
     * @param after the last key of the page before; empty for the first
     */
    public List<CustomerKey> keysAfter(String after, int atMost) {
        return jdbc.sql("select key from customer where key > :after order by key limit :atMost")
                .param("after", after)
                .param("atMost", atMost)
                .query((row, n) -> new CustomerKey(row.getString("key")))
                .list();
    }

    private void readCustomers(String[] keys, Map<CustomerKey, StateOfOne> into) {
        jdbc.sql("""
                        select c.key, c.country, c.attributes::text as attributes, c.version, c.resolved_revision, c.resolver,
                               coalesce(encode(e.content_hash, 'hex'), '') as answer_hash,
                               (select count(*) from break b
                                where b.customer_key = c.key and b.resolved_at is null and b.type = any(:found)) as open_breaks
                        from customer c left join entitlement e on e.customer_key = c.key
                        where c.key = any(:keys)
                        """).param("keys", keys).param("found", LedgerRows.FOUND).query(row -> {
            var one = new StateOfOne(row);
            into.put(one.customer(), one);
        });
    }

    private void readSubjects(String[] keys, Map<CustomerKey, StateOfOne> into) {
        jdbc.sql("""
                        select l.customer_key, provider, account, provider_customer,
                               s.snapshot::text as snapshot, p.kept::text as kept
                        from customer_link l
                        left join billing_snapshot s using (provider, account, provider_customer)
                        left join billing_pin p using (provider, account, provider_customer)
                        where l.customer_key = any(:keys)
                        order by provider, account, provider_customer
                        """).param("keys", keys).query(row -> {
            var one = into.get(new CustomerKey(row.getString("customer_key")));
            if (one != null) {
                one.addSubject(
                        new SubjectRef(
                                row.getString("provider"),
                                row.getString("account"),
                                row.getString("provider_customer")),
                        row.getString("snapshot"),
                        row.getString("kept"));
            }
        });
    }

    private static SortedSet<PriceRef> pricesOf(Collection<StateOfOne> read) {
        var prices = new TreeSet<>(SubjectPins.BY_PRICE);
        read.forEach(one -> prices.addAll(SubjectPins.pricesOf(one.snapshots())));
        return prices;
    }

    private void readPrices(SortedSet<PriceRef> wanted, Map<PriceRef, Optional<String>> into) {
        wanted.removeIf(into::containsKey);
        if (wanted.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        select provider, account, price, lookup_key from billing_price
                        where (provider, account, price) in (
                            select * from unnest(:providers::text[], :accounts::text[], :prices::text[]))
                        """)
                .param("providers", wanted.stream().map(PriceRef::provider).toArray(String[]::new))
                .param("accounts", wanted.stream().map(PriceRef::account).toArray(String[]::new))
                .param("prices", wanted.stream().map(PriceRef::price).toArray(String[]::new))
                .query(row -> {
                    var price =
                            new PriceRef(row.getString("provider"), row.getString("account"), row.getString("price"));
                    into.put(price, Optional.of(row.getString("lookup_key")));
                });
        wanted.forEach(price -> into.putIfAbsent(price, Optional.empty()));
    }
}
