package dev.plumbline.simulated.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.Shop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private final Shop shop = new Shop(3);

    @Test
    @DisplayName("a lagging replica: the state some changes or some time ago")
    void looksBack() {
        Subscription team = shop.subscribe("team_monthly");
        shop.clock.pass(Duration.ofSeconds(10));
        shop.stripe.payments().fail(team.id());
        shop.stripe.cancellations().now(team.id());

        assertThat(status(shop.stripe.readingBefore(0), team)).isEqualTo("canceled");
        assertThat(status(shop.stripe.readingBefore(1), team)).isEqualTo("past_due");
        assertThat(status(shop.stripe.readingBefore(2), team)).isEqualTo("active");
        assertThat(shop.stripe.readingBefore(3).subscriptions().find(team.id())).isNull();
        assertThat(status(shop.stripe.readingAgo(Duration.ofSeconds(5)), team)).isEqualTo("active");
        assertThat(shop.stripe.readingAgo(Duration.ofDays(1)).customers().all()).isEmpty();
    }

    @Test
    void isNotDisturbedByLaterChanges() {
        Subscription team = shop.subscribe("team_monthly");
        Reading before = shop.stripe.reading();
        for (int i = 0; i < 10; i++) {
            shop.stripe
                    .subscriptions()
                    .changeQuantity(team.id(), team.items().getFirst().id(), i);
            shop.subscribe("add_on");
        }
        assertThat(before.subscriptions().all()).containsExactly(team);
    }

    @Test
    void staysConsistentUnderManyWritersAndReaders() throws Exception {
        CountDownLatch together = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?>[] running = new Future<?>[8];
            for (int i = 0; i < running.length; i++) {
                boolean writes = i % 2 == 0;
                running[i] = threads.submit(() -> {
                    together.await();
                    for (int round = 0; round < 100; round++) {
                        if (writes) {
                            shop.subscribe("team_monthly");
                        } else {
                            everySubscriptionHasItsInvoice(shop.stripe.reading());
                        }
                    }
                    return null;
                });
            }
            together.countDown();
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertThat(shop.walk("/v1/subscriptions?status=all", 100)).hasSize(400).doesNotHaveDuplicates();
    }

    private static void everySubscriptionHasItsInvoice(Reading reading) {
        reading.subscriptions()
                .all()
                .limit(20)
                .forEach(subscription -> assertThat(subscription.latestInvoice())
                        .satisfies(invoice -> assertThat(reading.invoices().find(String.valueOf(invoice)))
                                .isNotNull()));
    }

    private static String status(Reading reading, Subscription subscription) {
        return reading.subscriptions().get(subscription.id()).status();
    }
}
