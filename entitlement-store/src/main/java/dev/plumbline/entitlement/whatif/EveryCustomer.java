package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import dev.plumbline.entitlement.record.CustomerStates;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.entitlement.record.StatesRead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One walk over all customers in the order of their keys. Any number of threads take its pages; what is in memory is one page
 * for each of them, and what is read of a page is read in one snapshot.
 */
final class EveryCustomer {
    private static final Logger LOG = LoggerFactory.getLogger(EveryCustomer.class);
    /** Few beside the customers; a company with a price for each customer reads some of them again. */
    private static final int MOST_PRICES = 100_000;

    private final CustomerStates states;
    private final TransactionTemplate reading;
    private final Draft draft;
    private final ProviderPrices asked;
    private String after = "";
    private boolean atEnd;

    EveryCustomer(CustomerStates states, TransactionTemplate reading, Draft draft, ProviderPrices asked) {
        this.asked = asked;
        this.states = states;
        this.reading = reading;
        this.draft = draft;
    }

    /** Takes page after page until there is none, or until the taker has seen enough. */
    void walk(Predicate<PageOfImpacts> goesOn) {
        var prices = new HashMap<PriceRef, Optional<String>>();
        var known = new HashMap<PriceRef, Optional<ListPrice>>();
        for (List<CustomerKey> page = next(); !page.isEmpty(); page = next()) {
            if (!goesOn.test(look(page, prices, known))) {
                return;
            }
            if (prices.size() > MOST_PRICES) {
                prices.clear();
                known.clear();
            }
        }
    }

    private synchronized List<CustomerKey> next() {
        List<CustomerKey> page = atEnd ? List.of() : states.keysAfter(after, CustomerStates.MOST);
        atEnd = page.isEmpty();
        if (!atEnd) {
            after = page.getLast().value();
        }
        return page;
    }

    private PageOfImpacts look(
            List<CustomerKey> page, Map<PriceRef, Optional<String>> prices, Map<PriceRef, Optional<ListPrice>> known) {
        StatesRead read = Objects.requireNonNull(reading.execute(_ -> states.read(page, prices)));
        ask(page, read, known);
        AskedPrices list = price -> known.getOrDefault(price, Optional.empty()).orElse(null);
        var looked = new ArrayList<Looked>();
        int unresolved = 0;
        for (CustomerKey customer : page) {
            try {
                read.of(customer).map(state -> draft.look(state, list)).ifPresent(looked::add);
            } catch (RuntimeException failure) {
                LOG.debug("{} cannot be resolved and is left out of a plan", customer, failure);
                unresolved++;
            }
        }
        List<Impact> impacts = draft.decided(looked).stream()
                .filter(impact -> !impact.isNone())
                .toList();
        return new PageOfImpacts(page.size(), impacts, unresolved);
    }

    /** Of the prices on this page those that are not known yet, in one statement. */
    private void ask(List<CustomerKey> page, StatesRead read, Map<PriceRef, Optional<ListPrice>> known) {
        Set<PriceRef> unknown = page.stream()
                .flatMap(customer -> read.of(customer).stream())
                .flatMap(state -> state.snapshots().stream())
                .flatMap(EveryCustomer::prices)
                .filter(price -> !known.containsKey(price))
                .collect(Collectors.toSet());
        Map<PriceRef, ListPrice> found = asked.of(unknown);
        unknown.forEach(price -> known.put(price, Optional.ofNullable(found.get(price))));
    }

    private static Stream<PriceRef> prices(BillingSnapshot snapshot) {
        return snapshot.subscriptions().stream()
                .flatMap(subscription -> subscription.items().stream())
                .map(item -> new PriceRef(
                        snapshot.subject().provider(), snapshot.subject().account(), item.price()));
    }
}
