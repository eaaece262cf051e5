package dev.plumbline.sync.demo;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.sync.reconcile.run.RunSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Once everybody is known, breaks are planted and a run is asked for that finds them and changes nothing; then more of them, and
 * the next run is held, for a person to see what that is like. Each once in the life of a demo, across restarts.
 */
@Component
@ConditionalOnProperty("plumbline.demo")
class DemoBreaks {
    private static final Logger LOG = LoggerFactory.getLogger(DemoBreaks.class);

    private final DemoWorld world;
    private final DemoFaults faults;
    private final JdbcClient jdbc;
    private final RunSettings settings;
    private final InstantSource business;
    private final boolean wanted;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    DemoBreaks(
            DemoWorld world,
            DemoFaults faults,
            JdbcClient jdbc,
            RunSettings settings,
            InstantSource businessClock,
            @Value("${plumbline.demo.breaks:true}") boolean wanted) {
        this.world = world;
        this.faults = faults;
        this.jdbc = jdbc;
        this.settings = settings;
        this.business = businessClock;
        this.wanted = wanted;
    }

    /** How many runs there were, and whether one is open. */
    private record Runs(int count, boolean open) {}

    /**
     * One step, when it is time for one.
     *
     * @return the events that tell of what was planted, as far as any do
     */
    List<Event> goOn(URI reconciliations, String key) {
        if (!wanted || (world.plantings() == 2 && runs().count() >= 2)) {
            return List.of();
        }
        Runs runs = runs();
        if (runs.open() || !everybodyIsKnown()) {
            return List.of();
        }
        if (world.plantings() == runs.count()) {
            LOG.info("Breaks are planted in the demo company, of most of which no event tells");
            if (world.plantings() == 0) {
                faults.plant();
            }
            return world.plant();
        }
        LocalDate today = LocalDate.ofInstant(business.instant(), settings.zone());
        // The first is of the month before, for finance to have one that is over (DemoPeriod); the second of today.
        ask(reconciliations, key, runs.count() == 0 ? today.withDayOfMonth(1).minusDays(1) : today);
        return List.of();
    }

    private Runs runs() {
        return jdbc.sql("""
                        select count(*) as count, count(*) filter (where status in ('PENDING', 'RUNNING')) as open
                        from reconciliation
                        """)
                .query((row, n) -> new Runs(row.getInt("count"), row.getInt("open") > 0))
                .single();
    }

    /** Those that something happens to all the time are never all at rest; those that breaks are planted with are. */
    private boolean everybodyIsKnown() {
        long customers = world.stripe().reading().customers().all().count();
        return jdbc.sql("""
                        select (select count(*) from billing_snapshot) >= :customers
                           and not exists (select from subject where waits and dirty_cause = 'sweep')
                           and exists (select from provider_price)
                        """).param("customers", customers).query(Boolean.class).single();
    }

    private void ask(URI reconciliations, String key, LocalDate date) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(reconciliations)
                            .timeout(Duration.ofSeconds(10))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("""
                                    {"mode": "report", "businessDate": "%s",
                                     "reason": "The demo: breaks are planted, and this run finds them"}
                                    """.formatted(date)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            LOG.info("A reconciliation is asked for: {}", answer.statusCode());
        } catch (IOException notYet) {
            LOG.debug("It is asked for again", notYet);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
