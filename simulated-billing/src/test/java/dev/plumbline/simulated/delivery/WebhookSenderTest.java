package dev.plumbline.simulated.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.Shop;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Subscription;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WebhookSenderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Retries FAST = new Retries(3, Duration.ofMillis(5), Duration.ofMillis(20));

    private final Shop shop = new Shop(6);
    private final Listener listener = new Listener();
    private final Endpoint endpoint = Endpoint.of(listener.url(), "whsec_one");

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void postsSignedBytesInOrder() throws Exception {
        List<Event> events = events(20);
        try (WebhookSender sender = sender(endpoint, Mischief.none(), FAST, 1, 1_000)) {
            sender.send(events);
            assertThat(sender.drain(PATIENCE)).isTrue();
            assertThat(sender.sent()).isEqualTo(new Sent(20, 0, 0, 20, 20, 0, 0, 0, 0, 0));
        }
        assertThat(listener.received())
                .extracting(Listener.Received::body)
                .containsExactlyElementsOf(events.stream().map(Event::text).toList());
        assertThat(listener.received())
                .allSatisfy(one -> assertThat(one.signature())
                        .isEqualTo("t=" + shop.stripe.now().getEpochSecond() + ",v1=" + one.expected("whsec_one")));
    }

    @Test
    void triesAgainUntilItIsAcknowledged() throws Exception {
        listener.answer(500, 302, 200);
        try (WebhookSender sender = sender(endpoint, Mischief.none(), FAST, 1, 1_000)) {
            sender.send(events(1));
            assertThat(sender.drain(PATIENCE)).isTrue();
            assertThat(sender.sent()).isEqualTo(new Sent(1, 0, 0, 3, 1, 2, 0, 0, 0, 0));
        }
    }

    @Test
    void givesUpAfterItsLastTry() throws Exception {
        URI nobody = listener.url();
        listener.close();
        try (WebhookSender sender = sender(Endpoint.of(nobody, "whsec_one"), Mischief.none(), FAST, 2, 1_000)) {
            sender.send(events(2));
            assertThat(sender.drain(PATIENCE)).isTrue();
            assertThat(sender.sent()).isEqualTo(new Sent(2, 0, 0, 6, 0, 0, 6, 2, 0, 0));
        }
    }

    @Test
    @DisplayName("F-1, F-67 every delivery is accounted for, whatever was done to it")
    void accountsForEveryDelivery() throws Exception {
        Mischief mischief = new Mischief(0.1, 0.3, 0.5, 0.2, Duration.ofMillis(50));
        try (WebhookSender sender = sender(endpoint, mischief, FAST, 8, 150)) {
            sender.send(events(200));
            assertThat(sender.drain(PATIENCE)).isTrue();
            Sent sent = sender.sent();
            assertThat(sent.lost()).isPositive();
            assertThat(sent.duplicated()).isPositive();
            assertThat(sent.offered() - sent.lost() + sent.duplicated())
                    .isEqualTo(sent.acked() + sent.gaveUp() + sent.overflowed());
            assertThat(listener.received()).hasSize((int) sent.acked());
        }
    }

    @Test
    void dropsAndCountsWhatDoesNotFit() throws Exception {
        Mischief late = Mischief.none().delaying(1, Duration.ofSeconds(2));
        try (WebhookSender sender = sender(endpoint, late, FAST, 1, 5)) {
            sender.send(events(12));
            assertThat(sender.sent().overflowed()).isBetween(1L, 7L);
            assertThat(sender.drain(PATIENCE)).isTrue();
            assertThat(sender.sent().acked() + sender.sent().overflowed()).isEqualTo(12);
        }
    }

    @Test
    @DisplayName("F-41 secrets are rolled while events flow")
    void rollsSecrets() throws Exception {
        try (WebhookSender sender = sender(endpoint, Mischief.none(), FAST, 1, 100)) {
            sender.send(events(1));
            assertThat(sender.drain(PATIENCE)).isTrue();
            sender.endpoint(Endpoint.of(listener.url(), "whsec_two", "whsec_one"));
            sender.send(events(1));
            assertThat(sender.drain(PATIENCE)).isTrue();
        }
        Listener.Received second = listener.received().getLast();
        assertThat(second.signature())
                .endsWith(",v1=" + second.expected("whsec_two") + ",v1=" + second.expected("whsec_one"));
    }

    @Test
    void letsWhatIsOnItsWayArriveWhenClosed() {
        WebhookSender sender = sender(endpoint, Mischief.none().delaying(1, Duration.ofMillis(300)), FAST, 4, 100);
        sender.send(events(10));
        sender.close();
        assertThat(sender.sent().acked()).isEqualTo(10);
        sender.send(events(1));
        assertThat(listener.received()).hasSize(10);
    }

    private WebhookSender sender(Endpoint to, Mischief mischief, Retries retries, int inFlight, int capacity) {
        return new WebhookSender(to, new Deliveries(mischief, 77), retries, shop.clock, inFlight, capacity);
    }

    private List<Event> events(int count) {
        Subscription team = shop.subscribe("team_monthly");
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.addAll(shop.stripe
                    .subscriptions()
                    .changeQuantity(team.id(), team.items().getFirst().id(), 10L + i)
                    .events());
        }
        return events;
    }
}
