package dev.plumbline.sync;

import static dev.plumbline.sync.support.Seats.buy;
import static dev.plumbline.sync.support.Seats.changeSeats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.TestPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two nodes whose clocks are twenty minutes apart. */
class SkewedClocksTest {
    private static final Duration SKEW = Duration.ofMinutes(10);
    private static RunningPlumbline slow;
    private static RunningPlumbline fast;

    @BeforeAll
    static void start() {
        String database = TestPostgres.freshDatabase();
        slow = RunningPlumbline.start(
                options -> options.on(database).clock(InstantSource.offset(InstantSource.system(), SKEW.negated())));
        fast = RunningPlumbline.start(options -> options.on(database)
                .clock(InstantSource.offset(InstantSource.system(), SKEW))
                .with("plumbline.stripe.default.api-base", slow.billing()));
        slow.stripe().catalogue().createProduct("prod_team", "Team");
        slow.stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
    }

    @AfterAll
    static void stop() {
        fast.close();
        slow.close();
    }

    @Test
    @DisplayName(
            "F-25 a node whose clock is ten minutes off rejects signatures, keeps nothing, and counts that apart from forgeries")
    void countsItsOwnClockApart() {
        Event event = buy(slow, "cus_rejected", 5).getFirst();
        assertThat(fast.deliver(event)).isEqualTo(401);
        assertThat(slow.deliver(event)).isEqualTo(401);
        assertThat(received(fast, "too_old")).isEqualTo(1);
        assertThat(received(slow, "too_new")).isEqualTo(1);
        assertThat(received(fast, "signature_wrong") + received(slow, "signature_wrong"))
                .isZero();
        assertThat(slow.sql()
                        .sql("select count(*) from inbox where event_id = :id")
                        .param("id", event.id())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    @DisplayName("F-25 who is looked at when, and which look counts, does not depend on the nodes' clocks")
    void keepsTheOrder() {
        for (int i = 0; i < 12; i++) {
            String customer = "cus_skewed_" + i;
            buy(slow, customer, 5).forEach(event -> deliver(slow, event));
            for (int seats = 6; seats < 9; seats++) {
                RunningPlumbline node = (i + seats) % 2 == 0 ? slow : fast;
                changeSeats(slow, customer, seats).forEach(event -> deliver(node, event));
            }
        }
        slow.comeToRest();
        for (int i = 0; i < 12; i++) {
            JsonNode seats = fast.check("cus_skewed_" + i, "seats");
            assertThat(seats.get("limit").asInt()).as(seats.toString()).isEqualTo(8);
        }
        assertThat(slow.sql()
                        .sql(
                                "select count(*) from subject where lease_until > clock_timestamp() + interval '5 minutes'")
                        .query(Long.class)
                        .single())
                .as("a lease is not longer because a clock is fast")
                .isZero();
        assertThat(slow.sql().sql("""
                                select count(*) from entitlement_history h join entitlement_history later
                                  on later.customer_key = h.customer_key and later.version = h.version + 1
                                where later.recorded <= h.recorded
                                """).query(Long.class).single())
                .as("versions are recorded in their order")
                .isZero();
    }

    /** Signed as if the provider's clock were the node's: that the clock is off is the other test's business. */
    private static void deliver(RunningPlumbline node, Event event) {
        Duration skew = node == slow ? SKEW.negated() : SKEW;
        String signature =
                StripeSignature.header(Instant.now().plus(skew), event.body(), List.of(RunningPlumbline.SECRET));
        assertThat(node.deliver("/webhooks/stripe/default", event.body(), signature))
                .isEqualTo(200);
    }

    private static double received(RunningPlumbline node, String outcome) {
        return node
                .bean(MeterRegistry.class)
                .find("plumbline.webhook.received")
                .tag("outcome", outcome)
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
