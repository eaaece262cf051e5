package dev.plumbline.entitlement.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.record.AnswerBatch;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.BilledCustomers;
import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.Published;
import dev.plumbline.entitlement.record.Publishing;
import dev.plumbline.entitlement.record.StoredAnswer;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Decider;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Request;
import dev.plumbline.entitlement.resolve.Seeds;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.resolve.Timeline;
import dev.plumbline.entitlement.resolve.Usage;
import dev.plumbline.entitlement.whatif.Change.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** M18: what a plan says is what publishing then does, for every customer and feature. On real PostgreSQL, by seeds. */
class PredictedIsWhatHappensTest {
    private static final int CUSTOMERS = 60;
    private static final int DRAFTS = 12;

    @SuppressWarnings("NullAway.Init") // one for each case
    private RunningStore store;

    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final Set<String> sold = new TreeSet<>();
    private int cases;
    private int changed;
    private int unchanged;

    /** One change, so that two lists of them can be compared. */
    private record Told(String customer, String feature, Kind kind, Instant from) {}

    @Test
    @DisplayName(
            "Plan, publish, resolve everybody anew: the answers that differ are the changes that were told, of each kind, from the instant told")
    void tellsWhatPublishingDoes() {
        Seeds.cases("plans and what comes of them", 2, this::tellsIt);
        System.out.printf("%d drafts: %d changes told, %d drafts changed nothing%n", cases, changed, unchanged);
        assertThat(changed).as("changes that could have been told wrongly").isGreaterThan(cases);
    }

    private void tellsIt(long seed) {
        var random = new SplittableRandom(seed);
        long frozen = random.nextLong();
        try (var running = RunningStore.start("plumbline.test-clock=true")) {
            store = running;
            sold.clear();
            for (int i = 0; i < DRAFTS; i++) {
                tellsIt(frozen, random.split());
            }
        }
    }

    /** Each a year later: what was agreed for later has taken effect by then. */
    private void tellsIt(long frozen, SplittableRandom random) {
        now = now.plus(Duration.ofDays(365));
        store.put("/v1/test-clock", "{\"now\": \"" + now + "\"}");
        Set<String> published = Set.copyOf(sold);
        String base = RandomCatalog.with(RandomCatalog.of(frozen, now, random.split()), sold);
        String draft =
                switch (random.nextInt(4)) {
                    case 0 -> RandomCatalog.slightly(base, random.split());
                    case 1 -> added(base, random.split());
                    default -> RandomCatalog.with(RandomCatalog.of(frozen, now, random.split()), sold);
                };
        seed(random.split());
        // An older one first: what it pinned stays pinned, whatever the base and the draft say of those prices.
        publish(RandomCatalog.with(RandomCatalog.of(frozen, now, random.split()), published), null);
        publish(base, null);
        Instant effectiveAt = random.nextInt(3) == 0 ? now.plus(Duration.ofDays(1 + random.nextInt(90))) : null;
        if (random.nextInt(4) == 0) {
            publish(
                    RandomCatalog.with(RandomCatalog.of(frozen, now, random.split()), published),
                    now.plus(Duration.ofDays(1 + random.nextInt(99))));
            effectiveAt = now.plus(Duration.ofDays(100 + random.nextInt(90)));
        }

        WhatIfRun plan = planned(draft, effectiveAt);
        Map<String, StoredAnswer> before = answers();
        if (publish(draft, effectiveAt)) {
            resolveAll();
        }
        var happened = differences(before, answers(), plan.comparedFrom());

        List<Told> told = told(plan);
        assertThat(told).as(() -> base + "\n---\n" + draft).containsExactlyInAnyOrderElementsOf(happened);
        assertThat(plan.counts().customers())
                .isEqualTo(happened.stream().map(Told::customer).distinct().count());
        assertThat(plan.isBroad()).isEqualTo(plan.counts().customers() > 1);
        assertThat(plan.counts().byKind())
                .isEqualTo(happened.stream()
                        .collect(Collectors.groupingBy(
                                Told::kind,
                                Collectors.mapping(
                                        Told::customer,
                                        Collectors.collectingAndThen(Collectors.toSet(), set -> (long) set.size())))));
        cases++;
        changed += told.size();
        unchanged += told.isEmpty() ? 1 : 0;
    }

    private String added(String base, SplittableRandom random) {
        var left = new TreeSet<>(RandomCatalog.ADDITIONS.keySet());
        left.removeAll(sold);
        if (left.isEmpty()) {
            return RandomCatalog.slightly(base, random);
        }
        String addition = random.nextBoolean() ? left.first() : left.last();
        sold.add(addition);
        return RandomCatalog.with(base, Set.of(addition));
    }

    private WhatIfRun planned(String draft, @Nullable Instant effectiveAt) {
        WhatIf whatIf = store.bean(WhatIf.class);
        if (!(whatIf.plan(draft, effectiveAt, "ann") instanceof Drafted.Planned(WhatIfRun begun))) {
            throw new AssertionError("no plan");
        }
        WhatIfRun run = whatIf.await(begun.id(), Duration.ofSeconds(30)).orElseThrow();
        assertThat(run.status()).isEqualTo(WhatIfRun.Status.COMPLETED);
        assertThat(run.counts().unresolved()).isZero();
        if (!(CatalogFile.read(draft) instanceof CatalogFile.Valid(Model model))) {
            throw new AssertionError();
        }
        // Without the plan at hand, the quick look says the same of it.
        var newest = store.bean(Models.class).newest().orElseThrow();
        store.jdbc().sql("update what_if_run set status = 'CANCELLED'").update();
        assertThat(whatIf.isBroad(newest, model, run.comparedFrom())).isEqualTo(run.isBroad());
        return run;
    }

    private List<Told> told(WhatIfRun plan) {
        var told = new ArrayList<Told>();
        WhatIf.Place after = null;
        for (; ; ) {
            List<Change> page =
                    store.bean(WhatIf.class).changes(plan.id(), new WhatIf.Sought(null, null, null), after, 37);
            page.forEach(change -> told.add(
                    new Told(change.customer().value(), change.feature().value(), change.kind(), change.from())));
            if (page.isEmpty()) {
                return told;
            }
            Change last = page.getLast();
            after = new WhatIf.Place(
                    last.customer().value(), last.feature().value(), last.kind().name());
        }
    }

    // ---- the company

    private void seed(SplittableRandom random) {
        store.jdbc().sql("""
                        truncate customer, customer_link, billing_snapshot, billing_pin, billing_price, entitlement,
                                 entitlement_history, break, outbox, what_if_run cascade
                        """).update();
        var customers = new BilledCustomers(store.jdbc());
        for (int i = 0; i < CUSTOMERS; i++) {
            // One customer in a company has what nobody else has.
            if (i == 0) {
                var item = new Item("si_1", BilledCustomers.BOUGHT, "rare_m", null, null, 1L, null, null);
                customers.add(
                        "c0",
                        "FI",
                        List.of(BilledCustomers.subscription("sub_1", BillingStatus.ACTIVE, List.of(item))));
                continue;
            }
            var subscriptions = new ArrayList<Subscription>();
            for (int s = random.nextInt(3); s > 0; s--) {
                subscriptions.add(subscription("sub_" + s, random));
            }
            customers.add(
                    "c" + i,
                    random.nextInt(5) == 0 ? null : RandomCatalog.COUNTRIES.get(random.nextInt(4)),
                    subscriptions);
            decide("c" + i, random);
        }
    }

    /** What people decided: a deal by hand, an override. */
    private void decide(String customer, SplittableRandom random) {
        if (random.nextInt(6) == 0) {
            store.jdbc()
                    .sql("""
                            insert into customer_phase (id, customer_key, kind, plan, version, valid_from, reason, created_by)
                            values ('p-' || :customer, :customer, 'evergreen', :plan, 1, :from, 'a test', 'ann')
                            """)
                    .param("customer", customer)
                    .param("plan", random.nextBoolean() ? "team" : "gold")
                    .param("from", now.minus(Duration.ofDays(10)).atOffset(ZoneOffset.UTC))
                    .update();
        }
        if (random.nextInt(5) == 0) {
            store.jdbc()
                    .sql("""
                            insert into customer_override (id, customer_key, feature, effect, value, valid_from, valid_until,
                                                           reason, created_by)
                            values ('o-' || :customer, :customer, 'invoices', 'set', '{"kind": "limit", "amount": 10}',
                                    :from, :until, 'a test', 'ann')
                            """)
                    .param("customer", customer)
                    .param("from", now.minus(Duration.ofDays(10)).atOffset(ZoneOffset.UTC))
                    .param("until", now.plus(Duration.ofDays(90)).atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    private Subscription subscription(String id, SplittableRandom random) {
        var statuses = List.of(
                BillingStatus.ACTIVE,
                BillingStatus.ACTIVE,
                BillingStatus.TRIALING,
                BillingStatus.PAST_DUE,
                BillingStatus.UNPAID,
                BillingStatus.CANCELED);
        BillingStatus status = statuses.get(random.nextInt(statuses.size()));
        var items = new ArrayList<Item>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            items.add(new Item(
                    "si_" + i,
                    now.minus(Duration.ofDays(1 + random.nextInt(900))),
                    RandomCatalog.PRICES.get(random.nextInt(RandomCatalog.PRICES.size())),
                    null,
                    null,
                    random.nextInt(4) == 0 ? null : (long) random.nextInt(9),
                    BilledCustomers.BOUGHT,
                    null));
        }
        Instant later = now.plus(Duration.ofDays(random.nextInt(200)));
        Subscription plain = BilledCustomers.subscription(id, status, items);
        return new Subscription(
                id,
                status,
                plain.providerStatus(),
                plain.createdAt(),
                plain.startedAt(),
                random.nextInt(4) == 0 ? later : null,
                status == BillingStatus.TRIALING ? later : null,
                plain.billingAnchor(),
                "EUR",
                false,
                random.nextBoolean() ? now.minus(Duration.ofDays(random.nextInt(40))) : null,
                items);
    }

    // ---- publishing

    private boolean publish(String source, @Nullable Instant effectiveAt) {
        Published published = store.bean(Publishing.class)
                .publish(new Publishing.Wanted(source, new Author("ann", "a test"), null, effectiveAt));
        assertThat(published).as(source).isInstanceOfAny(Published.Done.class, Published.Unchanged.class);
        resolveAll();
        return published instanceof Published.Done;
    }

    private void resolveAll() {
        while (store.bean(CustomersToResolve.class).resolveBehind(50) > 0) {
            // as long as somebody is behind
        }
    }

    private Map<String, StoredAnswer> answers() {
        var keys = store.jdbc().sql("select key from customer").query(String.class).list().stream()
                .map(CustomerKey::new)
                .toList();
        var answers = new TreeMap<String, StoredAnswer>();
        store.bean(AnswerBatch.class)
                .of(keys)
                .forEach(answer -> answers.put(answer.customer().value(), answer));
        return answers;
    }

    // ---- what happened: decisions at every instant where anything could change, compared one by one

    private List<Told> differences(Map<String, StoredAnswer> before, Map<String, StoredAnswer> after, Instant from) {
        assertThat(after).hasSize(CUSTOMERS).hasSameSizeAs(before);
        var found = new ArrayList<Told>();
        before.forEach((customer, answer) -> compare(
                customer,
                answer.timeline(),
                Objects.requireNonNull(after.get(customer)).timeline(),
                from,
                found));
        return found;
    }

    private void compare(String customer, Timeline before, Timeline after, Instant from, List<Told> found) {
        var features = new TreeSet<>(before.features().keySet());
        features.addAll(after.features().keySet());
        for (FeatureKey feature : features) {
            List<Segment> was = before.features().getOrDefault(feature, List.of());
            List<Segment> will = after.features().getOrDefault(feature, List.of());
            var instants = new TreeSet<Instant>(List.of(from));
            was.forEach(segment -> instants.add(segment.from()));
            will.forEach(segment -> instants.add(segment.from()));
            var kinds = new TreeMap<Kind, Instant>();
            for (Instant at : instants.tailSet(from)) {
                Kind kind = kind(at(feature, was, at), at(feature, will, at));
                if (kind != null) {
                    kinds.putIfAbsent(kind, at);
                }
            }
            kinds.forEach((kind, at) -> found.add(new Told(customer, feature.value(), kind, at)));
        }
    }

    /** @param allowance null when it is denied */
    private record Decided(Decision decision, @Nullable Allowance allowance) {}

    private @Nullable Decided at(FeatureKey key, List<Segment> segments, Instant at) {
        return segments.stream()
                .filter(segment -> segment.covers(at))
                .findFirst()
                .map(segment -> new Decided(
                        Decider.decide(feature(key), segment, Usage.NONE, Request.PLAIN, at),
                        segment.outcome() instanceof Outcome.Granted granted ? granted.allowance() : null))
                .orElse(null);
    }

    private Feature feature(FeatureKey key) {
        var newest = store.bean(Models.class).newest().orElseThrow();
        for (long revision = newest.revision(); revision > 0; revision--) {
            Feature feature = store.bean(Models.class).at(revision).model().feature(key);
            if (feature != null) {
                return feature;
            }
        }
        throw new AssertionError(key);
    }

    private static @Nullable Kind kind(@Nullable Decided was, @Nullable Decided will) {
        boolean had = was != null && was.decision().hasAccess();
        boolean has = will != null && will.decision().hasAccess();
        if (had != has) {
            return has ? Kind.GAINED : Kind.LOST;
        }
        if (was == null || will == null) {
            return null;
        }
        Decision before = was.decision();
        Decision after = will.decision();
        if (has) {
            if (was.allowance() instanceof Allowance.Metered a
                    && will.allowance() instanceof Allowance.Metered b
                    && !a.window().equals(b.window())) {
                return Kind.TERMS;
            }
            int limit = limit(after).compareTo(limit(before));
            if (limit != 0) {
                return limit > 0 ? Kind.LIMIT_UP : Kind.LIMIT_DOWN;
            }
            if (before.level() != null && !before.level().equals(after.level())) {
                List<String> levels = List.of("none", "email", "manager");
                return levels.indexOf(after.level()) > levels.indexOf(before.level()) ? Kind.LEVEL_UP : Kind.LEVEL_DOWN;
            }
            if (was.allowance() instanceof Allowance.Metered && !was.allowance().equals(will.allowance())) {
                return Kind.TERMS;
            }
        }
        return before.reason() == after.reason()
                        && before.source().equals(after.source())
                        && before.phase() == after.phase()
                ? null
                : Kind.REASON;
    }

    private static BigDecimal limit(Decision decision) {
        return decision.unlimited()
                ? BigDecimal.valueOf(Long.MAX_VALUE)
                : decision.limit() == null ? BigDecimal.ZERO : decision.limit();
    }
}
