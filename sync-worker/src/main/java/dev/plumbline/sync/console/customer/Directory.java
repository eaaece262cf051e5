package dev.plumbline.sync.console.customer;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.customers.CustomerSearch;
import dev.plumbline.entitlement.check.customers.CustomersWanted;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.customer.BillingStatus;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Customers found by what support is told on the telephone, with the little that tells one from another. */
@Repository
class Directory {
    /** Of customers that were found and do not fit after all; then the page is answered as it is. */
    private static final int MOST_STRETCHES = 5;

    private final JdbcClient jdbc;
    private final CustomerSearch search;
    private final Customers customers;
    private final CustomerStates states;
    private final CurrentModel current;
    private final InstantSource business;

    Directory(
            JdbcClient jdbc,
            CustomerSearch search,
            Customers customers,
            CustomerStates states,
            CurrentModel current,
            InstantSource businessClock) {
        this.jdbc = jdbc;
        this.search = search;
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

    /** With a filter a page may be shorter than it could be, also empty: the cursor says that not all were looked at. */
    Page<Line> find(Sought sought, @Nullable String cursor, int limit) {
        String after = Cursor.read(cursor, "");
        if (after.indexOf('\0') >= 0) {
            throw Cursor.invalid();
        }
        CustomersWanted wanted = sought.wanted(
                current.get().map(revision -> revision.model().markets()).orElse(Map.of()));
        var found = new ArrayList<Line>();
        String goOn = after;
        for (int stretch = 0; goOn != null && found.size() < limit && stretch < MOST_STRETCHES; stretch++) {
            CustomerSearch.Stretch next = search.next(wanted, goOn, limit - found.size());
            lines(next.keys()).stream().filter(line -> fits(line, wanted)).forEach(found::add);
            goOn = next.goOn();
        }
        return new Page<>(found, goOn == null ? null : Cursor.write(goOn));
    }

    /** By the facts: what was found by plan and status only may fit. */
    private static boolean fits(Line line, CustomersWanted wanted) {
        String plan = wanted.plan();
        BillingStatus status = wanted.status();
        return (plan == null
                        || line.plans().stream()
                                .anyMatch(has -> wanted.version() == null
                                        ? has.startsWith(plan + "@")
                                        : has.equals(plan + "@" + wanted.version())))
                && (status == null || line.statuses().contains(word(status)));
    }

    private static String word(BillingStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** In the order of the keys. */
    private List<Line> lines(List<CustomerKey> keys) {
        Map<CustomerKey, Customer> found =
                customers.find(keys).stream().collect(Collectors.toMap(Customer::key, Function.identity()));
        Map<String, Long> breaks = openBreaks(keys);
        Instant now = business.instant();
        Model model = current.get().map(revision -> revision.model()).orElse(null);
        var lines = new ArrayList<Line>();
        List<Customer> all =
                keys.stream().map(found::get).filter(Objects::nonNull).toList();
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
        facts.subscriptions().forEach(subscription -> statuses.add(word(subscription.status())));
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
