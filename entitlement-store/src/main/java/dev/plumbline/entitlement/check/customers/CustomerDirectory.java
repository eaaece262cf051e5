package dev.plumbline.entitlement.check.customers;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.ComparisonKey;
import dev.plumbline.entitlement.record.Customer;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.record.CustomerStates;
import dev.plumbline.entitlement.record.Customers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Customers found by what they are on, what their billing says, where they are and what they are called: for the API and for pages. */
@Component
public class CustomerDirectory {
    /** Of customers that were found and do not fit after all; then the page is answered as it is. */
    private static final int MOST_STRETCHES = 5;

    private final CustomerSearch search;
    private final Customers customers;
    private final CustomerStates states;
    private final CurrentModel current;
    private final ComparisonKey keyed;
    private final InstantSource business;

    CustomerDirectory(
            CustomerSearch search,
            Customers customers,
            CustomerStates states,
            CurrentModel current,
            ComparisonKey keyed,
            InstantSource businessClock) {
        this.search = search;
        this.customers = customers;
        this.states = states;
        this.current = current;
        this.keyed = keyed;
        this.business = businessClock;
    }

    /**
     * Somebody who was looked for.
     *
     * @param plans such as {@code team@2}
     * @param statuses of billing, in our words
     */
    public record Found(Customer customer, Collection<String> plans, Collection<String> statuses) {
        /** By the facts: what was found by plan and status only may fit. */
        private boolean fits(CustomersWanted wanted) {
            String plan = wanted.plan();
            BillingStatus status = wanted.status();
            return (plan == null
                            || plans.stream()
                                    .anyMatch(has -> wanted.version() == null
                                            ? has.startsWith(plan + "@")
                                            : has.equals(plan + "@" + wanted.version())))
                    && (status == null || statuses.contains(word(status)));
        }
    }

    /** With a filter a page may be shorter than it could be, also empty: the cursor says that not all were looked at. */
    public Page<Found> find(CustomersSought sought, @Nullable String cursor, int limit) {
        CustomersWanted wanted = wanted(sought);
        return find(
                wanted,
                cursor,
                limit,
                all -> withFacts(all).stream().filter(one -> one.fits(wanted)).toList());
    }

    /** Those of some who are known already that fit what else is looked for; whatever the text is. */
    public List<Found> among(List<CustomerKey> keys, CustomersSought sought) {
        CustomersWanted wanted = wanted(sought);
        return withFacts(inOrder(keys)).stream()
                .filter(one -> one.fits(wanted))
                .filter(one -> wanted.countries().isEmpty()
                        || wanted.countries().contains(one.customer().country()))
                .toList();
    }

    /** Their facts are read only where they are asked for. */
    Page<Customer> customers(CustomersSought sought, @Nullable String cursor, int limit) {
        CustomersWanted wanted = wanted(sought);
        return find(
                wanted,
                cursor,
                limit,
                all -> wanted.plan() == null && wanted.status() == null
                        ? all
                        : withFacts(all).stream()
                                .filter(one -> one.fits(wanted))
                                .map(Found::customer)
                                .toList());
    }

    private CustomersWanted wanted(CustomersSought sought) {
        return sought.wanted(
                current.get().map(revision -> revision.model().markets()).orElse(Map.of()), keyed);
    }

    private <T> Page<T> find(
            CustomersWanted wanted, @Nullable String cursor, int limit, Function<List<Customer>, List<T>> fitting) {
        String after = Cursor.read(cursor, "");
        if (after.indexOf('\0') >= 0) {
            throw Cursor.invalid();
        }
        var found = new ArrayList<T>();
        String goOn = after;
        for (int stretch = 0; goOn != null && found.size() < limit && stretch < MOST_STRETCHES; stretch++) {
            CustomerSearch.Stretch next = search.next(wanted, goOn, limit - found.size());
            found.addAll(fitting.apply(inOrder(next.keys())));
            goOn = next.goOn();
        }
        return new Page<>(found, goOn == null ? null : Cursor.write(goOn));
    }

    /** In the order of the keys. */
    private List<Customer> inOrder(List<CustomerKey> keys) {
        Map<CustomerKey, Customer> found =
                customers.find(keys).stream().collect(Collectors.toMap(Customer::key, Function.identity()));
        return keys.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private List<Found> withFacts(List<Customer> all) {
        Instant now = business.instant();
        Model model = current.get().map(revision -> revision.model()).orElse(null);
        if (model == null) {
            return all.stream()
                    .map(customer -> new Found(customer, List.of(), List.of()))
                    .toList();
        }
        var known = new ArrayList<Found>();
        for (int from = 0; from < all.size(); from += CustomerStates.MOST) {
            List<Customer> some = all.subList(from, Math.min(all.size(), from + CustomerStates.MOST));
            var read = states.read(some.stream().map(Customer::key).toList());
            some.forEach(customer -> known.add(read.of(customer.key())
                    .map(state -> facts(state, model, now))
                    .map(facts -> new Found(customer, plans(facts, now), statuses(facts)))
                    .orElseGet(() -> new Found(customer, List.of(), List.of()))));
        }
        return known;
    }

    private static Facts facts(CustomerState state, Model model, Instant now) {
        return FactsAssembly.assemble(model, state.known(), state.kept(), state.snapshots(), now)
                .facts();
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

    private static String word(BillingStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
