package dev.plumbline.simulated.stripe;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What happens to products and prices. */
public final class Catalogue {
    private final World world;

    Catalogue(World world) {
        this.world = world;
    }

    public Change<Product> createProduct(String id, String name) {
        return world.change(story -> story.asked().created(new Product(id, story.now(), name, true, null, List.of())));
    }

    /** For example {@code updateProduct(product, p -> p.billedBy("seat"))}. */
    public Change<Product> updateProduct(String product, UnaryOperator<Product> change) {
        return world.change(story -> {
            Product before = product(product);
            return story.asked().updated(before, change.apply(before));
        });
    }

    public Change<Feature> createFeature(String id, String lookupKey, String name) {
        return world.change(story -> {
            Feature feature = new Feature(id, story.now(), lookupKey, name, true);
            story.put(feature);
            return feature;
        });
    }

    /** From now on whoever buys the product has the feature. */
    public Change<Product> attach(String product, String feature) {
        return world.change(story -> {
            Product giving = product(product).giving(feature);
            story.put(giving);
            return giving;
        });
    }

    /** A lookup key that another price holds moves to this one, as with {@code transfer_lookup_key=true}. */
    public Change<Price> createPrice(NewPrice wanted) {
        return world.change(story -> {
            story.asked();
            all().filter(price ->
                            wanted.lookupKey() != null && wanted.lookupKey().equals(price.lookupKey()))
                    .toList()
                    .forEach(holder -> replace(story, holder, holder.keyed(null)));
            String id = wanted.id() == null ? story.id("price_") : wanted.id();
            return story.created(new Price(
                    id,
                    story.now(),
                    wanted.product(),
                    wanted.lookupKey(),
                    wanted.currency(),
                    wanted.unitAmount(),
                    wanted.interval(),
                    wanted.metered() ? meter(story, wanted, id) : null,
                    true));
        });
    }

    /** A metered price has one; whoever names none gets one that sums up events of the price's own name. */
    private String meter(Story story, NewPrice wanted, String price) {
        if (wanted.meter() != null) {
            return Metering.known(world, wanted.meter()).id();
        }
        String event = wanted.lookupKey() == null ? price : wanted.lookupKey();
        Meter own = new Meter("mtr_" + price, story.now(), event, Meter.Formula.SUM, true);
        story.put(own);
        return own.id();
    }

    /** For example {@code updatePrice(price, p -> p.keyed("team_monthly_2027"))}. */
    public Change<Price> updatePrice(String price, UnaryOperator<Price> change) {
        return world.change(story -> {
            Price before = price(world, price);
            return replace(story.asked(), before, change.apply(before));
        });
    }

    /** No longer sold; who has it keeps it. */
    public Change<Price> archive(String price) {
        return updatePrice(price, before -> before.onSale(false));
    }

    /** Subscriptions show a price as it is, not as it was: they follow, without an event of their own. */
    private Price replace(Story story, Price before, Price after) {
        story.updated(before, after);
        List<Subscription> holders = world.subscriptions
                .at(world.subscriptions.places(null), Long.MAX_VALUE)
                .filter(subscription -> subscription.itemFor(before.id()) != null)
                .toList();
        for (Subscription holder : holders) {
            story.put(holder.paying(holder.items().stream()
                    .map(item -> item.price().id().equals(before.id()) ? item.at(after) : item)
                    .toList()));
        }
        return after;
    }

    /** A price by id or by lookup key. */
    static Price price(World world, String idOrKey) {
        Price byId = world.prices.latest(idOrKey);
        if (byId != null) {
            return byId;
        }
        return world.prices
                .at(world.prices.places(null), Long.MAX_VALUE)
                .filter(price -> idOrKey.equals(price.lookupKey()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such price: " + idOrKey));
    }

    private Product product(String id) {
        Product product = world.products.latest(id);
        if (product == null) {
            throw new IllegalArgumentException("no such product: " + id);
        }
        return product;
    }

    private Stream<Price> all() {
        return world.prices.at(world.prices.places(null), Long.MAX_VALUE);
    }
}
