package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import dev.plumbline.entitlement.model.Model;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a customer's running items are worth a month by their list prices (03, list value).
 *
 * @param perMonth in minor units, by currency; not rounded yet
 * @param unknown how many items and deals by hand have no list price: never 0, they are counted apart
 */
public record ListValue(Map<String, BigDecimal> perMonth, int unknown) {
    static final ListValue NOTHING = new ListValue(Map.of(), 0);

    /**
     * @param model whose mappings say the prices
     * @param lookupKeys the names that prices had when they were first seen
     * @param asked what the billing system asks for a price; counts where the model's mappings say nothing
     * @param at the instant at which an item has to be running
     */
    static ListValue of(
            Model model,
            Facts facts,
            List<BillingSnapshot> snapshots,
            Map<PriceRef, String> lookupKeys,
            AskedPrices asked,
            Instant at) {
        var value = new Summing(model, snapshots, lookupKeys, asked);
        facts.phases().stream()
                .filter(phase -> !phase.from().isAfter(at) && isOpen(phase.until(), at))
                .forEach(phase -> value.unknown++);
        for (Facts.Subscribed subscription : facts.subscriptions()) {
            if (subscription.givesPhase() && isOpen(subscription.endsAt(), at)) {
                subscription.itemsAt(at).forEach(item -> value.add(subscription, item));
            }
        }
        return new ListValue(value.perMonth, value.unknown);
    }

    private static Stream<BillingSnapshot.Item> allItems(BillingSnapshot.Subscription billed) {
        return Stream.concat(billed.items().stream(), billed.ahead().stream().flatMap(phase -> phase.items().stream()));
    }

    private static boolean isOpen(@Nullable Instant end, Instant at) {
        return end == null || end.isAfter(at);
    }

    private static final class Summing {
        private final Model model;
        private final List<BillingSnapshot> snapshots;
        private final Map<PriceRef, String> lookupKeys;
        private final AskedPrices asked;
        private final Map<String, BigDecimal> perMonth = new TreeMap<>();
        private int unknown;

        Summing(Model model, List<BillingSnapshot> snapshots, Map<PriceRef, String> lookupKeys, AskedPrices asked) {
            this.asked = asked;
            this.model = model;
            this.snapshots = snapshots;
            this.lookupKeys = lookupKeys;
        }

        void add(Facts.Subscribed subscription, Facts.BoundItem item) {
            if (item.binding() instanceof Binding.Unmapped) {
                return;
            }
            ListPrice price = price(subscription, item);
            Long quantity = item.quantity();
            if (price == null || quantity == null) {
                unknown++;
            } else {
                perMonth.merge(
                        price.currency(), price.perMonth().multiply(BigDecimal.valueOf(quantity)), BigDecimal::add);
            }
        }

        private @Nullable ListPrice price(Facts.Subscribed subscription, Facts.BoundItem item) {
            SubjectRef subject = subscription.subject();
            String price = item.binding().price();
            var ref = new PriceRef(subject.provider(), subject.account(), price);
            String lookupKey = lookupKeys.get(ref);
            String product = product(subscription, item);
            return mappings(item.binding()).stream()
                    .filter(mapping -> mapping.provider().equals(subject.provider()))
                    .filter(mapping -> mapping.ref()
                            .equals(
                                    switch (mapping.by()) {
                                        case PRICE -> price;
                                        case LOOKUP_KEY -> lookupKey;
                                        case PRODUCT -> product;
                                    }))
                    .map(Mapping::listPrice)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseGet(() -> asked.of(ref));
        }

        private List<Mapping> mappings(Binding binding) {
            return switch (binding) {
                case Binding.ToPlan to -> {
                    var version = model.planVersion(to.plan().key(), to.plan().version());
                    yield version == null ? List.of() : version.mappings();
                }
                case Binding.ToAddOn to -> {
                    var version =
                            model.addOnVersion(to.addOn().key(), to.addOn().version());
                    yield version == null ? List.of() : version.mappings();
                }
                case Binding.Unmapped unmapped -> List.of();
            };
        }

        private @Nullable String product(Facts.Subscribed subscription, Facts.BoundItem item) {
            return snapshots.stream()
                    .filter(snapshot -> snapshot.subject().equals(subscription.subject()))
                    .flatMap(snapshot -> snapshot.subscriptions().stream())
                    .filter(billed -> billed.id().equals(subscription.id()))
                    .flatMap(ListValue::allItems)
                    .filter(billed -> billed.id().equals(item.id()))
                    .map(BillingSnapshot.Item::product)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
    }
}
