package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Mapping.By;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.sync.reconcile.finding.AtRisk;
import dev.plumbline.sync.reconcile.finding.ListWorth;
import dev.plumbline.sync.sheet.Cells;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is learnt on the way past every customer: who is on plan versions that are not sold any more, and which mappings are used.
 * What it keeps grows with the model and the prices, not with the customers.
 */
final class Walk {
    private final Model model;
    private final Instant now;
    private final Map<String, Version> versions = new TreeMap<>();
    private final Set<Name> used = new HashSet<>();
    private final Map<PriceRef, Long> items = new HashMap<>();

    Walk(Model model, Instant now) {
        this.model = model;
        this.now = now;
    }

    /** What a mapping names. */
    record Name(String provider, By by, String ref) {}

    private static final class Version {
        private long customers;
        private long subscriptions;
        private final Map<String, Sum> sums = new TreeMap<>();
    }

    /** @param facts as they are in force */
    void add(CustomerState state, Facts facts, ListWorth worth) {
        var mine = new HashSet<String>();
        for (Facts.Subscribed subscription : facts.subscriptions()) {
            if (isRunning(subscription)) {
                add(subscription, state, worth, mine);
            }
        }
        for (Facts.ManualPhase phase : facts.phases()) {
            boolean runs = !phase.from().isAfter(now)
                    && (phase.until() == null || phase.until().isAfter(now));
            if (runs && !isSold(phase.plan())) {
                legacy(phase.plan(), new AtRisk.Unknown(), mine);
            }
        }
        mine.forEach(version -> of(version).customers++);
    }

    private boolean isRunning(Facts.Subscribed subscription) {
        return subscription.status().givesPhase()
                && !subscription.startedAt().isAfter(now)
                && (subscription.endsAt() == null || subscription.endsAt().isAfter(now));
    }

    private void add(Facts.Subscribed subscription, CustomerState state, ListWorth worth, Set<String> mine) {
        for (Facts.BoundItem bound : subscription.itemsAt(now)) {
            BillingSnapshot.Item item = item(state, subscription, bound.id());
            if (item != null) {
                use(subscription.subject(), item, state);
            }
            if (bound.binding() instanceof Binding.ToPlan to && !isSold(to.plan())) {
                legacy(
                        to.plan(),
                        item == null
                                ? new AtRisk.Unknown()
                                : AtRisk.of(worth.of(subscription.subject(), List.of(item))),
                        mine);
            }
        }
    }

    private void use(SubjectRef subject, BillingSnapshot.Item item, CustomerState state) {
        PriceRef price = PriceRef.of(subject, item);
        items.merge(price, 1L, Long::sum);
        used.add(new Name(subject.provider(), By.PRICE, item.price()));
        String firstSeen = state.kept().lookupKeys().get(price);
        String key = firstSeen == null ? item.lookupKey() : firstSeen;
        if (key != null) {
            used.add(new Name(subject.provider(), By.LOOKUP_KEY, key));
        }
        if (item.product() != null) {
            used.add(new Name(subject.provider(), By.PRODUCT, item.product()));
        }
    }

    private static BillingSnapshot.@Nullable Item item(CustomerState state, Facts.Subscribed subscription, String id) {
        return state.snapshots().stream()
                .filter(snapshot -> snapshot.subject().equals(subscription.subject()))
                .flatMap(snapshot -> snapshot.subscriptions().stream())
                .filter(billed -> billed.id().equals(subscription.id()))
                .flatMap(billed -> billed.items().stream())
                .filter(billed -> billed.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private boolean isSold(Binding.PlanRef plan) {
        PlanVersion version = model.planVersion(plan.key(), plan.version());
        return version != null && version.sellable().covers(now);
    }

    private void legacy(Binding.PlanRef plan, AtRisk worth, Set<String> mine) {
        Version version = of(plan.toString());
        version.subscriptions++;
        Sum sum = Sum.one(worth);
        version.sums.merge(sum.currency(), sum, Sum::plus);
        mine.add(plan.toString());
    }

    private Version of(String version) {
        return versions.computeIfAbsent(version, _ -> new Version());
    }

    boolean isUsed(Name name) {
        return used.contains(name);
    }

    /** How many running items are on it. */
    long items(PriceRef price) {
        return items.getOrDefault(price, 0L);
    }

    /** One line for each version and currency. */
    List<List<@Nullable Object>> legacyVersions() {
        var lines = new ArrayList<List<@Nullable Object>>();
        versions.forEach((name, version) -> version.sums.forEach((currency, sum) -> lines.add(Cells.of(
                name,
                soldUntil(name),
                version.customers,
                version.subscriptions,
                currency,
                sum.count(),
                sum.amount()))));
        return lines;
    }

    /** Null for one that the model does not know any more. */
    private @Nullable Instant soldUntil(String name) {
        int at = name.lastIndexOf('@');
        PlanVersion version = model.planVersion(name.substring(0, at), Integer.parseInt(name.substring(at + 1)));
        return version == null ? null : version.sellable().until();
    }
}
