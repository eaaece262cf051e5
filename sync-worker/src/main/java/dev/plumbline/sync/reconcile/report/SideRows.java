package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Timeline;
import dev.plumbline.entitlement.upgrade.Wording;
import dev.plumbline.sync.reconcile.report.Sides.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Two sides put beside each other, row by row: those that differ, and the few without which nobody knows what is talked of. */
final class SideRows {
    static final String ANSWERS = "answers";

    private final Function<Item, @Nullable String> sells;
    private final List<Row> rows = new ArrayList<>();

    /** @param sells what an item's price sells by the model; null for what nobody mapped */
    SideRows(Function<Item, @Nullable String> sells) {
        this.sells = sells;
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** The customer as both sides know it. */
    void ofCustomer(@Nullable BillingSnapshot billing, @Nullable BillingSnapshot store) {
        String there = billing == null ? null : billing.gone() ? "gone" : "there";
        String here = store == null ? null : store.gone() ? "gone" : "there";
        if (!Objects.equals(there, here)) {
            rows.add(new Row("customer", "at the billing system", null, there, here, null, true));
        }
        both("customer", "country", country(billing), country(store), false);
    }

    void ofSubscriptions(@Nullable BillingSnapshot billing, @Nullable BillingSnapshot store, boolean all) {
        Map<String, Subscription> there = byId(billing);
        Map<String, Subscription> here = byId(store);
        var ids = new TreeSet<>(there.keySet());
        ids.addAll(here.keySet());
        for (String id : ids) {
            Subscription says = there.get(id);
            Subscription held = here.get(id);
            if (all || !Objects.equals(says, held)) {
                of(id, says, held);
            }
        }
    }

    private void of(String id, @Nullable Subscription billing, @Nullable Subscription store) {
        both(id, "status", status(billing), status(store), true);
        if (billing != null && store != null) {
            ofBoth(id, billing, store);
        }
        Map<String, Item> there = items(billing);
        Map<String, Item> here = items(store);
        var ids = new TreeSet<>(there.keySet());
        ids.addAll(here.keySet());
        ids.forEach(item -> ofItem(id, there.get(item), here.get(item)));
    }

    private void ofBoth(String id, Subscription billing, Subscription store) {
        both(id, "starts", text(billing, Subscription::startedAt), text(store, Subscription::startedAt), false);
        both(id, "ends", text(billing, Subscription::endsAt), text(store, Subscription::endsAt), false);
        both(id, "trial ends", text(billing, Subscription::trialEndsAt), text(store, Subscription::trialEndsAt), false);
        both(id, "currency", text(billing, Subscription::currency), text(store, Subscription::currency), false);
        both(
                id,
                "collection paused",
                text(billing, Subscription::collectionPaused),
                text(store, Subscription::collectionPaused),
                false);
        both(
                id,
                "unpaid since",
                text(billing, Subscription::arrearsSince),
                text(store, Subscription::arrearsSince),
                false);
    }

    private void ofItem(String of, @Nullable Item billing, @Nullable Item store) {
        Item any = billing == null ? store : billing;
        String sold = any == null ? null : sells.apply(any);
        String there = price(billing);
        String here = price(store);
        rows.add(new Row(
                of,
                "price",
                sold == null ? "no plan sells it" : sold,
                there,
                here,
                null,
                sold == null || !Objects.equals(there, here)));
        both(of, "quantity", text(billing, Item::quantity), text(store, Item::quantity), true);
    }

    /**
     * What is answered beside what should be.
     *
     * @param shown a feature that is named whether it differs or not
     */
    void ofAnswers(@Nullable Timeline model, @Nullable Timeline store, Instant at, @Nullable String shown) {
        Map<FeatureKey, List<Segment>> should = model == null ? Map.of() : model.features();
        Map<FeatureKey, List<Segment>> does = store == null ? Map.of() : store.features();
        var features = new TreeSet<>(should.keySet());
        features.addAll(does.keySet());
        for (FeatureKey feature : features) {
            String right = said(should.get(feature), at);
            String told = said(does.get(feature), at);
            boolean differs = !Objects.equals(right, told);
            if (differs || feature.value().equals(shown)) {
                rows.add(new Row(ANSWERS, feature.value(), right, null, told, null, differs));
            }
        }
    }

    private void both(String of, String field, @Nullable String billing, @Nullable String store, boolean always) {
        boolean differs = !Objects.equals(billing, store);
        if (differs || (always && billing != null)) {
            rows.add(new Row(of, field, null, billing, store, null, differs));
        }
    }

    private static @Nullable String said(@Nullable List<Segment> segments, Instant at) {
        if (segments == null) {
            return null;
        }
        return segments.stream()
                .filter(segment -> segment.covers(at))
                .findFirst()
                .map(segment -> switch (segment.outcome()) {
                    case Segment.Outcome.Granted granted -> Wording.value(granted.allowance());
                    case Segment.Outcome.Denied denied ->
                        "no: " + denied.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
                })
                .orElse(null);
    }

    private static @Nullable String country(@Nullable BillingSnapshot snapshot) {
        return snapshot == null ? null : snapshot.country();
    }

    private static @Nullable String status(@Nullable Subscription one) {
        return one == null ? "not there" : one.providerStatus();
    }

    private static @Nullable String price(@Nullable Item item) {
        if (item == null) {
            return null;
        }
        return item.lookupKey() == null ? item.price() : item.price() + " (" + item.lookupKey() + ")";
    }

    private static <T> @Nullable String text(@Nullable T of, Function<T, @Nullable Object> field) {
        Object value = of == null ? null : field.apply(of);
        return value == null ? null : value.toString();
    }

    private static Map<String, Subscription> byId(@Nullable BillingSnapshot snapshot) {
        var by = new LinkedHashMap<String, Subscription>();
        if (snapshot != null) {
            snapshot.subscriptions().forEach(one -> by.put(one.id(), one));
        }
        return by;
    }

    private static Map<String, Item> items(@Nullable Subscription one) {
        var by = new TreeMap<String, Item>();
        if (one != null) {
            one.items().forEach(item -> by.put(item.id(), item));
        }
        return by;
    }
}
