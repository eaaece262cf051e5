package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.sync.support.PlumblineProcess;
import dev.plumbline.sync.support.TestPostgres;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two of the real jar on one database: one is frozen, one is killed, one is told to stop. They start once for all tests. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the second one kills the left, the third stops the right
class TwoJarsIT {
    private static final String SECRET = "whsec_two";
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final String DATABASE = TestPostgres.emptyDatabase();
    private static final JdbcClient SQL = JdbcClient.create(new DriverManagerDataSource(DATABASE, "postgres", ""));
    private static final SimulatedStripe STRIPE = new SimulatedStripe(InstantSource.system(), 7, Settings.testMode());
    private static final SimulatedApi API = new SimulatedApi(STRIPE, "rk_test_two", 7);

    @TempDir
    static Path folder;

    private static SimulatedStripeServer billing;
    private static PlumblineProcess left;
    private static PlumblineProcess right;

    @BeforeAll
    static void start() throws IOException {
        STRIPE.catalogue().createProduct("prod_team", "Team");
        STRIPE.catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        billing = SimulatedStripeServer.start(API, 0);
        left = node("left").start();
        right = node("right").start();
    }

    private static PlumblineProcess node(String name) throws IOException {
        return new PlumblineProcess(Files.createDirectory(folder.resolve(name)))
                .with("PLUMBLINE_DEMO", "false")
                .with("PLUMBLINE_DB_URL", DATABASE)
                .with("PLUMBLINE_DB_USER", "postgres")
                .with("PLUMBLINE_BOOTSTRAP_KEY", "two-jars-key-0123456789-0123456789-01234")
                .with("PLUMBLINE_CATALOG", "classpath:demo/harbor.yaml")
                .with("PLUMBLINE_CATALOG_PUBLISH", "true")
                .with("PLUMBLINE_SYNC_LEASE", LEASE.toString())
                .with("PLUMBLINE_STRIPE_DEFAULT_API_KEY", "rk_test_two")
                .with("PLUMBLINE_STRIPE_DEFAULT_API_BASE", billing.base().toString())
                .with("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", SECRET)
                .with("PLUMBLINE_STRIPE_DEFAULT_REQUESTS_PER_SECOND", "500");
    }

    @AfterAll
    static void stop() {
        for (PlumblineProcess jar : new PlumblineProcess[] {left, right}) {
            if (jar != null && jar.isAlive()) { // null where the start failed
                jar.kill();
            }
        }
        billing.close();
    }

    @Test
    @Order(1)
    @DisplayName(
            "F-11 a worker frozen in its fetch until long after its lease wakes up: what it saw is refused as stale")
    void refusesTheZombie() {
        Event bought = buy("cus_zombie", 5).getFirst();
        API.nextTo("/v1/customers/cus_zombie", new Trouble.Slow(Duration.ofSeconds(5)));
        right.freeze();
        assertThat(deliver(left, bought)).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !API.log().to("/v1/customers/cus_zombie").isEmpty());
        left.freeze(); // its answer, of five seats, waits for it in the socket
        changeSeats("cus_zombie", 9);
        right.thaw();
        await("the successor").atMost(Duration.ofSeconds(60)).until(() -> seats("cus_zombie") == 9);
        long fence = count("select applied_fence from subject where id = 'cus_zombie'");

        left.thaw();
        await("the zombie speaks").atMost(Duration.ofSeconds(60)).until(() -> metric(left, "stale") >= 1);
        assertThat(seats("cus_zombie")).isEqualTo(9);
        assertThat(count("select count(*) from entitlement_history where customer_key = 'cus_zombie'"))
                .isEqualTo(1);
        assertThat(count("select applied_fence from subject where id = 'cus_zombie'"))
                .isEqualTo(fence);
    }

    @Test
    @Order(2)
    @DisplayName(
            "F-22 killed in the middle of a long statement: its locks are free long before it would have ended, the next worker does the work")
    void freesTheLocksOfTheDead() throws Exception {
        SQL.sql("""
                        create sequence sleeps;
                        create function sleep_once() returns trigger language plpgsql as $$ begin
                            if new.customer_key = 'cus_sleepy' and nextval('sleeps') = 1 then perform pg_sleep(60); end if;
                            return new; end $$;
                        create trigger sleep_once before insert on entitlement_history
                            for each row execute function sleep_once();
                        """).update();
        Event bought = buy("cus_sleepy", 6).getFirst();
        right.freeze();
        assertThat(deliver(left, bought)).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> count("select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1);
        left.kill();
        long killed = System.nanoTime();
        try (Connection next = DriverManager.getConnection(DATABASE, "postgres", "");
                Statement statement = next.createStatement()) {
            statement.execute("select 1 from subject where id = 'cus_sleepy' for update");
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - killed);
        System.out.println("the locks of the dead were free after " + waited);
        assertThat(waited).as("it sleeps for 60 s").isLessThan(Duration.ofSeconds(30));
        right.thaw();
        await().atMost(LEASE.plusSeconds(60)).until(() -> seats("cus_sleepy") == 6);
        assertThat(count("select count(*) from entitlement_history where customer_key = 'cus_sleepy'"))
                .isEqualTo(1);
    }

    @Test
    @Order(3)
    @DisplayName(
            "F-27 SIGTERM while fetches hang and webhooks come in: ends in under 30 s, what was acked is kept, no lease stays")
    void stopsGracefully() throws Exception {
        var hanging = new Trouble.Slow(Duration.ofSeconds(3));
        API.nextTo("/v1/customers/cus_term_", Collections.nCopies(8, hanging).toArray(Trouble[]::new));
        var events = new ArrayList<Event>();
        for (int i = 0; i < 150; i++) {
            events.addAll(buy("cus_term_" + i, 5));
        }
        Set<String> acked = ConcurrentHashMap.newKeySet();
        var next = new AtomicInteger();
        ExecutorService senders = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            senders.execute(() -> {
                for (int n = next.getAndIncrement(); n < events.size(); n = next.getAndIncrement()) {
                    if (deliver(right, events.get(n)) == 200) {
                        acked.add(events.get(n).id());
                    }
                }
            });
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> acked.size() > 40);
        await("it is in the middle of fetches")
                .atMost(Duration.ofSeconds(60))
                .until(() -> count("select count(*) from subject where lease_until > clock_timestamp()") > 0);
        long told = System.nanoTime();
        right.terminate();
        assertThat(right.awaitEnd()).as("ended by SIGTERM, as asked").isEqualTo(143);
        Duration took = Duration.ofNanos(System.nanoTime() - told);
        senders.shutdown();
        assertThat(senders.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        System.out.println(acked.size() + " of " + events.size() + " acknowledged, stopped within " + took);
        assertThat(took).isLessThan(Duration.ofSeconds(30));
        assertThat(new HashSet<>(SQL.sql("select event_id from inbox")
                        .query(String.class)
                        .list()))
                .containsAll(acked);
        assertThat(count("select count(*) from subject where lease_until > clock_timestamp()"))
                .as("nobody has to wait for a lease to end")
                .isZero();
        assertThat(count("select count(*) from subject where state = 'QUARANTINED'"))
                .isZero();
        assertThat(Files.readString(right.log())).doesNotContain("did not end in time");
    }

    private static List<Event> buy(String customer, long seats) {
        return STRIPE.subscriptions()
                .checkout(NewCustomer.named(customer).withId(customer).in("FI"), Line.of("price_t", seats))
                .events();
    }

    private static void changeSeats(String customer, long seats) {
        var subscription =
                STRIPE.reading().subscriptions().of(customer).findFirst().orElseThrow();
        STRIPE.subscriptions()
                .changeQuantity(
                        subscription.id(), subscription.items().getFirst().id(), seats);
    }

    /** From the answer in force; 0 when there is none. */
    private static long seats(String customer) {
        return count("select coalesce(max((s ->> 'limit')::bigint), 0) from entitlement,"
                + " jsonb_array_elements(timeline -> 'seats') s where customer_key = '" + customer + "'");
    }

    private static long count(String sql) {
        return SQL.sql(sql).query(Long.class).single();
    }

    /** How many passes of that jar ended so. */
    private static double metric(PlumblineProcess jar, String outcome) {
        try {
            HttpResponse<String> metrics = jar.http()
                    .send(
                            HttpRequest.newBuilder(jar.uri("/actuator/prometheus"))
                                    .header("X-API-Key", "two-jars-key-0123456789-0123456789-01234")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return metrics.body()
                    .lines()
                    .filter(line -> line.startsWith("plumbline_pass_total") && line.contains("\"" + outcome + "\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException notNow) {
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** 0 when no answer came. */
    private static int deliver(PlumblineProcess jar, Event event) {
        try {
            return jar.http()
                    .send(
                            HttpRequest.newBuilder(jar.uri("/webhooks/stripe/default"))
                                    .timeout(Duration.ofSeconds(20))
                                    .header(
                                            "Stripe-Signature",
                                            StripeSignature.header(Instant.now(), event.body(), List.of(SECRET)))
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(event.body()))
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
}
