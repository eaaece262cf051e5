package dev.plumbline.sync.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.stripe.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One more look when a provider's answer may come from a copy that lags behind the event. */
class SettleTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static Watched watched;

    @BeforeAll
    static void start() {
        watched = new Watched(options -> options.with("plumbline.sync.settle", "PT0.5S"));
        watched.sweep(); // the first of the account would find what these tests do not deliver
    }

    @AfterAll
    static void stop() {
        watched.close();
    }

    @Test
    @DisplayName("Settle: an event whose look changed nothing is looked at once more, and that look sees the change")
    void looksAgainWhenNothingChanged() {
        watched.checkout("cus_s1", 5).forEach(watched.plumbline::deliver);
        isClean("cus_s1");
        Event update = changed("cus_s1", 9);
        watched.plumbline.api().nextTo("/v1/subscriptions", new Trouble.StaleByChanges(1));
        watched.plumbline.deliver(update);
        await().atMost(SOON).until(() -> watched.seats("cus_s1") == 9);
        isClean("cus_s1");
    }

    /** Nothing of the customer was known, so the look changed something: only the event's own body tells that it lags. */
    @Test
    @DisplayName(
            "Settle: a look that shows less than the signed event did is taken once more, though it changed something")
    void looksAgainWhenTheEventShowedMore() {
        watched.checkout("cus_s2", 5);
        Event update = changed("cus_s2", 9);
        watched.plumbline.api().nextTo("/v1/subscriptions", new Trouble.StaleByChanges(1));
        watched.plumbline.deliver(update);
        // The old answer is written first.
        await().atMost(SOON)
                .until(() ->
                        watched.count("select count(*) from entitlement_history where customer_key = 'cus_s2'") == 2);
        isClean("cus_s2");
        assertThat(watched.seats("cus_s2")).isEqualTo(9);
        assertThat(watched.text("""
                        select cause ->> 'kind' from entitlement_history where customer_key = 'cus_s2' and version = 2
                        """)).isEqualTo("settle");
    }

    @Test
    @DisplayName("F-5: an old event after the cancel shows more than is true; one more look, and it stays canceled")
    void staysCanceled() {
        List<Event> old = watched.checkout("cus_s3", 5);
        old.forEach(watched.plumbline::deliver);
        isClean("cus_s3");
        watched.plumbline
                .stripe()
                .cancellations()
                .now(watched.subscription("cus_s3").id())
                .events()
                .forEach(watched.plumbline::deliver);
        isClean("cus_s3");
        assertThat(watched.hasAccess("cus_s3")).isFalse();
        long versions = watched.count("select max(version) from entitlement_history where customer_key = 'cus_s3'");
        long looks = looksAt("cus_s3");

        watched.plumbline.deliver(old.getLast().retoldAs("evt_three_days_later"));
        isClean("cus_s3");
        assertThat(watched.hasAccess("cus_s3")).isFalse();
        assertThat(watched.count("select max(version) from entitlement_history where customer_key = 'cus_s3'"))
                .isEqualTo(versions);
        assertThat(looksAt("cus_s3") - looks)
                .as("the event's look and one more")
                .isEqualTo(2);
    }

    private static Event changed(String customer, long seats) {
        return watched.changeSeats(customer, seats).stream()
                .filter(event -> event.type().equals("customer.subscription.updated"))
                .findFirst()
                .orElseThrow();
    }

    private static long looksAt(String customer) {
        return watched.plumbline.api().log().to("/v1/customers/" + customer).size();
    }

    private static void isClean(String customer) {
        await().atMost(SOON)
                .until(() -> watched.count("select count(*) from subject where id = '" + customer
                                + "' and dirty_seq is null and applied_seq is not null")
                        == 1);
    }
}
