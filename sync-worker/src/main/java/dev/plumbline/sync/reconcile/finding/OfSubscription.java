package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.entitlement.check.evidence.BreakType.Side;
import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is wrong with one subscription that differs: the coarsest thing that is, once, and not all that follows from it. */
final class OfSubscription {
    private final Drift drift;
    private final @Nullable Subscription was;
    private final @Nullable Subscription is;
    private final Articles articles;
    private final ListWorth worth;

    OfSubscription(
            Drift drift, @Nullable Subscription was, @Nullable Subscription is, Articles articles, ListWorth worth) {
        this.drift = drift;
        this.was = was;
        this.is = is;
        this.articles = articles;
        this.worth = worth;
    }

    List<Found> found() {
        boolean gave = Said.gives(was, drift.of().at());
        boolean gives = Said.gives(is, drift.of().at());
        if (gives && !gave && drift.access().isBlocked()) {
            return List.of(blocked());
        }
        if (gave && !gives && drift.access().isGivenAway()) {
            return List.of(active());
        }
        return gave && gives && was != null && is != null ? ofBoth(was, is) : missed();
    }

    private Found blocked() {
        return drift.found(
                BreakType.PAID_BUT_BLOCKED,
                Side.CUSTOMER_HARM,
                id(),
                "It is " + status(is) + " at the billing system, and its customer was denied " + drift.features(),
                worth.of(subject(), is));
    }

    private Found active() {
        return drift.found(
                BreakType.UNPAID_BUT_ACTIVE,
                Side.LEAKAGE,
                id(),
                "It is " + status(is) + " at the billing system, and its customer was given " + drift.features(),
                worth.of(subject(), was));
    }

    private List<Found> ofBoth(Subscription before, Subscription now) {
        SortedSet<String> had = articles.plans(subject(), before);
        SortedSet<String> has = articles.plans(subject(), now);
        boolean unmapped = now.items().stream().anyMatch(item -> articles.isUnmapped(subject(), item));
        if (!unmapped && !had.equals(has)) {
            return List.of(plan(before, now, had, has));
        }
        List<Found> ofItems = ofItems(before, now);
        if (!ofItems.isEmpty()) {
            return ofItems;
        }
        if (drift.access().isDeniedSome() && !drift.access().isAllowedSome()) {
            return List.of(blocked());
        }
        if (drift.access().isAllowedSome() && !drift.access().isDeniedSome()) {
            return List.of(active());
        }
        return drift.access().isSame() || unmapped ? missed() : List.of(drift.limits(id(), new Worth.Unknown()));
    }

    /** Whose loss it is the money says, and where it says nothing the answers. */
    private Found plan(Subscription before, Subscription now, SortedSet<String> had, SortedSet<String> has) {
        Worth difference = worth.of(subject(), now).minus(worth.of(subject(), before));
        return drift.found(
                BreakType.PLAN_MISMATCH,
                side(difference),
                id(),
                "It pays for " + has + " and was taken to pay for " + had,
                difference);
    }

    private List<Found> ofItems(Subscription before, Subscription now) {
        var pairs = new TreeMap<String, Pair>();
        before.items().forEach(item -> pairs.put(item.id(), new Pair(item, null)));
        now.items()
                .forEach(item -> pairs.merge(item.id(), new Pair(null, item), (one, _) -> new Pair(one.was(), item)));
        var found = new ArrayList<Found>();
        for (Map.Entry<String, Pair> pair : pairs.entrySet()) {
            Found one = of(pair.getValue(), id() + "/" + pair.getKey());
            if (one != null) {
                found.add(one);
            }
        }
        if (found.isEmpty() && !Objects.equals(before.currency(), now.currency())) {
            found.add(terms(
                    id(),
                    "It is billed in " + now.currency() + " and was taken to be billed in " + before.currency(),
                    null));
        }
        return found;
    }

    private record Pair(@Nullable Item was, @Nullable Item is) {}

    private @Nullable Found of(Pair pair, String ref) {
        Item before = pair.was();
        Item now = pair.is();
        if (before == null || now == null) {
            return presence(before, now, ref);
        }
        if (articles.isUnmapped(subject(), now)) {
            return null; // the writer path tells of it; until it is mapped it gives what it gave
        }
        if (!before.price().equals(now.price()) && sellsTheSame(before, now)) {
            return terms(
                    ref,
                    "It is on the price " + now.price() + " and was taken to be on " + before.price()
                            + ", which sells the same",
                    worth.of(subject(), now).minus(worth.of(subject(), before)));
        }
        return Objects.equals(before.quantity(), now.quantity()) ? null : quantity(before, now, ref);
    }

    /** An add-on that is there on one side only: so many of it, or none. A plan has been dealt with before. */
    private @Nullable Found presence(@Nullable Item before, @Nullable Item now, String ref) {
        Item item = now == null ? before : now;
        if (item == null || articles.isPlan(subject(), item) || articles.isUnmapped(subject(), item)) {
            return null;
        }
        Worth each = worth.of(subject(), item);
        Side side = now == null ? Side.LEAKAGE : Side.CUSTOMER_HARM;
        return drift.found(
                BreakType.QUANTITY_MISMATCH,
                side,
                ref,
                now == null
                        ? "It does not pay for " + item.price() + " any more and was taken to"
                        : "It pays for " + item.quantity() + " of " + item.price() + " and was taken to pay for none",
                each);
    }

    private boolean sellsTheSame(Item before, Item now) {
        return switch (articles.of(subject(), before)) {
            case Binding.ToPlan was ->
                articles.of(subject(), now) instanceof Binding.ToPlan to
                        && to.plan().equals(was.plan());
            case Binding.ToAddOn was ->
                articles.of(subject(), now) instanceof Binding.ToAddOn to
                        && to.addOn().equals(was.addOn());
            case Binding.Unmapped _ -> false;
        };
    }

    private Found quantity(Item before, Item now, String ref) {
        Long had = before.quantity();
        Long has = now.quantity();
        Worth difference = had == null || has == null
                ? new Worth.Unknown()
                : worth.of(subject(), now, Math.subtractExact(has, had));
        return drift.found(
                BreakType.QUANTITY_MISMATCH,
                had != null && has != null && has < had ? Side.LEAKAGE : Side.CUSTOMER_HARM,
                ref,
                "It pays for " + has + " of " + now.price() + " and was taken to pay for " + had,
                difference);
    }

    private Found terms(String ref, String detail, @Nullable Worth difference) {
        return drift.found(
                BreakType.TERM_OR_CURRENCY_MISMATCH,
                Side.NEUTRAL,
                ref,
                detail,
                difference == null ? new Worth.Unknown() : difference);
    }

    private Side side(Worth difference) {
        if (difference.sign() != 0) {
            return difference.sign() > 0 ? Side.CUSTOMER_HARM : Side.LEAKAGE;
        }
        return drift.access().isBlocked() || !drift.access().isGivenAway() ? Side.CUSTOMER_HARM : Side.LEAKAGE;
    }

    private List<Found> missed() {
        return drift.missed(id(), "The subscription");
    }

    private String id() {
        return is != null
                ? is.id()
                : Objects.requireNonNull(was, "One of them is there").id();
    }

    private SubjectRef subject() {
        return drift.of().subject();
    }

    private static String status(@Nullable Subscription one) {
        return one == null ? "not there" : one.providerStatus();
    }
}
