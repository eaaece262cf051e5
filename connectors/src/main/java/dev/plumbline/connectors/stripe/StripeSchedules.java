package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.instant;
import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import com.stripe.StripeClient;
import com.stripe.model.SubscriptionSchedule;
import com.stripe.param.SubscriptionScheduleListParams;
import dev.plumbline.connectors.Subscription;
import dev.plumbline.connectors.Subscription.Phase;
import dev.plumbline.connectors.Subscription.Status;
import dev.plumbline.connectors.SubscriptionListing.Later;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed for later. A running schedule changes the subscription that names it; one that was not started is a
 * subscription that does not exist yet. Completed, released and canceled ones say nothing any more.
 */
final class StripeSchedules {
    private static final String NOT_STARTED = "not_started";
    private static final String ACTIVE = "active";

    private final StripeClient stripe;
    private final StripePermissions permissions;

    StripeSchedules(StripeClient stripe, StripePermissions permissions) {
        this.stripe = stripe;
        this.permissions = permissions;
    }

    /** A customer's open ones by id. To be read before the subscriptions: a phase that begins in between is then told twice. */
    Map<String, SubscriptionSchedule> of(String customer) {
        return permissions.ask("subscription schedules", () -> listed(customer)).orElse(Map.of());
    }

    private Map<String, SubscriptionSchedule> listed(String customer) {
        Map<String, SubscriptionSchedule> open = new LinkedHashMap<>();
        StripePages.each(last -> stripe.v1().subscriptionSchedules().list(params(customer, last)), page -> {
            for (SubscriptionSchedule schedule : page.getData()) {
                if (!customer.equals(schedule.getCustomer())) {
                    throw StripeAnswers.unreadable(
                            "Stripe listed " + schedule.getId() + ", which is no schedule of " + customer);
                }
                if (isOpen(schedule)) {
                    open.put(required(text(schedule.getId()), "a schedule's id"), schedule);
                }
            }
        });
        return open;
    }

    /** Completed, released and canceled ones say nothing any more. */
    static boolean isOpen(SubscriptionSchedule schedule) {
        return NOT_STARTED.equals(schedule.getStatus()) || ACTIVE.equals(schedule.getStatus());
    }

    static SubscriptionScheduleListParams everybodys(@Nullable String last) {
        return SubscriptionScheduleListParams.builder()
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .addExpand("data.phases.items.price")
                .build();
    }

    /** What a subscription that follows it does not show itself. */
    static Later later(SubscriptionSchedule schedule) {
        return new Later(endOf(schedule), StripePhases.ahead(schedule));
    }

    private static SubscriptionScheduleListParams params(String customer, @Nullable String last) {
        return SubscriptionScheduleListParams.builder()
                .setCustomer(customer)
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .addExpand("data.phases.items.price") // its lookup key and product, as an item shows them
                .build();
    }

    /** Empty for one that has begun: its subscription tells. */
    static Optional<Subscription> yetToBe(SubscriptionSchedule schedule) {
        List<Phase> phases = StripePhases.ahead(schedule);
        if (!NOT_STARTED.equals(schedule.getStatus()) || phases.isEmpty()) {
            return Optional.empty();
        }
        Instant start = phases.getFirst().from();
        return Optional.of(new Subscription(
                schedule.getId(),
                Status.PENDING,
                NOT_STARTED,
                required(instant(schedule.getCreated()), "when " + schedule.getId() + " was created"),
                start,
                endOf(schedule),
                null,
                start,
                StripeFields.currency(schedule.getPhases().getFirst().getCurrency()),
                false,
                null,
                List.of(),
                null,
                schedule.getId(),
                List.of(),
                phases));
    }

    /**
     * When the schedule ends the subscription with it. By any other behaviour, known or not, the subscription goes on as its
     * last phase left it: if it does not, Stripe says so when the time comes, and nobody loses anything before.
     */
    private static @Nullable Instant endOf(SubscriptionSchedule schedule) {
        return "cancel".equals(schedule.getEndBehavior())
                        && !schedule.getPhases().isEmpty()
                ? instant(schedule.getPhases().getLast().getEndDate())
                : null;
    }
}
