package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.RecordedRequest;
import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.sync.support.PlumblineProcess;
import dev.plumbline.sync.support.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real processes on one database and one account: one budget between them. */
class TwoProcessesIT {
    private static final int PER_SECOND = 25;
    private static final int CUSTOMERS = 600;
    private static final Duration MEASURED = Duration.ofSeconds(12);
    private static final String SECRET = "whsec_two";

    @TempDir
    Path folder;

    private final SimulatedStripe stripe = new SimulatedStripe(InstantSource.system(), 3, Settings.testMode());
    private final SimulatedApi api = new SimulatedApi(stripe, "rk_test_two", 3);
    private final List<PlumblineProcess> processes = new ArrayList<>();
    private SimulatedStripeServer billing;
    private String database;

    @BeforeEach
    void start() throws Exception {
        billing = SimulatedStripeServer.start(api, 0);
        stripe.catalogue().createProduct("prod_team", "Team");
        stripe.catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        database = TestPostgres.freshDatabase();
        for (String name : List.of("left", "right")) {
            processes.add(new PlumblineProcess(Files.createDirectory(folder.resolve(name)))
                    .with("PLUMBLINE_DEMO", "false")
                    .with("PLUMBLINE_DB_URL", database)
                    .with("PLUMBLINE_DB_USER", "postgres")
                    .with("PLUMBLINE_BOOTSTRAP_KEY", "two-test-key-0123456789-0123456789-012345")
                    .with("PLUMBLINE_CATALOG", "classpath:demo/harbor.yaml")
                    .with("PLUMBLINE_CATALOG_PUBLISH", "true")
                    .with("PLUMBLINE_STRIPE_DEFAULT_API_KEY", "rk_test_two")
                    .with("PLUMBLINE_STRIPE_DEFAULT_API_BASE", billing.base().toString())
                    .with("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", SECRET)
                    .with("PLUMBLINE_STRIPE_DEFAULT_REQUESTS_PER_SECOND", Integer.toString(PER_SECOND)));
        }
        processes.forEach(process -> process.launch("-Xmx256m"));
        await().atMost(Duration.ofMinutes(5)).until(() -> processes.stream().allMatch(PlumblineProcess::isReady));
    }

    @AfterEach
    void stop() {
        processes.stream().filter(PlumblineProcess::isAlive).forEach(PlumblineProcess::stop);
        billing.close();
    }

    @Test
    @DisplayName(
            "F-63 two processes with work for far more than the budget: together no more than it, and most of it used; "
                    + "when one is killed the other one has all of it")
    void shareOneBudget() throws Exception {
        crowd("cus_two_");
        warmUp();
        measure("two processes", Instant.now());

        processes.getFirst().kill();
        api.log().clear();
        crowd("cus_one_");
        warmUp();
        measure("one of them killed", Instant.now());
        assertThat(api.log().writes()).as("S-20").isEmpty();
    }

    /** A process that has just started spends its first seconds on itself. */
    private void warmUp() {
        await().atMost(Duration.ofMinutes(2)).until(() -> api.log().count() > 8L * PER_SECOND);
    }

    private void measure(String what, Instant from) {
        Instant to = from.plus(MEASURED);
        await().pollDelay(MEASURED)
                .atMost(MEASURED.plusSeconds(10))
                .until(() -> Instant.now().isAfter(to));
        List<Instant> calls = api.log().requests().stream()
                .map(RecordedRequest::at)
                .filter(at -> !at.isBefore(from) && at.isBefore(to))
                .sorted()
                .toList();
        Map<Long, Long> bySecond = calls.stream()
                .collect(Collectors.groupingBy(Instant::getEpochSecond, TreeMap::new, Collectors.counting()));
        int most = mostInASecond(calls);
        double perSecond = calls.size() / (double) MEASURED.toSeconds();
        System.out.printf(
                "%s: %d requests in %d s, %.1f a second of %d, at most %d in one; by second %s%n",
                what, calls.size(), MEASURED.toSeconds(), perSecond, PER_SECOND, most, bySecond.values());
        assertThat((double) calls.size()).isLessThanOrEqualTo(PER_SECOND * (MEASURED.toSeconds() + 0.4) + 1);
        assertThat((double) most).isLessThanOrEqualTo(1.4 * PER_SECOND + 1);
        assertThat(perSecond).isGreaterThan(0.8 * PER_SECOND);
    }

    private static int mostInASecond(List<Instant> calls) {
        int most = 0;
        for (int first = 0, end = 0; first < calls.size(); first++) {
            while (end < calls.size()
                    && calls.get(end).isBefore(calls.get(first).plusSeconds(1))) {
                end++;
            }
            most = Math.max(most, end - first);
        }
        return most;
    }

    /** Everybody at once, as after an outage: what is measured is how they are worked off, not how fast webhooks come in. */
    private void crowd(String prefix) throws SQLException {
        for (int i = 0; i < CUSTOMERS; i++) {
            String customer = prefix + i;
            stripe.subscriptions()
                    .checkout(NewCustomer.named(customer).withId(customer).in("FI"), Line.of("price_t", 7));
        }
        try (Connection connection = DriverManager.getConnection(database, "postgres", "");
                PreparedStatement mark = connection.prepareStatement("""
                        insert into subject (provider, account, kind, id, dirty_seq, dirty_cause, due_at)
                        select 'stripe', 'default', 'customer', ? || n, nextval('subject_dirty_seq'), 'event', clock_timestamp()
                        from generate_series(0, ?) as n
                        """)) {
            mark.setString(1, prefix);
            mark.setInt(2, CUSTOMERS - 1);
            mark.executeUpdate();
        }
    }
}
