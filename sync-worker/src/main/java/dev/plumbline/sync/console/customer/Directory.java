package dev.plumbline.sync.console.customer;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.Customer;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.record.CustomerStates;
import dev.plumbline.entitlement.record.Customers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Customers found by what support is told on the telephone, with the little that tells one from another. */
@Repository
class Directory {
    private static final int LONGEST = 255;
    private static final int MOST_BY_PROVIDER = 20;
    private static final int MOST_BY_PART = 50;
    private static final int SHORTEST_PART = 3;

    private final JdbcClient jdbc;
    private final Customers customers;
    private final CustomerStates states;
    private final CurrentModel current;
    private final InstantSource business;

    Directory(
            JdbcClient jdbc,
            Customers customers,
            CustomerStates states,
            CurrentModel current,
            InstantSource businessClock) {
        this.jdbc = jdbc;
        this.customers = customers;
        this.states = states;
        this.current = current;
        this.business = businessClock;
    }

    /**
     * @param plans such as {@code team@2}
     * @param statuses of billing, in our words
     */
    record Line(
            String key,
            @Nullable String name,
            @Nullable String country,
            Collection<String> plans,
            Collection<String> statuses,
            long openBreaks) {}

    /** @param sought the beginning of a key, a name or a part of one, or the whole id at a billing system; null for all */
    Page<Line> find(@Nullable String sought, @Nullable String cursor, int limit) {
        String text = sought == null ? "" : sought.strip();
        String after = Cursor.read(cursor, "");
        if (text.length() > LONGEST || text.indexOf('\0') >= 0 || after.indexOf('\0') >= 0) {
            throw Refusal.ofParameter("q", "It has at most " + LONGEST + " characters, and no zero");
        }
        Page<Customer> page = Page.of(
                customers.list(text, after, limit + 1),
                limit,
                customer -> customer,
                customer -> customer.key().value());
        var found = new LinkedHashMap<CustomerKey, Customer>();
        if (cursor == null && !text.isEmpty()) {
            byProviderId(text).forEach(customer -> found.put(customer.key(), customer));
        }
        page.data().forEach(customer -> found.put(customer.key(), customer));
        if (cursor == null && page.nextCursor() == null && text.length() >= SHORTEST_PART) {
            byPartOfName(text, limit).forEach(customer -> found.putIfAbsent(customer.key(), customer));
        }
        return new Page<>(lines(found), page.nextCursor());
    }

    /** Reads all names, so only where those that begin so are few; how many at most is said on the page. */
    private List<Customer> byPartOfName(String part, int limit) {
        return customers.find(jdbc.sql("""
                        select key from customer
                        where lower(coalesce(name, billing_name)) like :part or lower(billing_name) like :part
                        order by key limit :most
                        """)
                .param("part", "%" + part.toLowerCase(Locale.ROOT).replaceAll("([%_\\\\])", "\\\\$1") + "%")
                .param("most", Math.min(limit, MOST_BY_PART))
                .query((row, n) -> new CustomerKey(row.getString("key")))
                .list());
    }

    private List<Customer> byProviderId(String id) {
        return customers.find(jdbc.sql("""
                        select distinct customer_key from customer_link
                        where provider_customer = :id order by customer_key limit :most
                        """)
                .param("id", id)
                .param("most", MOST_BY_PROVIDER)
                .query((row, n) -> new CustomerKey(row.getString("customer_key")))
                .list());
    }

    private List<Line> lines(Map<CustomerKey, Customer> found) {
        Map<String, Long> breaks = openBreaks(found.keySet());
        Instant now = business.instant();
        Model model = current.get().map(revision -> revision.model()).orElse(null);
        var lines = new ArrayList<Line>();
        List<Customer> all = List.copyOf(found.values());
        for (int from = 0; from < all.size(); from += CustomerStates.MOST) {
            List<Customer> some = all.subList(from, Math.min(all.size(), from + CustomerStates.MOST));
            var read = states.read(some.stream().map(Customer::key).toList());
            for (Customer customer : some) {
                Facts facts = model == null
                        ? null
                        : read.of(customer.key())
                                .map(state -> facts(state, model, now))
                                .orElse(null);
                lines.add(
                        line(customer, facts, breaks.getOrDefault(customer.key().value(), 0L), now));
            }
        }
        return lines;
    }

    private static Facts facts(CustomerState state, Model model, Instant now) {
        return FactsAssembly.assemble(model, state.known(), state.kept(), state.snapshots(), now)
                .facts();
    }

    private static Line line(Customer customer, @Nullable Facts facts, long openBreaks, Instant now) {
        return new Line(
                customer.key().value(),
                customer.name(),
                customer.country(),
                facts == null ? List.of() : plans(facts, now),
                facts == null ? List.of() : statuses(facts),
                openBreaks);
    }

    private static Collection<String> plans(Facts facts, Instant now) {
        var plans = new TreeSet<String>();
        facts.subscriptions().stream()
                .filter(Facts.Subscribed::givesPhase)
                .filter(subscription ->
                        subscription.endsAt() == null || subscription.endsAt().isAfter(now))
                .flatMap(subscription -> subscription.itemsAt(now).stream())
                .flatMap(item ->
                        item.binding() instanceof Binding.ToPlan bound ? Stream.of(bound.plan()) : Stream.empty())
                .forEach(plan -> plans.add(plan.toString()));
        facts.phases().stream()
                .filter(phase -> !phase.from().isAfter(now)
                        && (phase.until() == null || phase.until().isAfter(now)))
                .forEach(phase -> plans.add(phase.plan().toString()));
        return plans;
    }

    private static Collection<String> statuses(Facts facts) {
        var statuses = new TreeSet<String>();
        facts.subscriptions()
                .forEach(subscription ->
                        statuses.add(subscription.status().name().toLowerCase(Locale.ROOT)));
        return statuses;
    }

    private Map<String, Long> openBreaks(Collection<CustomerKey> keys) {
        var counts = new HashMap<String, Long>();
        jdbc.sql("""
                        select customer_key, count(*) as open from break
                        where customer_key = any(:keys) and resolved_at is null group by customer_key
                        """)
                .param("keys", keys.stream().map(CustomerKey::value).toArray(String[]::new))
                .query(row -> {
                    counts.put(row.getString("customer_key"), row.getLong("open"));
                });
        return counts;
    }
}
