package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.either;
import static dev.plumbline.connectors.stripe.StripeFields.instant;
import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;
import static java.util.stream.Collectors.toSet;

import com.google.gson.JsonObject;
import com.stripe.StripeClient;
import com.stripe.model.SubscriptionSchedule;
import com.stripe.param.SubscriptionListParams;
import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.Subscription;
import dev.plumbline.connectors.Subscription.Arrears;
import dev.plumbline.connectors.Subscription.Item;
import dev.plumbline.connectors.Subscription.Phase;
import dev.plumbline.connectors.Subscription.Status;
import dev.plumbline.connectors.SubscriptionListing.Later;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A customer's subscriptions, the ended ones too: without {@code status=all} a cancelled one would just be missing. */
final class StripeSubscriptions {
    private final StripeClient stripe;
    private final StripeSchedules schedules;
    private final StripeItems items;
    private final StripeArrears arrears;
    private final InstantSource clock;

    StripeSubscriptions(StripeClient stripe, StripePermissions permissions, InstantSource clock) {
        this.stripe = stripe;
        this.schedules = new StripeSchedules(stripe, permissions);
        this.items = new StripeItems(stripe);
        this.arrears = new StripeArrears(stripe);
        this.clock = clock;
    }

    /**
     * @param all ordered by id
     * @param moved those that belong to somebody else by now, by that customer's id (case F-55)
     */
    record Found(List<Subscription> all, Map<String, String> moved) {}

    /**
     * One that two pages show, because the list moved meanwhile, counts as the later page has it; a known one that no page
     * shows is asked for by itself. What was agreed for later is read first: what begins meanwhile is then seen twice, not
     * never. Few customers have anything agreed, so it is read if it was asked for or if a subscription names it.
     */
    Found of(String customer, Asked asked) {
        boolean first = asked.more().contains(Asked.More.AGREED);
        Map<String, SubscriptionSchedule> before = first ? schedules.of(customer) : Map.of();
        Map<String, Shown> shown = new TreeMap<>();
        StripePages.each(last -> stripe.v1().subscriptions().list(params(customer, last)), page -> {
            Map<String, JsonObject> raw = StripeRaw.subscriptions(page);
            for (var theirs : page.getData()) {
                if (!customer.equals(theirs.getCustomer())) {
                    throw StripeAnswers.unreadable(
                            "Stripe listed " + theirs.getId() + ", which is no subscription of " + customer);
                }
                shown.put(
                        required(text(theirs.getId()), "a subscription's id"),
                        new Shown(theirs, raw.get(theirs.getId())));
            }
        });
        Map<String, String> moved = new TreeMap<>();
        asked.subscriptions().stream()
                .filter(id -> !shown.containsKey(id))
                .forEach(id -> byItself(id).ifPresent(theirs -> {
                    if (customer.equals(theirs.getCustomer())) {
                        shown.put(id, new Shown(theirs, StripeRaw.of(theirs)));
                    } else if (theirs.getCustomer() != null && StripeHints.isKey(theirs.getCustomer())) {
                        moved.put(id, theirs.getCustomer());
                    }
                }));
        boolean named = shown.values().stream().anyMatch(one -> one.theirs().getSchedule() != null);
        Map<String, SubscriptionSchedule> agreed = named && !first ? schedules.of(customer) : before;
        Map<String, Later> later = new HashMap<>();
        agreed.forEach((id, schedule) -> later.put(id, StripeSchedules.later(schedule)));
        Map<String, Subscription> byId = new TreeMap<>();
        shown.forEach((id, one) -> byId.put(id, read(one.theirs(), one.raw(), later, arrears::of)));
        Set<String> followed = byId.values().stream()
                .map(Subscription::schedule)
                .filter(Objects::nonNull)
                .collect(toSet());
        agreed.values().stream()
                .filter(schedule -> !followed.contains(schedule.getId()))
                .flatMap(schedule -> StripeSchedules.yetToBe(schedule).stream())
                .forEach(pending -> byId.put(pending.id(), pending));
        return new Found(List.copyOf(byId.values()), moved);
    }

    private record Shown(
            com.stripe.model.Subscription theirs, @Nullable JsonObject raw) {}

    /** Empty when Stripe does not know it. */
    private Optional<com.stripe.model.Subscription> byItself(String id) {
        if (!StripeHints.isKey(id)) {
            return Optional.empty();
        }
        return StripeAnswers.find(() -> stripe.v1().subscriptions().retrieve(id))
                .map(theirs -> {
                    if (!id.equals(theirs.getId())) {
                        throw StripeAnswers.unreadable("Stripe answered with something else than " + id);
                    }
                    return theirs;
                });
    }

    private static SubscriptionListParams params(String customer, @Nullable String last) {
        return SubscriptionListParams.builder()
                .setCustomer(customer)
                .setStatus(SubscriptionListParams.Status.ALL)
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .addExpand("data.discounts.source.coupon")
                .build();
    }

    /** One of a list of everybody's: as a fetch has it, from what the lists beside that one told. */
    Subscription listed(
            com.stripe.model.Subscription theirs,
            @Nullable JsonObject raw,
            Map<String, Later> agreed,
            Map<String, Arrears> unpaid) {
        return read(theirs, raw, agreed, (id, status, lines) -> StripeArrears.of(status, lines, unpaid.get(id)));
    }

    /** Whether a list beside may tell since when it is unpaid. */
    static boolean isOwing(com.stripe.model.Subscription theirs) {
        String word = theirs.getStatus();
        return word != null && StripeArrears.isOwing(StripeStatus.of(word, Instant.EPOCH, Instant.EPOCH));
    }

    private interface Owed {
        @Nullable
        Arrears since(String id, Status status, List<Item> lines);
    }

    private Subscription read(
            com.stripe.model.Subscription theirs, @Nullable JsonObject raw, Map<String, Later> agreed, Owed owed) {
        String id = required(text(theirs.getId()), "a subscription's id");
        if (!"subscription".equals(theirs.getObject())) {
            throw StripeAnswers.unreadable("Stripe gave " + id + ", which is no subscription");
        }
        Instant created = required(instant(theirs.getCreated()), "when " + id + " was created");
        Instant started = Objects.requireNonNullElse(instant(theirs.getStartDate()), created);
        String word = required(text(theirs.getStatus()), "the status of " + id);
        Status status = StripeStatus.of(word, started, clock.instant());
        List<Item> lines = items.of(theirs, raw);
        Later later = theirs.getSchedule() == null ? null : agreed.get(theirs.getSchedule());
        var pause = theirs.getPauseCollection();
        return new Subscription(
                id,
                status,
                word,
                created,
                started,
                endsAt(theirs, status, lines, later),
                instant(theirs.getTrialEnd()),
                instant(theirs.getBillingCycleAnchor()),
                StripeFields.currency(theirs.getCurrency()),
                pause != null,
                owed.since(id, status, lines),
                lines,
                pause == null ? null : instant(pause.getResumesAt()),
                text(theirs.getSchedule()),
                StripeDiscounts.of(raw),
                ahead(status, started, lines, later));
    }

    /** What has not begun is all ahead; what has ended has nothing ahead, whatever a schedule may still say. */
    private static List<Phase> ahead(Status status, Instant started, List<Item> lines, @Nullable Later later) {
        if (status.isTerminal()) {
            return List.of();
        }
        List<Phase> ahead = later == null ? List.of() : later.ahead();
        return status == Status.PENDING
                ? Stream.concat(
                                Stream.of(new Phase(started, null, null, lines)),
                                ahead.stream().filter(phase -> phase.from().isAfter(started)))
                        .toList()
                : ahead;
    }

    /**
     * When it ended, else when it is set to end. With {@code cancel_at_period_end} Stripe says when in {@code cancel_at};
     * should it not, the last of the items' period ends counts: nobody loses a period that is paid for.
     */
    private static @Nullable Instant endsAt(
            com.stripe.model.Subscription theirs, Status status, List<Item> lines, @Nullable Later later) {
        Instant ended = instant(theirs.getEndedAt());
        if (status.isTerminal()) {
            return either(ended, instant(theirs.getCanceledAt()));
        }
        Instant set = either(ended, instant(theirs.getCancelAt()));
        if (set != null) {
            return set;
        }
        if (!Boolean.TRUE.equals(theirs.getCancelAtPeriodEnd())) {
            return later == null ? null : later.endsAt();
        }
        return lines.stream()
                .map(Item::periodEnd)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
