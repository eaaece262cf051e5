package dev.plumbline.entitlement.customer;

import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Model;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one subscription is worth a month by the list prices of the model's mappings (03, list value). */
final class ListValueOf {
    private final Model model;
    private final Map<PriceRef, String> lookupKeys;

    ListValueOf(Model model, Map<PriceRef, String> lookupKeys) {
        this.model = model;
        this.lookupKeys = lookupKeys;
    }

    /** @param amount in minor units, not rounded */
    record PerMonth(BigDecimal amount, String currency) {}

    /** Empty when any of it has no list price, or prices are of several currencies: unknown is never 0. */
    Optional<PerMonth> of(
            SubjectRef subject, List<BillingSnapshot.Item> items, Map<ItemRef, Binding> bindings, String subscription) {
        PerMonth sum = null;
        for (var item : items) {
            var binding = bindings.get(new ItemRef(subject, subscription, item.id()));
            var price = binding == null ? Optional.<Mapping.ListPrice>empty() : price(subject, item, binding);
            if (price.isEmpty()
                    || item.quantity() == null
                    || (sum != null && !sum.currency().equals(price.get().currency()))) {
                return Optional.empty();
            }
            var value = price.get().perMonth().multiply(BigDecimal.valueOf(item.quantity()));
            sum = new PerMonth(
                    sum == null ? value : sum.amount().add(value), price.get().currency());
        }
        return Optional.ofNullable(sum);
    }

    private Optional<Mapping.ListPrice> price(SubjectRef subject, BillingSnapshot.Item item, Binding binding) {
        var key = lookupKeys.get(PriceRef.of(subject, item));
        return mappings(binding).stream()
                .filter(mapping -> mapping.provider().equals(subject.provider()))
                .filter(mapping -> mapping.ref()
                        .equals(
                                switch (mapping.by()) {
                                    case PRICE -> item.price();
                                    case LOOKUP_KEY -> key;
                                    case PRODUCT -> item.product();
                                }))
                .flatMap(mapping -> Optional.ofNullable(mapping.listPrice()).stream())
                .findFirst();
    }

    private List<Mapping> mappings(Binding binding) {
        return switch (binding) {
            case Binding.ToPlan to -> {
                var version = model.planVersion(to.plan().key(), to.plan().version());
                yield version == null ? List.of() : version.mappings();
            }
            case Binding.ToAddOn to -> {
                var version = model.addOnVersion(to.addOn().key(), to.addOn().version());
                yield version == null ? List.of() : version.mappings();
            }
            case Binding.Unmapped unmapped -> List.of();
        };
    }
}
