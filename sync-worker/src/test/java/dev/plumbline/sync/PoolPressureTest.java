package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** Nothing that is slow keeps a webhook from being kept. */
class PoolPressureTest {
    private RunningPlumbline plumbline;

    @BeforeEach
    void start() {
        plumbline = RunningPlumbline.start(
                options -> options.with("plumbline.db.pool", 2).with("plumbline.db.ingest-pool", 2));
        plumbline.stripe().catalogue().createProduct("prod_team", "Team");
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        keepSome("warm", 20);
        plumbline.comeToRest();
    }

    @AfterEach
    void stop() {
        plumbline.endBilling(); // else each fetch that hangs is waited for
        plumbline.close();
    }

    @Test
    @DisplayName(
            "F-21 two connections and a provider that hangs: webhooks are kept, a hundred of them before one fetch ends")
    void keepsWebhooksWhileFetchesHang() {
        var hanging = new Trouble.Slow(Duration.ofSeconds(20)); // the simulated provider's end ends it too
        plumbline
                .api()
                .nextTo(
                        "/v1/customers/cus_hanging",
                        Collections.nCopies(16, hanging).toArray(Trouble[]::new));
        keepSome("hanging", 16);
        await().atMost(Duration.ofSeconds(60)).until(() -> leased() == 16);

        slowest(keepSome("late", 100));
        assertThat(leased()).as("all workers hang in a fetch meanwhile").isEqualTo(16);
        assertThat(plumbline.get("/v1/customers/cus_warm_0").statusCode())
                .as("and hold no connection that others need")
                .isEqualTo(200);
    }

    @Test
    @DisplayName(
            "F-21 fetches hang for 30 s on twelve of sixteen workers: webhooks, refreshes and reads go on meanwhile")
    void refreshesAndReadsWhileFetchesHang() {
        var hanging = new Trouble.Slow(Duration.ofSeconds(30));
        plumbline
                .api()
                .nextTo(
                        "/v1/customers/cus_stuck",
                        Collections.nCopies(12, hanging).toArray(Trouble[]::new));
        keepSome("stuck", 12);
        await().atMost(Duration.ofSeconds(60)).until(() -> leased() >= 12);

        slowest(keepSome("later", 200));
        for (int i = 0; i < 5; i++) {
            assertThat(plumbline
                            .post("/v1/customers/cus_warm_" + i + "/refresh?wait=10s", "application/json", "")
                            .body())
                    .contains("\"applied\":true");
            assertThat(plumbline.check("cus_warm_" + i, "seats").get("limit").asInt())
                    .isEqualTo(7);
        }
        assertThat(leased()).as("and all twelve still hang").isGreaterThanOrEqualTo(12);
    }

    /** With ingest on the common connections this test fails: each webhook waits 4 s for one and hears 503. */
    @Test
    @DisplayName("F-21 every connection for reads and passes is taken for long: webhooks have their own")
    void keepsWebhooksWhileReadsHang() throws InterruptedException {
        var taken = new CountDownLatch(1);
        var enough = new CountDownLatch(1);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (int i = 0; i < 4; i++) {
                readers.execute(() -> holdAConnection(taken, enough));
            }
            taken.await();
            slowest(keepSome("crowded", 100));
        } finally {
            enough.countDown();
            readers.close();
        }
    }

    private void holdAConnection(CountDownLatch taken, CountDownLatch enough) {
        plumbline.bean(TransactionTemplate.class).executeWithoutResult(_ -> {
            plumbline.sql().sql("select 1").query(Integer.class).single();
            taken.countDown();
            try {
                enough.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private List<Duration> keepSome(String name, int howMany) {
        List<Event> events = IntStream.range(0, howMany)
                .mapToObj(i -> checkout("cus_" + name + "_" + i).getFirst())
                .toList();
        List<CompletableFuture<Duration>> answers =
                events.stream().map(this::timed).toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Duration> timed(Event event) {
        long sent = System.nanoTime();
        return plumbline.deliverSoon(event.body()).thenApply(status -> {
            assertThat(status).isEqualTo(200);
            return Duration.ofNanos(System.nanoTime() - sent);
        });
    }

    /** Each was answered 200. How soon is for who reads it: of another machine, or a busy one, it says nothing. */
    private static void slowest(List<Duration> waits) {
        System.out.println("slowest of " + waits.size() + ": " + Collections.max(waits));
    }

    private long leased() {
        return plumbline
                .sql()
                .sql("select count(*) from subject where lease_until > clock_timestamp()")
                .query(Long.class)
                .single();
    }

    private List<Event> checkout(String customer) {
        return plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named(customer).withId(customer).in("FI"), Line.of("price_t", 7))
                .events();
    }
}
