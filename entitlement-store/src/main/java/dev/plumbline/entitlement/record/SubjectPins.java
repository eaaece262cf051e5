package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.ItemRef;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.PlannedMove;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.Standing;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.customer.SubscriptionRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is kept of one subject's items, as its row stores it. Per subject, not per customer: a pin goes along when the subject
 * is linked to another customer.
 */
record SubjectPins(List<PinnedItem> items, List<PinnedStanding> standings, List<PinnedMove> moves) {
    static final Comparator<PriceRef> BY_PRICE = Comparator.comparing(PriceRef::provider)
            .thenComparing(PriceRef::account)
            .thenComparing(PriceRef::price);

    record PinnedItem(String subscription, String item, Binding binding) {}

    /** A pin of the subscription that is to move. */
    record PinnedMove(String subscription, PlannedMove move) {}

    record PinnedStanding(String subscription, Standing standing) {}

    static Map<SubjectRef, SubjectPins> of(Kept kept) {
        var pins = new TreeMap<SubjectRef, SubjectPins>();
        kept.bindings()
                .forEach((item, binding) -> in(pins, item.subject())
                        .items()
                        .add(new PinnedItem(item.subscription(), item.item(), binding)));
        kept.standings()
                .forEach((subscription, standing) -> in(pins, subscription.subject())
                        .standings()
                        .add(new PinnedStanding(subscription.id(), standing)));
        kept.moves()
                .forEach((subscription, moves) -> moves.forEach(
                        move -> in(pins, subscription.subject()).moves().add(new PinnedMove(subscription.id(), move))));
        return pins;
    }

    private static SubjectPins in(Map<SubjectRef, SubjectPins> pins, SubjectRef subject) {
        return pins.computeIfAbsent(
                subject, _ -> new SubjectPins(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    static Kept joined(Map<SubjectRef, SubjectPins> pins, Map<PriceRef, String> lookupKeys) {
        var bindings = new HashMap<ItemRef, Binding>();
        var standings = new HashMap<SubscriptionRef, Standing>();
        var moves = new HashMap<SubscriptionRef, List<PlannedMove>>();
        pins.forEach((subject, kept) -> {
            kept.items()
                    .forEach(pinned ->
                            bindings.put(new ItemRef(subject, pinned.subscription(), pinned.item()), pinned.binding()));
            kept.standings()
                    .forEach(pinned ->
                            standings.put(new SubscriptionRef(subject, pinned.subscription()), pinned.standing()));
            kept.moves()
                    .forEach(pinned -> moves.computeIfAbsent(
                                    new SubscriptionRef(subject, pinned.subscription()), _ -> new ArrayList<>())
                            .add(pinned.move()));
        });
        return new Kept(bindings, standings, lookupKeys, moves);
    }

    /** The prices a customer's items have, each once, in the order in which rows are locked. */
    static SortedSet<PriceRef> pricesOf(Collection<BillingSnapshot> snapshots) {
        var prices = new TreeSet<>(BY_PRICE);
        for (BillingSnapshot snapshot : snapshots) {
            SubjectRef subject = snapshot.subject();
            for (BillingSnapshot.Subscription subscription : snapshot.subscriptions()) {
                subscription.items().forEach(item -> prices.add(PriceRef.of(subject, item)));
                subscription.ahead().stream()
                        .flatMap(phase -> phase.items().stream())
                        .forEach(item -> prices.add(PriceRef.of(subject, item)));
            }
        }
        return prices;
    }
}
