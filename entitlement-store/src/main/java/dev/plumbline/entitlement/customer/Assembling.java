package dev.plumbline.entitlement.customer;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Binding.ToAddOn;
import dev.plumbline.entitlement.customer.Binding.ToPlan;
import dev.plumbline.entitlement.customer.FactsAssembly.Assembled;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of {@link FactsAssembly}: walks the snapshots in one order and gathers what it decides on the way. */
final class Assembling {
    private final Model model;
    private final Known known;
    private final Kept kept;
    private final Instant observedAt;
    private final Map<ItemRef, Binding> bindings;
    private final Map<SubscriptionRef, Standing> standings;
    private final Map<PriceRef, String> lookupKeys;
    private final Map<SubscriptionRef, List<PlannedMove>> moves;
    private final List<Finding> findings = new ArrayList<>();

    Assembling(Model model, Known known, Kept kept, Instant observedAt) {
        this.model = model;
        this.known = known;
        this.kept = kept;
        this.observedAt = observedAt;
        // What is kept of a subject that is gone stays: a later look may find it again, and its pins with it.
        bindings = new HashMap<>(kept.bindings());
        standings = new HashMap<>(kept.standings());
        lookupKeys = new HashMap<>(kept.lookupKeys());
        moves = new HashMap<>(kept.moves());
    }

    Assembled of(List<BillingSnapshot> snapshots) {
        var inOrder = snapshots.stream()
                .filter(snapshot -> !snapshot.gone())
                .sorted(precedence())
                .toList();
        inOrder.forEach(this::rememberLookupKeys);
        var subscriptions = new ArrayList<Facts.Subscribed>();
        for (var snapshot : inOrder) {
            snapshot.subscriptions().stream()
                    .sorted(Comparator.comparing(BillingSnapshot.Subscription::id))
                    .forEach(subscription -> subscriptions.add(subscribed(snapshot.subject(), subscription)));
            snapshot.reversals()
                    .forEach(reversal -> Retroactive.of(snapshot.subject(), reversal, observedAt)
                            .ifPresent(findings::add));
        }
        var facts = facts(inOrder, subscriptions);
        checkCountry(facts.country(), subscriptions);
        facts.phases().forEach(this::checkVersion);
        return new Assembled(
                facts,
                first(inOrder, BillingSnapshot::name),
                new Kept(bindings, standings, lookupKeys, moves),
                findings);
    }

    private Facts facts(List<BillingSnapshot> inOrder, List<Facts.Subscribed> subscriptions) {
        return new Facts(
                known.customer(),
                known.country() != null ? known.country() : first(inOrder, BillingSnapshot::country),
                known.attributes(),
                subscriptions,
                known.phases().stream()
                        .sorted(Comparator.comparing(Facts.ManualPhase::id))
                        .toList(),
                known.enrolments().stream()
                        .sorted(Comparator.comparing(Facts.Enrolment::promotion)
                                .thenComparing(Facts.Enrolment::enrolledAt))
                        .toList(),
                known.overrides().stream()
                        .sorted(Comparator.comparing(Facts.CustomerOverride::createdAt)
                                .thenComparing(Facts.CustomerOverride::id))
                        .toList());
    }

    private Comparator<BillingSnapshot> precedence() {
        return Comparator.<BillingSnapshot>comparingInt(
                        s -> model.precedenceOf(s.subject().provider()))
                .thenComparing(BillingSnapshot::subject);
    }

    private static @Nullable String first(
            List<BillingSnapshot> inOrder, Function<BillingSnapshot, @Nullable String> fact) {
        for (var snapshot : inOrder) {
            var value = fact.apply(snapshot);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    /** Where snapshots of different age disagree on the key of a price that is new to us, the lower one is taken. */
    private void rememberLookupKeys(BillingSnapshot snapshot) {
        for (var subscription : snapshot.subscriptions()) {
            subscription.items().forEach(item -> rememberLookupKey(snapshot.subject(), item));
            subscription.ahead().stream()
                    .flatMap(phase -> phase.items().stream())
                    .forEach(item -> rememberLookupKey(snapshot.subject(), item));
        }
    }

    private void rememberLookupKey(SubjectRef subject, BillingSnapshot.Item item) {
        var price = PriceRef.of(subject, item);
        if (item.lookupKey() != null && !kept.lookupKeys().containsKey(price)) {
            lookupKeys.merge(price, item.lookupKey(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
        }
    }

    private Facts.Subscribed subscribed(SubjectRef subject, BillingSnapshot.Subscription subscription) {
        var ref = new SubscriptionRef(subject, subscription.id());
        var standing = standing(ref, subscription);
        var items = new ArrayList<Facts.BoundItem>();
        var pins = pins(ref);
        subscription.items().stream()
                .sorted(Comparator.comparing(BillingSnapshot.Item::id))
                .forEach(item -> items.add(bound(ref, item, pins, standing)));
        var planned = planned(ref, items, standing);
        forgetSuperseded(ref, items);
        checkBackdated(ref, subscription, standing);
        var subscribed = new Facts.Subscribed(
                subject,
                subscription.id(),
                standing == null ? BillingStatus.UNKNOWN : standing.status(),
                subscription.createdAt(),
                subscription.startedAt(),
                standing == null ? subscription.endsAt() : end(subscription, standing.status(), standing.since()),
                subscription.trialEndsAt(),
                subscription.billingAnchor(),
                subscription.collectionPaused(),
                standing == null ? null : standing.episodeSince(),
                items,
                subscription.collectionResumesAt(),
                standing == null || hasEnded(standing.status()) ? List.of() : ahead(ref, subscription));
        for (var move : planned) {
            subscribed = Planning.ahead(subscribed, move);
        }
        return subscribed;
    }

    /** What is due has moved, and the pins with it; the rest is to come. What means nothing any more is forgotten. */
    private List<PlannedMove> planned(SubscriptionRef ref, List<Facts.BoundItem> items, @Nullable Standing standing) {
        var left = Moved.planned(kept.moves(), ref);
        if (left.isEmpty()) {
            return left;
        }
        for (var due : left.stream()
                .sorted(PlannedMove.IN_TIME)
                .filter(move -> move.isDue(observedAt))
                .toList()) {
            items.replaceAll(item -> new Facts.BoundItem(item.id(), item.quantity(), due.moved(item.binding())));
        }
        items.forEach(item -> bindings.put(new ItemRef(ref.subject(), ref.id(), item.id()), item.binding()));
        var toCome = standing == null || hasEnded(standing.status())
                ? List.<PlannedMove>of()
                : Planning.living(
                        left.stream().filter(move -> !move.isDue(observedAt)).toList(), items);
        if (toCome.isEmpty()) {
            moves.remove(ref);
        } else {
            moves.put(ref, toCome);
        }
        return toCome;
    }

    private List<Facts.Ahead> ahead(SubscriptionRef ref, BillingSnapshot.Subscription subscription) {
        return new Foreseeing(model, ref, subscription, bindings, lookupKeys, findings).ahead();
    }

    private void checkBackdated(
            SubscriptionRef ref, BillingSnapshot.Subscription subscription, @Nullable Standing standing) {
        var backdated = standing == null ? null : standing.backdated();
        if (backdated != null) {
            var worth = new ListValueOf(model, lookupKeys)
                    .of(ref.subject(), subscription.items(), bindings, subscription.id());
            Retroactive.of(ref, backdated, worth, observedAt).ifPresent(findings::add);
        }
    }

    /** Null for a subscription that nobody has understood yet: it gives nothing, because it gave nothing before. */
    private @Nullable Standing standing(SubscriptionRef ref, BillingSnapshot.Subscription subscription) {
        var before = Moved.of(kept.standings(), ref);
        if (subscription.status() == BillingStatus.UNKNOWN) {
            findings.add(new Finding(
                    Finding.Type.UNKNOWN_STATE,
                    ref.toString(),
                    "The billing system says \"" + subscription.providerStatus() + "\", which means nothing to us; "
                            + (before == null ? "nothing is given" : "it is treated as " + before.status())));
            return before;
        }
        var status = subscription.status();
        var since = before != null && before.status() == status ? before.since() : observedAt;
        var end = end(subscription, status, since);
        var now = new Standing(
                status,
                since,
                episode(before, subscription),
                end,
                Backdating.learnt(before, subscription, end, observedAt));
        standings.put(ref, now);
        return now;
    }

    private @Nullable Instant episode(@Nullable Standing before, BillingSnapshot.Subscription subscription) {
        var status = subscription.status();
        if (status.isGoodStanding() || !status.givesPhase()) {
            return null;
        }
        if (before != null && before.episodeSince() != null) {
            return before.episodeSince();
        }
        if (subscription.arrearsSince() != null) {
            return subscription.arrearsSince();
        }
        return status == BillingStatus.PAUSED ? observedAt : periodInArrears(subscription);
    }

    /** Of items with periods of different length the one that began last is what could not be paid. */
    private Instant periodInArrears(BillingSnapshot.Subscription subscription) {
        return subscription.items().stream()
                .map(BillingSnapshot.Item::periodStart)
                .filter(Objects::nonNull)
                .filter(start -> !start.isAfter(observedAt))
                .max(Comparator.naturalOrder())
                .orElse(observedAt);
    }

    /** What is canceled has ended when we learn of it, even if the billing system's clock is ahead of ours. */
    private static @Nullable Instant end(
            BillingSnapshot.Subscription subscription, BillingStatus status, Instant since) {
        var end = subscription.endsAt();
        return end != null && status == BillingStatus.CANCELED && since.isBefore(end) ? since : end;
    }

    private Set<PlanRef> pins(SubscriptionRef subscription) {
        var pins = new HashSet<PlanRef>();
        kept.bindings().forEach((item, binding) -> {
            if (wasOf(subscription, item)) {
                planOrAddOn(binding).ifPresent(pins::add);
            }
        });
        return pins;
    }

    private Facts.BoundItem bound(
            SubscriptionRef subscription, BillingSnapshot.Item item, Set<PlanRef> pins, @Nullable Standing standing) {
        var subject = subscription.subject();
        var ref = new ItemRef(subject, subscription.id(), item.id());
        var binding = Mappings.bind(
                model,
                subject.provider(),
                item,
                lookupKeys.get(PriceRef.of(subject, item)),
                Moved.of(kept.bindings(), ref),
                pins);
        bindings.put(ref, binding);
        if (standing == null || !hasEnded(standing.status())) {
            checkMapped(ref, item, binding);
            checkVersion(ref.toString(), binding);
        }
        return new Facts.BoundItem(item.id(), item.quantity(), binding);
    }

    /** Once another item of the subscription stands for a plan, an item that is no longer there says nothing about it. */
    private void forgetSuperseded(SubscriptionRef subscription, List<Facts.BoundItem> items) {
        var present = new HashSet<String>();
        var given = new HashSet<String>();
        for (var item : items) {
            present.add(item.id());
            planOrAddOn(item.binding()).ifPresent(ref -> given.add(ref.key()));
        }
        bindings.entrySet()
                .removeIf(kept -> isOf(subscription, kept.getKey())
                        && !present.contains(kept.getKey().item())
                        && planOrAddOn(kept.getValue())
                                .map(ref -> given.contains(ref.key()))
                                .orElse(true));
    }

    private static boolean isOf(SubscriptionRef subscription, ItemRef item) {
        return item.subscription().equals(subscription.id()) && item.subject().equals(subscription.subject());
    }

    private static boolean wasOf(SubscriptionRef subscription, ItemRef item) {
        return item.subscription().equals(subscription.id())
                && Moved.isSameAccount(subscription.subject(), item.subject());
    }

    static Optional<PlanRef> planOrAddOn(Binding binding) {
        return switch (binding) {
            case ToPlan to -> Optional.of(to.plan());
            case ToAddOn to -> Optional.of(to.addOn());
            case Binding.Unmapped _ -> Optional.empty();
        };
    }

    private static boolean hasEnded(BillingStatus status) {
        return status == BillingStatus.CANCELED || status == BillingStatus.EXPIRED;
    }

    private void checkMapped(ItemRef ref, BillingSnapshot.Item item, Binding binding) {
        if (Mappings.isUnmapped(item, binding)) {
            var gives = planOrAddOn(binding).map(r -> "it goes on giving " + r).orElse("it gives nothing");
            findings.add(new Finding(
                    Finding.Type.UNMAPPED_PRICE,
                    ref.toString(),
                    "No mapping knows the price " + item.price() + "; " + gives));
        }
    }

    private void checkVersion(String ref, Binding binding) {
        var known =
                switch (binding) {
                    case ToPlan to -> isSold(to.plan());
                    case ToAddOn to ->
                        model.addOnVersion(to.addOn().key(), to.addOn().version()) != null;
                    case Binding.Unmapped _ -> true;
                };
        if (!known) {
            planOrAddOn(binding).ifPresent(version -> versionUnknown(ref, version));
        }
    }

    private void checkVersion(Facts.ManualPhase phase) {
        if (!isSold(phase.plan())) {
            versionUnknown("phase/" + phase.id(), phase.plan());
        }
    }

    private boolean isSold(PlanRef plan) {
        return model.planVersion(plan.key(), plan.version()) != null;
    }

    private void versionUnknown(String ref, PlanRef version) {
        findings.add(
                new Finding(Finding.Type.VERSION_UNKNOWN, ref, version + " is not in the model; it gives nothing"));
    }

    private void checkCountry(@Nullable String country, List<Facts.Subscribed> subscriptions) {
        var buys = !known.phases().isEmpty() || subscriptions.stream().anyMatch(s -> !hasEnded(s.status()));
        if (country == null
                && buys
                && model.features().values().stream()
                        .anyMatch(feature -> !feature.availableIn().isEmpty())) {
            findings.add(new Finding(
                    Finding.Type.MISSING_COUNTRY,
                    known.customer().value(),
                    "Features that are sold in some markets only are denied until the country is known"));
        }
    }
}
