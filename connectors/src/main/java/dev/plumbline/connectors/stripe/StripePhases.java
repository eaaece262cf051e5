package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.instant;
import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import com.stripe.model.Price;
import com.stripe.model.SubscriptionSchedule;
import dev.plumbline.connectors.Subscription.Item;
import dev.plumbline.connectors.Subscription.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The phases of a schedule that Stripe has not begun yet. */
final class StripePhases {
    private StripePhases() {}

    /** What comes after the phase that Stripe says is the current one, whatever our clock says: until then it is to come. */
    static List<Phase> ahead(SubscriptionSchedule schedule) {
        var current = schedule.getCurrentPhase();
        Long begun = current == null ? null : current.getStartDate();
        return required(schedule.getPhases(), "the phases of " + schedule.getId()).stream()
                .filter(phase -> begun == null || from(schedule, phase) > begun)
                .map(phase -> read(schedule, phase))
                .sorted(Comparator.comparing(Phase::from))
                .toList();
    }

    private static long from(SubscriptionSchedule schedule, SubscriptionSchedule.Phase phase) {
        return required(phase.getStartDate(), "when a phase of " + schedule.getId() + " begins");
    }

    private static Phase read(SubscriptionSchedule schedule, SubscriptionSchedule.Phase phase) {
        Instant from = Objects.requireNonNull(instant(from(schedule, phase)));
        List<Item> items = new ArrayList<>();
        for (var theirs : required(phase.getItems(), "what a phase of " + schedule.getId() + " sells")) {
            String id = schedule.getId() + "/" + from.getEpochSecond() + "/" + items.size();
            items.add(read(id, from, theirs));
        }
        return new Phase(
                from, trialEnd(phase), "phase_start".equals(phase.getBillingCycleAnchor()) ? from : null, items);
    }

    private static @Nullable Instant trialEnd(SubscriptionSchedule.Phase phase) {
        return instant(Boolean.TRUE.equals(phase.getTrial()) ? phase.getEndDate() : phase.getTrialEnd());
    }

    /** Stripe makes an item when the phase begins; until then it has no id and its age is the beginning. */
    private static Item read(String id, Instant from, SubscriptionSchedule.Phase.Item theirs) {
        Price price = theirs.getPriceObject();
        return new Item(
                id,
                from,
                required(text(theirs.getPrice()), "the price of " + id),
                price == null ? null : text(price.getLookupKey()),
                price == null ? null : text(price.getProduct()),
                theirs.getQuantity(),
                null,
                null);
    }
}
