package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a billing system says of a subject, and what it says next. */
final class RandomBilling {
    private final SplittableRandom random;
    private final Instant now;

    RandomBilling(SplittableRandom random, Instant now) {
        this.random = random;
        this.now = now;
    }

    BillingSnapshot more(SubjectRef subject, @Nullable BillingSnapshot before) {
        var subscriptions = new ArrayList<Subscription>(before == null ? List.of() : before.subscriptions());
        subscriptions.add(subscription());
        return new BillingSnapshot(subject, false, "Acme", random.nextBoolean() ? "NO" : null, subscriptions);
    }

    private Subscription subscription() {
        var items = new ArrayList<Item>();
        for (var i = 1 + random.nextInt(3); i > 0; i--) {
            items.add(item("si_" + random.nextInt(1_000_000)));
        }
        var isTrial = random.nextInt(4) == 0;
        return new Subscription(
                "sub_" + random.nextInt(1_000_000),
                isTrial ? BillingStatus.TRIALING : BillingStatus.ACTIVE,
                "active",
                now,
                now,
                null,
                isTrial ? now.plus(Duration.ofDays(random.nextInt(20))) : null,
                random.nextBoolean() ? now.plus(Duration.ofDays(random.nextInt(20))) : null,
                "EUR",
                false,
                null,
                items);
    }

    Item item(String id) {
        return sold(new Item(id, created(), "", null, null, quantity(), now, now.plus(Duration.ofDays(30))));
    }

    /** Items may be older than their subscription is to us. */
    private Instant created() {
        return RandomModel.START.plus(Duration.ofHours(random.nextInt(RandomModel.DAYS * 24)));
    }

    private @Nullable Long quantity() {
        return random.nextInt(5) == 0 ? null : (long) random.nextInt(6);
    }

    /** On some price: mapped for itself, by its lookup key, by its product, as an add-on, or not at all. */
    private Item sold(Item item) {
        var plan = pick(List.of("p", "q", "r"));
        var version = 1 + random.nextInt(2);
        return switch (random.nextInt(8)) {
            case 0, 1 -> on(item, plan + version + "_monthly", null, null);
            case 2 -> on(item, plan + version + "_yearly", null, null);
            case 3 -> on(item, plan + "_shared", null, null);
            case 4 -> on(item, "price_" + random.nextInt(2) + "_of_" + plan, key(plan), null);
            case 5 -> on(item, "price_of_" + plan + "_product", null, plan + "_product");
            case 6 -> on(item, pick(List.of("x_price", "y_price")), null, null);
            default -> on(item, "unheard_of_" + random.nextInt(3), null, null);
        };
    }

    /** Of its plan, unless the key was transferred to another price meanwhile, or another key to this one. */
    private @Nullable String key(String plan) {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> pick(List.of("p_key", "q_key"));
            default -> plan + "_key";
        };
    }

    static Item on(Item item, String price, @Nullable String lookupKey, @Nullable String product) {
        return new Item(
                item.id(),
                item.createdAt(),
                price,
                lookupKey,
                product,
                item.quantity(),
                item.periodStart(),
                item.periodEnd());
    }

    /** One subscription of it is not what it was; perhaps it is told in other words only. */
    BillingSnapshot changed(BillingSnapshot before) {
        if (before.subscriptions().isEmpty()) {
            return before;
        }
        var subscriptions = new ArrayList<>(before.subscriptions());
        var place = random.nextInt(subscriptions.size());
        subscriptions.set(place, changed(subscriptions.get(place)));
        return new BillingSnapshot(before.subject(), false, before.name(), before.country(), subscriptions);
    }

    private Subscription changed(Subscription s) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> standing(s);
            case 3 -> ending(s);
            case 4 -> with(s, s.items().stream().map(this::renewed).toList());
            case 5 -> with(s, one(s.items(), this::otherQuantity));
            case 6 -> with(s, one(s.items(), this::sold));
            case 7 -> with(s, keysMovedOn(s.items()));
            case 8 -> with(s, one(s.items(), item -> on(item, "unheard_of_" + random.nextInt(3), null, null)));
            case 9, 10 -> ahead(s, s.ahead().isEmpty() ? agreed(s) : List.of());
            default -> with(s, replaced(s.items()));
        };
    }

    private Subscription standing(Subscription s) {
        var status = pick(List.of(BillingStatus.values()));
        var since = status.isGoodStanding() || random.nextBoolean()
                ? null
                : now.minus(Duration.ofHours(random.nextInt(90)));
        return new Subscription(
                s.id(),
                status,
                status.name(),
                s.createdAt(),
                s.startedAt(),
                status.isTerminal() ? now : s.endsAt(),
                status == BillingStatus.TRIALING ? now.plus(Duration.ofDays(7)) : s.trialEndsAt(),
                s.billingAnchor(),
                s.currency(),
                random.nextInt(4) == 0,
                since,
                s.items(),
                s.collectionResumesAt(),
                s.schedule(),
                s.discounts(),
                s.ahead());
    }

    private Subscription ending(Subscription s) {
        var end = s.endsAt() == null ? now.plus(Duration.ofDays(random.nextInt(40))) : null;
        return new Subscription(
                s.id(),
                s.status(),
                s.providerStatus(),
                s.createdAt(),
                s.startedAt(),
                end,
                s.trialEndsAt(),
                s.billingAnchor(),
                s.currency(),
                s.collectionPaused(),
                s.arrearsSince(),
                s.items(),
                s.collectionResumesAt(),
                s.schedule(),
                s.discounts(),
                s.ahead());
    }

    static Subscription with(Subscription s, List<Item> items) {
        return new Subscription(
                s.id(),
                s.status(),
                s.providerStatus(),
                s.createdAt(),
                s.startedAt(),
                s.endsAt(),
                s.trialEndsAt(),
                s.billingAnchor(),
                s.currency(),
                s.collectionPaused(),
                s.arrearsSince(),
                items,
                s.collectionResumesAt(),
                s.schedule(),
                s.discounts(),
                s.ahead());
    }

    /** The same with other items later. */
    static Subscription with(Subscription s, UnaryOperator<Item> change) {
        return ahead(
                with(s, s.items().stream().map(change).toList()),
                s.ahead().stream()
                        .map(phase -> new BillingSnapshot.Phase(
                                phase.from(),
                                phase.trialEndsAt(),
                                phase.billingAnchor(),
                                phase.items().stream().map(change).toList()))
                        .toList());
    }

    private static Subscription ahead(Subscription s, List<BillingSnapshot.Phase> ahead) {
        return new Subscription(
                s.id(),
                s.status(),
                s.providerStatus(),
                s.createdAt(),
                s.startedAt(),
                s.endsAt(),
                s.trialEndsAt(),
                s.billingAnchor(),
                s.currency(),
                s.collectionPaused(),
                s.arrearsSince(),
                s.items(),
                s.collectionResumesAt(),
                s.schedule(),
                s.discounts(),
                ahead);
    }

    /** Agreed for later: some items go on, others come. */
    private List<BillingSnapshot.Phase> agreed(Subscription s) {
        var items = new ArrayList<Item>();
        s.items().stream().filter(_ -> random.nextBoolean()).forEach(items::add);
        var at = now.plus(Duration.ofDays(1 + random.nextInt(60)));
        for (var i = random.nextInt(3); i > 0; i--) {
            items.add(sold(
                    new Item("sched/" + at.getEpochSecond() + "/" + i, at, "", null, null, quantity(), null, null)));
        }
        return List.of(new BillingSnapshot.Phase(at, null, null, items));
    }

    private Item renewed(Item item) {
        return new Item(
                item.id(),
                item.createdAt(),
                item.price(),
                item.lookupKey(),
                item.product(),
                item.quantity(),
                now,
                now.plus(Duration.ofDays(30)));
    }

    private Item otherQuantity(Item item) {
        return new Item(
                item.id(),
                item.createdAt(),
                item.price(),
                item.lookupKey(),
                item.product(),
                quantity(),
                item.periodStart(),
                item.periodEnd());
    }

    /** Their lookup keys were transferred to other prices; the items stay on those they have, and another one comes to them. */
    private List<Item> keysMovedOn(List<Item> items) {
        var moved = new ArrayList<>(items);
        moved.replaceAll(item -> on(item, item.price(), null, item.product()));
        if (!moved.isEmpty() && random.nextBoolean()) {
            moved.add(
                    on(item("si_" + random.nextInt(1_000_000)), moved.getFirst().price(), null, null));
        }
        return moved;
    }

    /** Another item in the place of one: what providers do when the term changes. */
    private List<Item> replaced(List<Item> items) {
        var more = new ArrayList<>(items);
        if (!more.isEmpty()) {
            more.remove(random.nextInt(more.size()));
        }
        more.add(item("si_" + random.nextInt(1_000_000)));
        return more;
    }

    private List<Item> one(List<Item> items, UnaryOperator<Item> change) {
        var changed = new ArrayList<>(items);
        if (!changed.isEmpty()) {
            var place = random.nextInt(changed.size());
            changed.set(place, change.apply(changed.get(place)));
        }
        return changed;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
