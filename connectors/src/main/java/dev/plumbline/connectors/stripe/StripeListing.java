package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREADABLE;
import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import com.google.gson.JsonObject;
import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Customer;
import com.stripe.model.HasId;
import com.stripe.model.StripeCollection;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionSchedule;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.SubscriptionListParams.Created;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Subscription.Arrears;
import dev.plumbline.connectors.SubscriptionListing;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All subscriptions of an account: {@code status=all}, since by itself Stripe leaves the canceled ones out (case F-66). */
final class StripeListing implements SubscriptionListing {
    private final StripeClient stripe;
    private final BillingAccount account;
    private final StripeMode mode;
    private final StripePermissions permissions;
    private final StripeSubscriptions subscriptions;

    StripeListing(StripeClient stripe, StripeAccount settings, InstantSource clock) {
        this.stripe = stripe;
        this.account = settings.account();
        this.mode = new StripeMode(settings.live());
        this.permissions = new StripePermissions(account);
        this.subscriptions = new StripeSubscriptions(stripe, permissions, clock);
    }

    @Override
    public Optional<Page> page(Made made, @Nullable String after, Beside beside) {
        SubscriptionListParams params = params(made, after);
        return from(after, () -> page(stripe.v1().subscriptions().list(params), beside));
    }

    @Override
    public Optional<Entries<Unpaid>> unpaid(@Nullable String after) {
        return ifAllowed(
                "invoices",
                after,
                () -> entries(
                        stripe.v1().invoices().list(StripeArrears.everybodys(after)),
                        invoice -> Optional.ofNullable(StripeArrears.unpaid(invoice))));
    }

    @Override
    public Optional<Entries<Agreed>> agreed(@Nullable String after) {
        return ifAllowed(
                "subscription schedules",
                after,
                () -> entries(
                        stripe.v1().subscriptionSchedules().list(StripeSchedules.everybodys(after)), this::agreed));
    }

    private Optional<Agreed> agreed(SubscriptionSchedule schedule) {
        if (!StripeSchedules.isOpen(schedule)) {
            return Optional.empty();
        }
        String id = required(text(schedule.getId()), "a schedule's id");
        String customer = required(schedule.getCustomer(), "whose " + id + " is");
        return Optional.of(new Agreed(
                id,
                StripeSchedules.later(schedule),
                StripeSchedules.yetToBe(schedule)
                        .map(one -> new Listed.Whole(new ProviderCustomer(account, customer), one, null, null))
                        .orElse(null)));
    }

    /** What no fetch may see either is as if it were not there. */
    private <T> Optional<Entries<T>> ifAllowed(
            String what, @Nullable String after, StripeAnswers.Question<Entries<T>> question) {
        return permissions
                .ask(what, () -> from(after, question))
                .orElseGet(() -> Optional.of(new Entries<>(List.of(), null)));
    }

    private static <T> Optional<T> from(@Nullable String after, StripeAnswers.Question<T> question) {
        return StripeAnswers.ask(() -> {
            try {
                return Optional.of(question.ask());
            } catch (InvalidRequestException refused) {
                if (after != null && "resource_missing".equals(refused.getCode())) {
                    return Optional.empty(); // the one that the page before ended with is gone (case F-65)
                }
                throw refused;
            }
        });
    }

    /** Besides what is shown of the customer in the same answer: one who moved or changed its name is no subscription's matter. */
    private static SubscriptionListParams params(Made made, @Nullable String after) {
        var params = SubscriptionListParams.builder()
                .setStatus(SubscriptionListParams.Status.ALL)
                .setLimit(StripePages.SIZE)
                .setStartingAfter(after)
                .addExpand("data.discounts.source.coupon")
                .addExpand("data.customer.tax");
        if (made.from() != null || made.until() != null) {
            params.setCreated(Created.builder()
                    .setGte(made.from() == null ? null : made.from().getEpochSecond())
                    .setLt(made.until() == null ? null : made.until().getEpochSecond())
                    .build());
        }
        return params.build();
    }

    private Page page(StripeCollection<Subscription> list, Beside beside) {
        List<Subscription> data = isList(list).getData();
        Map<String, JsonObject> raw = StripeRaw.subscriptions(list);
        Map<String, Arrears> unpaid =
                some(data.stream().filter(StripeSubscriptions::isOwing).map(Subscription::getId), beside::unpaid);
        Map<String, Later> agreed = some(data.stream().map(Subscription::getSchedule), beside::agreed);
        return new Page(
                data.stream().map(one -> listed(one, raw, agreed, unpaid)).toList(), next(list));
    }

    private static <T> Map<String, T> some(
            Stream<@Nullable String> ids, Function<Set<String>, Map<String, T>> question) {
        Set<String> asked = ids.filter(Objects::nonNull).collect(Collectors.toSet());
        return asked.isEmpty() ? Map.of() : question.apply(asked);
    }

    private static <T extends HasId, R> Entries<R> entries(StripeCollection<T> list, Function<T, Optional<R>> entry) {
        return new Entries<>(
                isList(list).getData().stream()
                        .flatMap(one -> entry.apply(one).stream())
                        .toList(),
                next(list));
    }

    private static <T extends HasId> StripeCollection<T> isList(StripeCollection<T> list) {
        if (!"list".equals(list.getObject()) || list.getData() == null || list.getHasMore() == null) {
            throw StripeAnswers.unreadable("Stripe answered with something else than a list");
        }
        return list;
    }

    private static <T extends HasId> @Nullable String next(StripeCollection<T> list) {
        if (!list.getHasMore()) {
            return null;
        }
        if (list.getData().isEmpty()) {
            throw StripeAnswers.unreadable("Stripe promised another page but gave no way to it");
        }
        return required(list.getData().getLast().getId(), "the id of the last of a page");
    }

    /** What has no id or no customer spoils the page: nobody could say whose it is. What is odd otherwise spoils itself only. */
    private Listed listed(
            Subscription theirs, Map<String, JsonObject> raw, Map<String, Later> agreed, Map<String, Arrears> unpaid) {
        String id = required(text(theirs.getId()), "a subscription's id");
        String customer = required(theirs.getCustomer(), "whose " + id + " is");
        if (!StripeHints.isKey(id) || !StripeHints.isKey(customer)) {
            throw StripeAnswers.unreadable("Stripe listed something that has no id as Stripe's are");
        }
        mode.refuseOther(theirs.getLivemode());
        var whose = new ProviderCustomer(account, customer);
        Customer who = theirs.getCustomerObject();
        try {
            return new Listed.Whole(
                    whose,
                    StripeAnswers.ask(() -> subscriptions.listed(theirs, raw.get(id), agreed, unpaid)),
                    who == null ? null : text(who.getName()),
                    who == null ? null : StripeCustomers.country(who));
        } catch (BillingUnavailable odd) {
            if (odd.reason() != UNREADABLE) {
                throw odd; // its items have a list of their own, which was not to be had
            }
            return new Listed.Unreadable(whose, id, String.valueOf(odd.getMessage()));
        }
    }
}
