package dev.plumbline.simulated.stripe;

import java.util.List;
import java.util.Objects;

/** What customers may use by Stripe's own entitlements: the features of the products in their running subscriptions. */
public final class Entitlements {
    private final World world;

    Entitlements(World world) {
        this.world = world;
    }

    /** Stripe tells of it when it changed. */
    public Change<EntitlementSummary> tell(String customer) {
        return world.change(story -> {
            EntitlementSummary summary = new EntitlementSummary(customer, story.now(), of(world.reading(), customer));
            story.tell("updated", summary);
            return summary;
        });
    }

    public static List<Feature> of(Reading reading, String customer) {
        return reading.subscriptions()
                .of(customer)
                .filter(subscription -> subscription.customer().equals(customer))
                .filter(subscription -> subscription.status().equals(Status.ACTIVE)
                        || subscription.status().equals(Status.TRIALING))
                .flatMap(subscription -> subscription.items().stream())
                .map(item -> reading.products().find(item.price().product()))
                .filter(Objects::nonNull)
                .flatMap(product -> product.features().stream())
                .distinct()
                .map(id -> reading.features().find(id))
                .filter(Objects::nonNull)
                .toList();
    }
}
