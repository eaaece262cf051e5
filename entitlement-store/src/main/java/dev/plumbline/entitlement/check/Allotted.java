package dev.plumbline.entitlement.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.metering.Allotment;
import dev.plumbline.entitlement.metering.Terms;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.record.Customer;
import dev.plumbline.entitlement.record.Customers;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What metering asks, answered from the same memory as checks. */
@Component
class Allotted implements Terms {
    private static final int MOST = 200_000;

    private final EntitlementCache cache;
    private final CurrentModel models;
    private final Customers customers;
    /** That there is one stays so; that there is none does not. */
    private final Cache<CustomerKey, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    private volatile @Nullable Meters meters;

    Allotted(EntitlementCache cache, CurrentModel models, Customers customers) {
        this.cache = cache;
        this.models = models;
        this.customers = customers;
    }

    private record Meters(long revision, Map<String, List<Meter>> byEvent) {}

    @Override
    public Map<String, List<Meter>> metersByEvent() {
        return models.get()
                .map(revision -> {
                    Meters known = meters;
                    if (known == null || known.revision() != revision.revision()) {
                        var byEvent = new TreeMap<String, List<Meter>>();
                        revision.model()
                                .meters()
                                .values()
                                .forEach(meter -> byEvent.computeIfAbsent(meter.event(), _ -> new ArrayList<>())
                                        .add(meter));
                        known = new Meters(revision.revision(), byEvent);
                        meters = known;
                    }
                    return known.byEvent();
                })
                .orElse(Map.of());
    }

    @Override
    public Set<CustomerKey> known(Collection<CustomerKey> keys) {
        var known = new HashSet<CustomerKey>();
        var unsure = new ArrayList<CustomerKey>();
        for (CustomerKey key : keys) {
            if (seen.getIfPresent(key) != null) {
                known.add(key);
            } else {
                unsure.add(key);
            }
        }
        if (!unsure.isEmpty()) {
            customers.find(unsure).stream().map(Customer::key).forEach(key -> {
                seen.put(key, Boolean.TRUE);
                known.add(key);
            });
        }
        return known;
    }

    @Override
    public void prepare(Collection<CustomerKey> keys) {
        cache.prepare(keys.stream().map(CustomerKey::value).toList());
    }

    @Override
    public List<Allotment> allotments(CustomerKey customer, String meter, Instant at) {
        Held answer = cache.get(customer.value()).orElse(null);
        if (answer == null) {
            return List.of();
        }
        var found = new ArrayList<Allotment>();
        for (Answer.Offer offer : answer.answer().features().values()) {
            if (offer.feature(at) instanceof Feature.Metered feature
                    && feature.meter() != null
                    && feature.meter().key().equals(meter)) {
                Segment segment = offer.at(at);
                if (segment != null) {
                    found.add(of(customer, feature, segment, offer, at));
                }
            }
        }
        return found;
    }

    /** @param history whose segments tell what the window before gave */
    static Allotment of(
            CustomerKey customer, Feature.Metered feature, Segment segment, Answer.Offer history, Instant at) {
        var bare = new Allotment(customer, feature, segment, null);
        Allowance.Metered allowance = bare.allowance();
        return allowance == null ? bare : new Allotment(customer, feature, segment, history.limitBefore(allowance, at));
    }
}
