package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Mapping.By;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import dev.plumbline.entitlement.model.Model;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one of a price costs: what the model's mapping says, else what the billing system asks for it (03, list value). */
public final class ListPrices {
    private final Map<Name, ListPrice> mapped = new HashMap<>();
    private final Map<PriceRef, String> lookupKeys;
    private final Map<PriceRef, ListPrice> asked;

    private record Name(String provider, By by, String ref) {}

    /**
     * @param model whose mappings may name list prices; null for none
     * @param lookupKeys what prices were called when they were first seen
     * @param asked by the billing systems
     */
    public ListPrices(@Nullable Model model, Map<PriceRef, String> lookupKeys, Map<PriceRef, ListPrice> asked) {
        this.lookupKeys = Map.copyOf(lookupKeys);
        this.asked = Map.copyOf(asked);
        if (model != null) {
            mappings(model).forEach(mapping -> {
                if (mapping.listPrice() != null) {
                    mapped.put(new Name(mapping.provider(), mapping.by(), mapping.ref()), mapping.listPrice());
                }
            });
        }
    }

    static Stream<Mapping> mappings(Model model) {
        return Stream.concat(
                model.plans().values().stream()
                        .flatMap(plan -> plan.versions().stream())
                        .flatMap(version -> version.mappings().stream()),
                model.addOns().values().stream()
                        .flatMap(addOn -> addOn.versions().stream())
                        .flatMap(version -> version.mappings().stream()));
    }

    Optional<ListPrice> of(SubjectRef subject, BillingSnapshot.Item item) {
        PriceRef price = PriceRef.of(subject, item);
        String firstSeen = lookupKeys.get(price);
        String lookupKey = firstSeen == null ? item.lookupKey() : firstSeen;
        return Stream.of(
                        named(subject, By.PRICE, item.price()),
                        named(subject, By.LOOKUP_KEY, lookupKey),
                        named(subject, By.PRODUCT, item.product()),
                        Optional.ofNullable(asked.get(price)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<ListPrice> named(SubjectRef subject, By by, @Nullable String ref) {
        return ref == null ? Optional.empty() : Optional.ofNullable(mapped.get(new Name(subject.provider(), by, ref)));
    }
}
