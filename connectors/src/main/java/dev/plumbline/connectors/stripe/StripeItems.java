package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.either;
import static dev.plumbline.connectors.stripe.StripeFields.instant;
import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import com.google.gson.JsonObject;
import com.stripe.StripeClient;
import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.model.SubscriptionItemCollection;
import com.stripe.param.SubscriptionItemListParams;
import dev.plumbline.connectors.Discount;
import dev.plumbline.connectors.Subscription.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The lines of a subscription. One that comes with it shows ten; a longer list is read from its own address. */
final class StripeItems {
    private final StripeClient stripe;

    StripeItems(StripeClient stripe) {
        this.stripe = stripe;
    }

    /** Ordered by id. */
    List<Item> of(Subscription theirs, @Nullable JsonObject raw) {
        SubscriptionItemCollection shown = required(theirs.getItems(), "the items of " + theirs.getId());
        boolean more = required(shown.getHasMore(), "whether " + theirs.getId() + " has more items");
        List<SubscriptionItem> all =
                more ? listed(theirs.getId()) : required(shown.getData(), "the items of " + theirs.getId());
        StripePeriod ofSubscription = StripePeriod.ofOldShape(theirs, raw);
        Map<String, JsonObject> shownRaw = StripeRaw.items(raw);
        Map<String, Item> byId = new TreeMap<>();
        for (SubscriptionItem item : all) {
            Item ours = read(item, theirs, ofSubscription, StripeDiscounts.of(shownRaw.get(item.getId())));
            byId.put(ours.id(), ours);
        }
        return List.copyOf(byId.values());
    }

    private List<SubscriptionItem> listed(String subscription) {
        List<SubscriptionItem> all = new ArrayList<>();
        StripePages.each(
                last -> stripe.v1().subscriptionItems().list(params(subscription, last)),
                page -> all.addAll(page.getData()));
        return all;
    }

    private static SubscriptionItemListParams params(String subscription, @Nullable String last) {
        return SubscriptionItemListParams.builder()
                .setSubscription(subscription)
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .build();
    }

    private static Item read(
            SubscriptionItem item, Subscription theirs, StripePeriod ofSubscription, List<Discount> discounts) {
        String id = required(text(item.getId()), "the id of an item of " + theirs.getId());
        Price price = required(item.getPrice(), "the price of " + id);
        return new Item(
                id,
                required(instant(either(item.getCreated(), theirs.getCreated())), "when " + id + " was created"),
                required(text(price.getId()), "the id of the price of " + id),
                text(price.getLookupKey()),
                text(price.getProduct()),
                item.getQuantity(),
                instant(either(item.getCurrentPeriodStart(), ofSubscription.start())),
                instant(either(item.getCurrentPeriodEnd(), ofSubscription.end())),
                discounts);
    }
}
