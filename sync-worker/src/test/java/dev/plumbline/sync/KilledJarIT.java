package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import dev.plumbline.sync.support.PlumblineProcess;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real jar with its embedded PostgreSQL, killed while deliveries stream in, started again on what it left. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the second one kills first what the first one left running
class KilledJarIT {
    private static final long SEED = Long.getLong("plumbline.seed", new SplittableRandom().nextLong() >>> 16);
    private static final String KEY = "kill-test-key-0123456789-0123456789-01234";
    private static final String SECRET = "whsec_kill";
    private static final int CUSTOMERS = 40;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    private static final SimulatedStripe STRIPE =
            new SimulatedStripe(InstantSource.system(), SEED, Settings.testMode());
    private static final SplittableRandom RANDOM = new SplittableRandom(SEED);
    private static SimulatedStripeServer billing;
    private static PlumblineProcess jar;

    @BeforeAll
    static void prepare() {
        System.out.println("seed " + SEED);
        STRIPE.catalogue().createProduct("prod_team", "Team");
        STRIPE.catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        billing = SimulatedStripeServer.start(new SimulatedApi(STRIPE, "rk_test_kill", SEED), 0);
        jar = new PlumblineProcess(folder)
                .with("PLUMBLINE_DEMO", "false")
                .with("PLUMBLINE_BOOTSTRAP_KEY", KEY)
                .with("PLUMBLINE_CATALOG", "classpath:demo/harbor.yaml")
                .with("PLUMBLINE_CATALOG_PUBLISH", "true")
                .with("PLUMBLINE_SYNC_LEASE", "PT2S")
                .with("PLUMBLINE_STRIPE_DEFAULT_API_KEY", "rk_test_kill")
                .with("PLUMBLINE_STRIPE_DEFAULT_API_BASE", billing.base().toString())
                .with("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", SECRET)
                .with("PLUMBLINE_STRIPE_DEFAULT_REQUESTS_PER_SECOND", "500");
    }

    @AfterAll
    static void end() {
        if (jar.isAlive()) {
            jar.stop();
        }
        billing.close();
    }

    @Test
    @Order(1)
    @DisplayName(
            "F-15 F-16 F-17 dead after the commit, after the fetch, inside the apply: sent again it is one row, one change")
    void diesAtTheWorstMoments() throws Exception {
        Event event = STRIPE.subscriptions()
                .checkout(NewCustomer.named("Unlucky").withId("cus_unlucky").in("FI"), Line.of("price_t", 6))
                .events()
                .getFirst();
        jar.start("-Dplumbline.halt=AFTER_INBOX_COMMIT");
        assertThat(deliver(event)).as("no answer").isZero();
        assertThat(jar.awaitEnd()).isEqualTo(137);
        // What was kept is due as soon as it runs again, so the next two die by themselves.
        for (String point : List.of("AFTER_FETCH", "INSIDE_APPLY")) {
            jar.launch("-Dplumbline.halt=" + point);
            assertThat(jar.awaitEnd()).as("it halted " + point).isEqualTo(137);
        }
        jar.start();
        assertThat(deliver(event)).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            JsonNode seats = json("/v1/customers/cus_unlucky/entitlements/seats?consistency=strict");
            assertThat(seats.get("limit").asInt()).isEqualTo(6);
            assertThat(seats.get("version").asInt()).as("versions written").isEqualTo(1);
        });
        assertThat(json("/v1/inbox?subject=cus_unlucky").get("data")).hasSize(1);
    }

    @Test
    @Order(2)
    @DisplayName(
            "Killed at any moment during ingest: what was answered 2xx is in the inbox after the restart and takes effect once")
    void losesNothingItAcknowledged() throws Exception {
        Set<String> acked = ConcurrentHashMap.newKeySet();
        var morning = new BusyMorning();
        if (!jar.isAlive()) {
            jar.start();
        }
        for (int kill = 0; kill < 3; kill++) {
            try (Senders senders = new Senders(morning, acked)) {
                TimeUnit.MILLISECONDS.sleep(300 + RANDOM.nextInt(900));
                jar.kill();
            }
            jar.start();
        }
        int sent = morning.ends();
        try (Senders senders = new Senders(morning, acked)) {
            await().atMost(Duration.ofSeconds(60)).until(morning::isOver);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> acked.size() == sent);

        Set<String> kept = new HashSet<>();
        int rows = 0;
        for (String cursor = ""; ; ) {
            JsonNode page = json("/v1/inbox?limit=1000" + cursor);
            for (JsonNode row : page.get("data")) {
                kept.add(row.get("event").asString());
                rows++;
            }
            if (page.get("nextCursor").isNull()) {
                break;
            }
            cursor = "&cursor=" + page.get("nextCursor").asString();
        }
        System.out.println(acked.size() + " acknowledged, " + rows + " rows kept, after 3 kills");
        assertThat(kept).containsAll(acked);
        assertThat(rows).as("one row for each event").isEqualTo(kept.size());
        everybodyHasWhatTheProviderSays();
    }

    /**
     * Every customer buys and then changes its mind about seats, again and again; their events, shuffled. More of them are made
     * as long as there is somebody to be killed at work, and no more than that.
     */
    private static final class BusyMorning {
        private static final int CHANGES = 400;

        private final Deque<Event> untold = new ArrayDeque<>();
        private final Random shuffling = new Random(SEED);
        private boolean goesOn = true;
        private int told;

        BusyMorning() {
            for (int c = 0; c < CUSTOMERS; c++) {
                untold.addAll(STRIPE.subscriptions()
                        .checkout(
                                NewCustomer.named("Customer " + c)
                                        .withId("cus_kill_" + c)
                                        .in("DK"),
                                Line.of("price_t", 5))
                        .events());
            }
            more();
        }

        private void more() {
            var events = new ArrayList<>(untold);
            for (int change = 0; change < CHANGES; change++) {
                Subscription subscription = subscription("cus_kill_" + change % CUSTOMERS);
                events.addAll(STRIPE.subscriptions()
                        .changeQuantity(
                                subscription.id(),
                                subscription.items().getFirst().id(),
                                5 + shuffling.nextInt(50))
                        .events());
            }
            Collections.shuffle(events, shuffling);
            untold.clear();
            untold.addAll(events);
            told += events.size();
        }

        synchronized @Nullable Event next() {
            if (untold.isEmpty() && goesOn) {
                more();
            }
            return untold.pollFirst();
        }

        /** Not acknowledged: before any that was never sent. */
        synchronized void again(Event event) {
            untold.addFirst(event);
        }

        /** How many it told in all. */
        synchronized int ends() {
            goesOn = false;
            return told;
        }

        synchronized boolean isOver() {
            return untold.isEmpty();
        }
    }

    private static Subscription subscription(String customer) {
        return STRIPE.reading().subscriptions().of(customer).findFirst().orElseThrow();
    }

    private static void everybodyHasWhatTheProviderSays() {
        for (int c = 0; c < CUSTOMERS; c++) {
            String customer = "cus_kill_" + c;
            long seats = Objects.requireNonNull(
                    subscription(customer).items().getFirst().quantity());
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(
                                    json("/v1/customers/" + customer + "/entitlements/seats?consistency=strict")
                                            .get("limit")
                                            .asLong())
                            .as("seats of " + customer)
                            .isEqualTo(seats));
        }
    }

    /** Deliver as a provider would: what was not acknowledged is sent again. */
    private static final class Senders implements AutoCloseable {
        private final AtomicBoolean going = new AtomicBoolean(true);
        private final ExecutorService threads = Executors.newFixedThreadPool(8);

        Senders(BusyMorning morning, Set<String> acked) {
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> {
                    while (going.get()) {
                        Event event = morning.next();
                        if (event == null) {
                            return;
                        }
                        if (deliver(event) == 200) {
                            acked.add(event.id());
                        } else {
                            morning.again(event);
                        }
                    }
                });
            }
        }

        @Override
        public void close() throws InterruptedException {
            going.set(false);
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** 0 when no answer came. */
    private static int deliver(Event event) {
        byte[] body = event.body();
        try {
            return jar.http()
                    .send(
                            HttpRequest.newBuilder(jar.uri("/webhooks/stripe/default"))
                                    .timeout(Duration.ofSeconds(20))
                                    .header(
                                            "Stripe-Signature",
                                            StripeSignature.header(Instant.now(), body, List.of(SECRET)))
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException noAnswer) {
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = jar.http()
                .send(
                        HttpRequest.newBuilder(jar.uri(path))
                                .header("X-API-Key", KEY)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
