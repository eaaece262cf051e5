package dev.plumbline.simulated.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.SettableClock;
import dev.plumbline.simulated.stripe.Customer;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Invoice;
import dev.plumbline.simulated.stripe.Reading;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Status;
import dev.plumbline.simulated.stripe.StripeObject;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCompanyTest {
    private final SettableClock clock = new SettableClock("2026-11-22T10:15:30Z");

    @ParameterizedTest(name = "opened on {0}")
    @ValueSource(strings = {"2026-11-22T10:15:30Z", "2027-03-31T23:59:59Z", "2028-02-29T00:00:00Z"})
    void opensWithEveryKindOfCustomer(String today) {
        clock.set(today);
        Reading now = open(1).reading();

        assertThat(now.customers().all().count()).isEqualTo(43);
        assertThat(now.customers().all().map(Customer::country)).contains("FI", "DK", "DE", "US", "JP", null);
        assertThat(now.subscriptions().all().map(Subscription::status)).containsAll(Status.ALL);
        assertThat(now.subscriptions().all())
                .anySatisfy(one -> assertThat(one.cancellation().atPeriodEnd()).isTrue())
                .anySatisfy(one -> assertThat(one.pauseCollection()).isNotNull())
                .anySatisfy(one -> assertThat(one.itemFor("price_team_m_v1")).isNotNull())
                .anySatisfy(one -> assertThat(one.itemFor("legacy_special")).isNotNull())
                .anySatisfy(one -> assertThat(one.itemFor("invoices_metered")).isNotNull())
                .anySatisfy(one -> assertThat(one.items()).hasSizeGreaterThan(1));
        assertThat(now.subscriptions().of("cus_vester").count()).isEqualTo(2);
    }

    @ParameterizedTest(name = "opened on {0}")
    @ValueSource(strings = {"2026-11-22T10:15:30Z", "2027-03-31T23:59:59Z", "2028-02-29T00:00:00Z"})
    void opensInTheMiddleOfEveryRunningPeriod(String today) {
        clock.set(today);
        SimulatedStripe stripe = open(1);

        assertThat(stripe.reading()
                        .subscriptions()
                        .all()
                        .filter(one -> one.status().equals(Status.ACTIVE)))
                .allSatisfy(one -> assertThat(one.periodEnd()).isAfter(stripe.now()));
        assertThat(stripe.reading().invoices().all())
                .allSatisfy(invoice -> assertThat(invoice.created()).isBeforeOrEqualTo(stripe.now()));
        assertThat(stripe.reading()
                        .subscriptions()
                        .all()
                        .filter(one -> one.status().equals(Status.PAST_DUE)))
                .allSatisfy(one ->
                        assertThat(stripe.reading().invoices().of(one.id())).anyMatch(Invoice::open));
    }

    @Test
    void tellsItsRecentPastInOrder() {
        SimulatedStripe stripe = new SimulatedStripe(clock, 1);
        List<Event> recent = DemoCompany.found(stripe, 1).recentEvents();

        assertThat(recent).hasSizeGreaterThan(50);
        assertThat(recent).extracting(Event::created).isSorted();
        assertThat(recent.getFirst().created()).isAfterOrEqualTo(stripe.now().minus(Duration.ofDays(30)));
    }

    @Test
    @DisplayName("the same seed lives the same life, byte for byte")
    void isReproducible() {
        assertThat(life(5, 200)).isEqualTo(life(5, 200)).isNotEqualTo(life(6, 200));
    }

    @ParameterizedTest(name = "seed {0}, {1} s between ticks")
    @CsvSource({"1, 1", "2, 3600", "3, 43200"})
    @DisplayName("5,000 ticks: events tell what became of things, statuses are legal, nothing grows without end")
    void livesOn(long seed, long secondsBetween) {
        SimulatedStripe stripe =
                new SimulatedStripe(clock, seed, Settings.testMode().keeping(500));
        DemoCompany company = DemoCompany.found(stripe, seed);
        Map<String, StripeObject> known = new HashMap<>();
        TreeSet<String> types = new TreeSet<>();
        TreeSet<String> lastStatuses = new TreeSet<>();
        for (int tick = 0; tick < 5_000; tick++) {
            clock.pass(Duration.ofSeconds(secondsBetween));
            List<Event> events = company.tick();
            assertThat(events).as("tick %d of seed %d", tick, seed).isNotEmpty();
            for (Event event : events) {
                types.add(event.type());
                follow(event, known);
            }
            Reading now = stripe.reading();
            events.forEach(event -> agrees(event, known, now));
            if (tick > 4_000) {
                now.subscriptions().all().filter(one -> !one.ended()).forEach(one -> lastStatuses.add(one.status()));
            }
        }
        Reading end = stripe.reading();
        assertThat(end.subscriptions().all()).allSatisfy(one -> {
            assertThat(Status.ALL).contains(one.status());
            assertThat(one.items()).isNotEmpty().hasSizeLessThan(5);
            assertThat(one.ended()).isEqualTo(one.cancellation().endedAt() != null);
        });
        assertThat(lastStatuses).as("still lively").contains("active", "past_due", "paused", "unpaid");
        assertThat(end.subscriptions().of("cus_oude").toList().getFirst().itemFor("legacy_special"))
                .as("stays unmapped")
                .isNotNull();
        assertThat(end.customers().all().count()).isBetween(43L, 60L);
        assertThat(end.subscriptions().all().count()).isLessThan(320);
        assertThat(end.invoices().all().count()).isLessThan(52 * 40);
        assertThat(end.events().all().count()).isLessThanOrEqualTo(500);
        assertThat(types)
                .contains(
                        "customer.subscription.created",
                        "customer.subscription.updated",
                        "customer.subscription.deleted",
                        "customer.updated",
                        "invoice.paid",
                        "invoice.payment_failed");
    }

    @Test
    @DisplayName("F-69 something changes of which no event tells")
    void driftsUnheard() {
        SimulatedStripe stripe = new SimulatedStripe(clock, 9);
        DemoCompany company = DemoCompany.found(stripe, 9);
        List<Event> before = company.recentEvents();
        Reading then = stripe.reading();

        company.driftUnheard();

        assertThat(company.recentEvents()).isEqualTo(before);
        assertThat(everything(stripe.reading())).isNotEqualTo(everything(then));
    }

    /** What an update says was there before is what the event before it said is there now. */
    private static void follow(Event event, Map<String, StripeObject> known) {
        StripeObject before = event.before();
        StripeObject last = known.get(event.object().id());
        if (before != null && last != null) {
            assertThat(before).isEqualTo(last);
        }
        known.put(event.object().id(), event.object());
    }

    private static void agrees(Event event, Map<String, StripeObject> known, Reading now) {
        StripeObject last = known.get(event.object().id());
        if (last instanceof Subscription subscription) {
            assertThat(now.subscriptions().get(subscription.id())).isEqualTo(subscription);
        } else if (last instanceof Invoice invoice) {
            assertThat(now.invoices().get(invoice.id())).isEqualTo(invoice);
        } else if (last instanceof Customer customer
                && !now.customers().get(customer.id()).deleted()) {
            assertThat(now.customers().get(customer.id())).isEqualTo(customer);
        }
    }

    private static List<Object> everything(Reading reading) {
        List<Object> all = new ArrayList<>(reading.customers().all().toList());
        all.addAll(reading.subscriptions().all().toList());
        all.addAll(reading.invoices().all().toList());
        return all;
    }

    private List<String> life(long seed, int ticks) {
        SettableClock ownClock = new SettableClock("2026-11-22T10:15:30Z");
        DemoCompany company = DemoCompany.found(new SimulatedStripe(ownClock, seed), seed);
        List<String> told =
                new ArrayList<>(company.recentEvents().stream().map(Event::text).toList());
        for (int i = 0; i < ticks; i++) {
            ownClock.pass(Duration.ofSeconds(2));
            company.tick().forEach(event -> told.add(event.text()));
        }
        return told;
    }

    private SimulatedStripe open(long seed) {
        SimulatedStripe stripe = new SimulatedStripe(clock, seed);
        DemoCompany.found(stripe, seed);
        return stripe;
    }
}
