package dev.plumbline.entitlement.customer;

import dev.plumbline.entitlement.customer.Facts.Subscribed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * What is known today about an earlier instant (03, two clocks). What carries its own dates is taken as it is known now: a
 * start or an end that was backdated did happen then. What carries none (items, quantities, status, country) is taken as it
 * was known then: that it is otherwise today says nothing about that day.
 */
public final class AsItWas {
    private AsItWas() {}

    /**
     * @param then as they were known at the instant asked about
     * @param now as they are known today
     */
    public static Facts at(Facts then, Facts now) {
        return new Facts(
                now.customer(),
                then.country() == null ? now.country() : then.country(),
                then.attributes(),
                subscriptions(then.subscriptions(), now.subscriptions()),
                now.phases(),
                now.enrolments(),
                now.overrides());
    }

    private static List<Subscribed> subscriptions(List<Subscribed> then, List<Subscribed> now) {
        var known = new HashMap<SubscriptionRef, Subscribed>();
        then.forEach(subscription -> known.put(ref(subscription), subscription));
        var both = new ArrayList<Subscribed>();
        for (var today : now) {
            var before = known.remove(ref(today));
            both.add(before == null ? today : merged(before, today));
        }
        // In the order in which they were known: the facts are sorted, and so is what is left of them.
        then.stream()
                .filter(subscription -> known.containsKey(ref(subscription)))
                .forEach(both::add);
        return both;
    }

    private static SubscriptionRef ref(Subscribed subscription) {
        return new SubscriptionRef(subscription.subject(), subscription.id());
    }

    private static Subscribed merged(Subscribed then, Subscribed now) {
        var hadEnded = then.status() == BillingStatus.CANCELED;
        return new Subscribed(
                now.subject(),
                now.id(),
                then.status(),
                now.createdAt(),
                now.startedAt(),
                hadEnded ? then.endsAt() : now.endsAt(),
                now.trialEndsAt(),
                then.billingAnchor(),
                then.collectionPaused(),
                then.episodeSince(),
                then.items(),
                then.collectionResumesAt(),
                then.ahead());
    }
}
