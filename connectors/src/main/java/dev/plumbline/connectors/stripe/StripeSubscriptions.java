package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.either;
import static dev.plumbline.connectors.stripe.StripeFields.instant;
import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import com.stripe.StripeClient;
import com.stripe.param.SubscriptionListParams;
import dev.plumbline.connectors.Subscription;
import dev.plumbline.connectors.Subscription.Item;
import dev.plumbline.connectors.Subscription.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A customer's subscriptions, the ended ones too: without {@code status=all} a cancelled one would just be missing. */
final class StripeSubscriptions {
    private final StripeClient stripe;
    private final StripeItems items;
    private final StripeArrears arrears;

    StripeSubscriptions(StripeClient stripe) {
        this.stripe = stripe;
        this.items = new StripeItems(stripe);
        this.arrears = new StripeArrears(stripe);
    }

    /**
     * Ordered by id. One that two pages show, because the list moved meanwhile, counts as the later page has it; a known one
     * that no page shows is asked for by itself.
     */
    List<Subscription> of(String customer, Set<String> known) {
        Map<String, Subscription> byId = new TreeMap<>();
        StripePages.each(last -> stripe.v1().subscriptions().list(params(customer, last)), page -> {
            for (var theirs : page.getData()) {
                if (!customer.equals(theirs.getCustomer())) {
                    throw StripeAnswers.unreadable(
                            "Stripe listed " + theirs.getId() + ", which is no subscription of " + customer);
                }
                Subscription ours = read(theirs, StripePeriod.ofOldShape(theirs, page));
                byId.put(ours.id(), ours);
            }
        });
        known.stream()
                .filter(id -> !byId.containsKey(id))
                .forEach(id -> byItself(id, customer).ifPresent(found -> byId.put(id, found)));
        return List.copyOf(byId.values());
    }

    /** Empty when Stripe does not know it, or says that it belongs to somebody else by now (case F-55). */
    private Optional<Subscription> byItself(String id, String customer) {
        if (!StripeHints.isKey(id)) {
            return Optional.empty();
        }
        return StripeAnswers.find(() -> stripe.v1().subscriptions().retrieve(id))
                .map(theirs -> {
                    if (!id.equals(theirs.getId())) {
                        throw StripeAnswers.unreadable("Stripe answered with something else than " + id);
                    }
                    return theirs;
                })
                .filter(theirs -> customer.equals(theirs.getCustomer()))
                .map(theirs -> read(theirs, StripePeriod.ofOldShape(theirs, theirs.getRawJsonObject())));
    }

    private static SubscriptionListParams params(String customer, @Nullable String last) {
        return SubscriptionListParams.builder()
                .setCustomer(customer)
                .setStatus(SubscriptionListParams.Status.ALL)
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .build();
    }

    private Subscription read(com.stripe.model.Subscription theirs, StripePeriod oldPeriod) {
        String id = required(text(theirs.getId()), "a subscription's id");
        if (!"subscription".equals(theirs.getObject())) {
            throw StripeAnswers.unreadable("Stripe gave " + id + ", which is no subscription");
        }
        Instant created = required(instant(theirs.getCreated()), "when " + id + " was created");
        Instant started = Objects.requireNonNullElse(instant(theirs.getStartDate()), created);
        String word = required(text(theirs.getStatus()), "the status of " + id);
        Status status = StripeStatus.of(word);
        List<Item> lines = items.of(theirs, oldPeriod);
        return new Subscription(
                id,
                status,
                word,
                created,
                started,
                endsAt(theirs, status, lines),
                instant(theirs.getTrialEnd()),
                instant(theirs.getBillingCycleAnchor()),
                currency(theirs.getCurrency()),
                theirs.getPauseCollection() != null,
                arrears.of(id, status, lines),
                lines);
    }

    /**
     * When it ended, else when it is set to end. With {@code cancel_at_period_end} Stripe says when in {@code cancel_at};
     * should it not, the last of the items' period ends counts: nobody loses a period that is paid for.
     */
    private static @Nullable Instant endsAt(com.stripe.model.Subscription theirs, Status status, List<Item> lines) {
        Instant ended = instant(theirs.getEndedAt());
        if (status.isTerminal()) {
            return either(ended, instant(theirs.getCanceledAt()));
        }
        Instant set = either(ended, instant(theirs.getCancelAt()));
        if (set != null || !Boolean.TRUE.equals(theirs.getCancelAtPeriodEnd())) {
            return set;
        }
        return lines.stream()
                .map(Item::periodEnd)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable String currency(@Nullable String code) {
        return code != null && code.matches("[A-Za-z]{3}") ? code.toUpperCase(Locale.ROOT) : null;
    }
}
