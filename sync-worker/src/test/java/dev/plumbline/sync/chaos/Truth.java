package dev.plumbline.sync.chaos;

import dev.plumbline.simulated.stripe.Item;
import dev.plumbline.simulated.stripe.Reading;
import dev.plumbline.simulated.stripe.Status;
import dev.plumbline.simulated.stripe.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a customer must have, reckoned from what the provider holds and from {@code demo/harbor.yaml} read by a person: nothing of
 * ours is asked. Grants of several subscriptions join, the best of each.
 */
final class Truth {
    private static final Set<String> NORDICS = Set.of("DK", "FI", "IS", "NO", "SE");
    private static final Set<String> EEA = Set.of("AT", "BE", "DE", "ES", "FR", "IE", "IT", "NL", "PL", "PT");
    private static final List<String> SUPPORT = List.of("community", "email", "dedicated-manager");

    /** By the lookup key of the price. */
    static final Map<String, Offer> PLANS = new TreeMap<>(Map.of(
            "starter_monthly", new Offer(50, 0, 1, 0, Set.of()),
            "starter_yearly", new Offer(50, 0, 1, 0, Set.of()),
            "team_monthly_2026", new Offer(300, 5, 0, 1, Set.of("api_access")),
            "team_yearly_2026", new Offer(400, 5, 0, 1, Set.of("api_access")),
            "business_monthly", new Offer(5_000, 3, 0, 2, Set.of("api_access", "sso", "bank_payouts")),
            "business_yearly", new Offer(5_000, 3, 0, 2, Set.of("api_access", "sso", "bank_payouts"))));

    /**
     * @param seatsAtLeast of the seats that are paid for
     * @param seats when they are fixed
     */
    record Offer(long invoices, long seatsAtLeast, long seats, int support, Set<String> switches) {}

    private long invoices;
    private long addedInvoices;
    private long seats;
    private int support = -1;
    private final Set<String> switches = new TreeSet<>();

    private Truth() {}

    /** In the words of {@link Answers}. */
    static Map<String, String> of(String customer, Reading provider) {
        String country =
                Objects.requireNonNull(provider.customers().get(customer).country());
        var truth = new Truth();
        provider.subscriptions().of(customer).forEach(subscription -> truth.add(subscription, country));
        return truth.inWords();
    }

    private void add(Subscription subscription, String country) {
        switch (subscription.status()) {
            case Status.ACTIVE, Status.TRIALING, Status.PAST_DUE -> addAll(subscription, country, Set.of());
            case Status.PAUSED -> addAll(subscription, country, Set.of("bank_payouts", "sso", "api_access"));
            case Status.UNPAID ->
                support = Math.max(support, planOf(subscription).support());
            default -> {} // incomplete, or over: nothing
        }
    }

    private void addAll(Subscription subscription, String country, Set<String> denied) {
        Offer plan = planOf(subscription);
        long paid = quantity(planItem(subscription));
        invoices = Math.max(invoices, plan.invoices());
        seats = Math.max(seats, plan.seats() > 0 ? plan.seats() : Math.max(paid, plan.seatsAtLeast()));
        support = Math.max(support, plan.support());
        var on = new ArrayList<>(plan.switches());
        if (plan.support() == 1 && NORDICS.contains(country)) {
            on.add("bank_payouts"); // team@2's variation
        }
        if (!NORDICS.contains(country) && !EEA.contains(country)) {
            on.remove("bank_payouts");
        }
        on.removeAll(denied);
        switches.addAll(on);
        Item addOn = subscription.itemFor("addon_invoices_100");
        addedInvoices += addOn == null ? 0 : 100 * quantity(addOn);
    }

    private Map<String, String> inWords() {
        var words = new TreeMap<String, String>();
        words.put("invoices", invoices + addedInvoices == 0 ? "no" : "yes " + (invoices + addedInvoices));
        words.put("seats", seats == 0 ? "no" : "yes " + seats);
        words.put("support", support < 0 ? "no" : "yes " + SUPPORT.get(support));
        for (String feature : List.of("api_access", "bank_payouts", "sso")) {
            words.put(feature, switches.contains(feature) ? "yes" : "no");
        }
        return words;
    }

    private static Offer planOf(Subscription subscription) {
        return Objects.requireNonNull(PLANS.get(planItem(subscription).price().lookupKey()));
    }

    private static Item planItem(Subscription subscription) {
        return subscription.items().getFirst();
    }

    private static long quantity(Item item) {
        return Objects.requireNonNull(item.quantity());
    }
}
