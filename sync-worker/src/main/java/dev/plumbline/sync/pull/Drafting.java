package dev.plumbline.sync.pull;

import static java.util.stream.Collectors.toMap;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.connectors.ProviderCatalogue.Charge;
import dev.plumbline.connectors.ProviderCatalogue.Price;
import dev.plumbline.connectors.ProviderCatalogue.Product;
import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a provider's catalogue as a catalog of ours: a product is a plan, its prices are the ways to buy it. What cannot be
 * known is not guessed but noted. No clock, no network: the same catalogue gives the same draft.
 */
final class Drafting {
    private final String provider;
    private final ProviderCatalogue catalogue;
    private final Instant now;
    private final @Nullable Model published;
    private final Keys keys;
    private final DraftFeatures features;
    private final Map<String, Product> products;
    private final @Nullable Covered covered;

    private Drafting(
            BillingAccount account,
            ProviderCatalogue catalogue,
            Instant now,
            @Nullable Model published,
            Map<String, String> boundKeys) {
        this.provider = account.provider().key();
        this.catalogue = catalogue;
        this.now = now;
        this.published = published;
        this.covered = published == null ? null : new Covered(published, provider, boundKeys);
        this.keys = new Keys(takenIn(published));
        this.features = new DraftFeatures(catalogue.features(), published);
        this.products = catalogue.products().stream().collect(toMap(Product::id, Function.identity()));
    }

    /** Of everything that is sold. */
    static Draft whole(BillingAccount account, ProviderCatalogue catalogue, Instant now) {
        return new Drafting(account, catalogue, now, null, Map.of()).draft();
    }

    /** Of what the published model has no mapping for. */
    static Draft unmapped(
            BillingAccount account,
            ProviderCatalogue catalogue,
            Instant now,
            Model published,
            Map<String, String> boundKeys) {
        return new Drafting(account, catalogue, now, published, boundKeys).draft();
    }

    private Draft draft() {
        Map<String, List<Price>> byProduct = new LinkedHashMap<>();
        catalogue.products().forEach(product -> byProduct.put(product.id(), new ArrayList<>()));
        catalogue
                .prices()
                .forEach(price -> byProduct
                        .computeIfAbsent(price.product(), absent -> new ArrayList<>())
                        .add(price));
        var plans = new ArrayList<Draft.Item>();
        var addOns = new ArrayList<Draft.Item>();
        var leftOut = new ArrayList<String>();
        byProduct.forEach((id, prices) -> {
            Product product = products.getOrDefault(id, gone(id));
            List<Price> repeated = prices.stream()
                    .filter(price -> price.charge() != Charge.ONCE)
                    .toList();
            List<Price> open = repeated.stream().filter(this::isOpen).toList();
            if (repeated.isEmpty()) {
                leftOut.add(called(product)
                        + (prices.isEmpty()
                                ? ": has no price"
                                : ": is paid once, so there is no subscription to follow"));
            } else if (!open.isEmpty()) {
                boolean byUseOnly = open.stream().allMatch(price -> price.charge() == Charge.METERED);
                (byUseOnly ? addOns : plans).add(item(product, open, byUseOnly));
            }
        });
        String currency = published == null
                ? Currencies.mostUsed(catalogue.prices())
                : published.catalog().currency();
        return new Draft(
                provider,
                currency,
                features.toDeclare(published == null),
                published == null ? Ranks.byPrice(plans, currency) : plans,
                addOns,
                published == null ? leftOut : List.of());
    }

    private boolean isOpen(Price price) {
        return covered == null || !covered.covers(price);
    }

    private Draft.Item item(Product product, List<Price> prices, boolean byUseOnly) {
        var notes = new ArrayList<String>();
        notes.add(called(product));
        if (!product.active()) {
            notes.add("archived: nobody can buy it any more, but who has it keeps it");
        }
        String mapped = covered == null ? null : covered.ownerOf(product.id(), catalogue.prices());
        if (mapped != null) {
            notes.add("decide: other prices of it are mapped to " + mapped
                    + "; if these sell the same, move the lines there and drop this entry");
        }
        if (byUseOnly) {
            notes.add(
                    "decide: billed by what is used; say which feature it gives more of, e.g. invoices: { add: 100 }");
        }
        String key = keys.next(product.name(), product.id());
        return new Draft.Item(
                key,
                product.name().isBlank() ? key : product.name(),
                null,
                DraftVersions.of(product, prices, features.of(product, prices), now),
                notes);
    }

    private static String called(Product product) {
        return product.id() + (product.name().isBlank() ? "" : " \"" + product.name() + "\"");
    }

    /** Sold once and deleted since; its prices may still be paid. */
    private Product gone(String id) {
        return new Product(id, "", false, now, null, List.of());
    }

    private static Set<String> takenIn(@Nullable Model published) {
        var taken = new HashSet<String>();
        if (published != null) {
            taken.addAll(published.plans().keySet());
            taken.addAll(published.addOns().keySet());
        }
        return taken;
    }
}
