package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.PlumblineProcess;
import dev.plumbline.sync.support.RunningPlumbline;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCrashTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "F-18 S-24 the database dies at once under load: every 2xx is in the inbox after its start, the others heard 5xx")
    void keepsWhatItAcknowledged() throws Exception {
        int port = PlumblineProcess.freePort();
        EmbeddedPostgres database = database(port);
        Set<String> acked = ConcurrentHashMap.newKeySet();
        Set<Integer> others = ConcurrentHashMap.newKeySet();
        try (RunningPlumbline plumbline = RunningPlumbline.start(options -> options.on(
                        "jdbc:postgresql://localhost:" + port + "/postgres")
                // Whom a claim went to that was kept but never answered, nobody knows: its lease has to run out.
                .with("plumbline.sync.lease", "PT5S"))) {
            plumbline.stripe().catalogue().createProduct("prod_team", "Team");
            plumbline
                    .stripe()
                    .catalogue()
                    .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                            .withId("price_t")
                            .keyed("team_monthly_2026"));
            List<Event> events = events(plumbline);
            var going = new AtomicBoolean(true);
            var next = new AtomicInteger();
            try (var senders = Executors.newFixedThreadPool(6)) {
                for (int i = 0; i < 6; i++) {
                    senders.execute(() -> {
                        while (going.get() && next.get() < events.size()) {
                            Event event = events.get(Math.min(next.getAndIncrement(), events.size() - 1));
                            int status = plumbline.deliver(event);
                            if (status == 200) {
                                acked.add(event.id());
                            } else {
                                others.add(status);
                            }
                        }
                    });
                }
                await().atMost(Duration.ofSeconds(60)).until(() -> acked.size() > 100);
                quit();
                await().atMost(Duration.ofSeconds(60)).until(() -> !others.isEmpty());
                going.set(false);
            }
            database.close();
            try (EmbeddedPostgres again = database(port)) {
                assertThat(again.getPort()).isEqualTo(port);
                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptions()
                        .until(() -> plumbline.deliver(events.getLast()) == 200);
                List<String> kept = plumbline
                        .sql()
                        .sql("select event_id from inbox")
                        .query((row, n) -> row.getString(1))
                        .list();
                System.out.println(acked.size() + " acknowledged, " + kept.size() + " kept, others heard " + others);
                assertThat(kept).containsAll(acked);
                assertThat(others).containsOnly(503);
                plumbline.comeToRest();
            }
        }
    }

    private EmbeddedPostgres database(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setDataDirectory(folder.resolve("pg"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** As {@code pg_ctl stop -m immediate} does it. */
    private void quit() throws IOException, InterruptedException {
        String pid = Files.readAllLines(folder.resolve("pg").resolve("postmaster.pid"))
                .getFirst();
        assertThat(new ProcessBuilder("kill", "-QUIT", pid).start().waitFor(60, TimeUnit.SECONDS))
                .isTrue();
    }

    private static List<Event> events(RunningPlumbline plumbline) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < 400; i++) {
            events.addAll(plumbline
                    .stripe()
                    .subscriptions()
                    .checkout(
                            NewCustomer.named("C" + i).withId("cus_crash_" + i).in("SE"), Line.of("price_t", 5))
                    .events());
        }
        return events;
    }
}
