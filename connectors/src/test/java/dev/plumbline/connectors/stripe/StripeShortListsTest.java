package dev.plumbline.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Snapshot;
import dev.plumbline.connectors.Subscription;
import dev.plumbline.connectors.Subscription.Arrears;
import dev.plumbline.connectors.SubscriptionListing;
import dev.plumbline.connectors.SubscriptionListing.Agreed;
import dev.plumbline.connectors.SubscriptionListing.Entries;
import dev.plumbline.connectors.SubscriptionListing.Later;
import dev.plumbline.connectors.SubscriptionListing.Listed.Whole;
import dev.plumbline.connectors.SubscriptionListing.Made;
import dev.plumbline.connectors.SubscriptionListing.Unpaid;
import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Schedule;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows of the list of everybody, told with what stands in the lists beside it. */
class StripeShortListsTest {
    private static final Instant NOW = Instant.parse("2026-03-10T09:30:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(30));
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    private static final int CUSTOMERS = 130;

    private final SimulatedStripe stripe = new SimulatedStripe(InstantSource.fixed(NOW), 7);

    @Test
    @DisplayName(
            "F-67 F-69: a row is what a fetch of its customer says: who it is, since when it is unpaid, what was agreed for later, over more than a page of each")
    void tellsRowsAsAFetchDoes() {
        stripe.catalogue().createProduct("prod_1", "Team");
        stripe.catalogue()
                .createPrice(
                        NewPrice.monthly("prod_1", "eur", 100).withId("price_1").keyed("team"));
        for (int i = 0; i < CUSTOMERS; i++) {
            become(i, "cus_" + i);
        }
        try (var server = SimulatedStripeServer.start(new SimulatedApi(stripe, "rk_test_x", 7), 0)) {
            var connector = new StripeConnector(
                    StripeAccount.of(ACCOUNT, "rk_test_x", List.of("whsec_x"), false)
                            .withApiBase(server.base())
                            .withRequestsPerSecond(1_000),
                    InstantSource.fixed(NOW));
            SubscriptionListing list = connector.subscriptions().orElseThrow();
            List<Unpaid> unpaid = all(list::unpaid);
            List<Agreed> agreed = all(list::agreed);
            Map<String, Whole> rows = rows(list, new Told(unpaid, agreed));
            assertThat(unpaid).hasSizeGreaterThan(10);
            assertThat(agreed)
                    .hasSizeGreaterThan(100)
                    .extracting(Agreed::yetToBe)
                    .anyMatch(one -> one != null);
            for (int i = 0; i < CUSTOMERS; i++) {
                Snapshot fetched = fetch(connector, "cus_" + i);
                assertThat(fetched.subscriptions()).isNotEmpty();
                for (Subscription one : fetched.subscriptions()) {
                    Whole row = Objects.requireNonNull(rows.get(one.id()), one.id());
                    assertThat(row.subscription()).isEqualTo(one);
                    if (!one.id().equals(one.schedule())) {
                        assertThat(row.name()).isEqualTo(fetched.name());
                        assertThat(row.country()).isEqualTo(fetched.country());
                    }
                }
            }
        }
    }

    private void become(int i, String customer) {
        var bought = stripe.subscriptions()
                .checkout(NewCustomer.named("Customer " + i).withId(customer).in("FI"), Line.of("price_1", 2))
                .object();
        var phase = new Schedule.Phase(LATER, LATER.plus(Duration.ofDays(90)), Line.of("price_1", 7));
        if (i % 10 == 0) {
            stripe.payments().fail(bought.id());
        } else if (i % 10 == 1) {
            stripe.payments().exhaustRetries(bought.id());
        } else if (i % 10 == 2) {
            var _ = stripe.schedules().plan(customer, "release", phase);
        } else {
            var _ = stripe.schedules().follow(bought.id(), i % 10 == 3 ? "cancel" : "release", phase);
        }
    }

    private static Snapshot fetch(StripeConnector connector, String customer) {
        var everything = new Asked(Set.of(), EnumSet.of(Asked.More.AGREED));
        return ((Fetched.Present) connector.fetch(new ProviderCustomer(ACCOUNT, customer), everything)).snapshot();
    }

    private interface Lister<T> {
        Optional<Entries<T>> after(@Nullable String place);
    }

    private static <T> List<T> all(Lister<T> list) {
        var all = new ArrayList<T>();
        @Nullable String place = null;
        do {
            Entries<T> page = list.after(place).orElseThrow();
            all.addAll(page.entries());
            place = page.next();
        } while (place != null);
        return all;
    }

    private static Map<String, Whole> rows(SubscriptionListing list, Told told) {
        var rows = new TreeMap<String, Whole>();
        String place = null;
        do {
            var page = list.page(new Made(null, null), place, told).orElseThrow();
            page.subscriptions().forEach(one -> rows.put(one.id(), (Whole) one));
            place = page.next();
        } while (place != null);
        told.agreed().forEach(one -> {
            if (one.yetToBe() != null) {
                rows.put(one.schedule(), one.yetToBe());
            }
        });
        return rows;
    }

    private record Told(List<Unpaid> owing, List<Agreed> agreed) implements SubscriptionListing.Beside {
        @Override
        public Map<String, Arrears> unpaid(Set<String> subscriptions) {
            var earliest = new HashMap<String, Arrears>();
            owing.stream()
                    .filter(one -> subscriptions.contains(one.subscription()))
                    .forEach(one -> earliest.merge(
                            one.subscription(),
                            one.arrears(),
                            (a, b) -> a.since().isAfter(b.since()) ? b : a));
            return earliest;
        }

        @Override
        public Map<String, Later> agreed(Set<String> schedules) {
            var later = new HashMap<String, Later>();
            agreed.stream()
                    .filter(one -> schedules.contains(one.schedule()))
                    .forEach(one -> later.put(one.schedule(), one.later()));
            return later;
        }
    }
}
