package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.BoundItem;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Explanation.FactRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts that an answer about a feature rests on. */
final class Evidence {
    private Evidence() {}

    static List<FactRef> of(Facts facts, Feature feature, Instant at, @Nullable String user) {
        var found = new LinkedHashSet<FactRef>();
        if (facts.country() != null) {
            found.add(new FactRef("country", facts.country()));
        }
        facts.subscriptions().forEach(subscription -> subscription(subscription, found));
        for (var phase : facts.phases()) {
            found.add(new FactRef("phase", phase.id() + " → " + phase.plan()));
        }
        facts.enrolments().forEach(enrolment -> found.add(new FactRef("enrolment", enrolment.promotion())));
        for (var override : facts.overrides()) {
            if (override.feature().equals(feature.key().value())
                    && OverrideLayer.isInForce(override, at)
                    && (override.user() == null || override.user().equals(user))) {
                found.add(new FactRef("override", override.id()));
            }
        }
        return new ArrayList<>(found);
    }

    private static void subscription(Subscribed subscription, Collection<FactRef> found) {
        var ref = subscription.subject() + "/" + subscription.id();
        found.add(new FactRef("subscription", ref));
        found.add(new FactRef("status", ref + " " + subscription.status()));
        if (subscription.episodeSince() != null) {
            found.add(new FactRef("episode", ref + " since " + subscription.episodeSince()));
        }
        items(ref, subscription.items(), found);
        for (var phase : subscription.ahead()) {
            found.add(new FactRef("ahead", ref + " from " + phase.from()));
            items(ref, phase.items(), found);
        }
    }

    private static void items(String ref, List<BoundItem> items, Collection<FactRef> found) {
        for (var item : items) {
            found.add(new FactRef("item", ref + "/" + item.id()));
            found.add(new FactRef("mapping", mapping(item.binding())));
        }
    }

    private static String mapping(Binding binding) {
        return binding.price() + " → "
                + switch (binding) {
                    case Binding.ToPlan to -> to.plan().toString();
                    case Binding.ToAddOn to -> to.addOn().toString();
                    case Binding.Unmapped _ -> "nothing";
                };
    }
}
