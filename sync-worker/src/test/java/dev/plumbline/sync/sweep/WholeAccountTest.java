package dev.plumbline.sync.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.Trouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When nobody can say any more what happened at an account, all of it is looked at, and everybody can see that. */
class WholeAccountTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static Watched watched;

    @BeforeAll
    static void start() {
        watched = new Watched(options -> {});
    }

    @AfterAll
    static void stop() {
        watched.close();
    }

    @Test
    @DisplayName(
            "F-68: a cursor of 35 days is beyond what the provider lists: all are looked at, strangers too; health is DOWN until then")
    void looksAtEverybodyWhenEventsAreTooOld() {
        for (int i = 0; i < 8; i++) {
            watched.checkout("cus_k" + i, 5).forEach(watched.plumbline::deliver);
        }
        watched.sweep();
        assertThat(watched.status()).isEqualTo("UP");
        // Things happen that no list tells of any more.
        watched.plumbline.stripe().silently(() -> watched.changeSeats("cus_k3", 33));
        watched.plumbline
                .stripe()
                .silently(() -> watched.plumbline
                        .stripe()
                        .cancellations()
                        .now(watched.subscription("cus_k4").id()));
        watched.plumbline.stripe().silently(() -> watched.checkout("cus_stranger", 44));
        // The listing of who has a subscription fails twice: it is tried again, more and more slowly, and never
        // silently.
        watched.plumbline
                .api()
                .nextTo(
                        "/v1/subscriptions",
                        Collections.nCopies(40, new Trouble.ServerError(500)).toArray(Trouble[]::new));
        watched.plumbline.sql().sql("""
                        update billing_account
                        set swept_until = clock_timestamp() - interval '35 days', next_sweep_at = clock_timestamp()
                        """).update();

        await().atMost(SOON).until(() -> watched.status().equals("DOWN"));
        assertThat(watched.health().path("description").asString())
                .contains("lists none that are older than 30 days")
                .contains("All of its customers are looked at again");
        watched.staysInService();
        assertThat(watched.plumbline.get("/actuator/prometheus").body())
                .contains("plumbline_billing_down{account=\"default\",provider=\"stripe\"} 1.0");

        clearWeather();
        for (int i = 0; i < 60 && !watched.status().equals("UP"); i++) {
            hurry();
        }
        await().atMost(SOON).until(() -> watched.status().equals("UP"));
        watched.plumbline.comeToRest();
        assertThat(watched.seats("cus_k3")).isEqualTo(33);
        assertThat(watched.hasAccess("cus_k4")).isFalse();
        assertThat(watched.seats("cus_stranger")).isEqualTo(44);
        assertThat(watched.count("""
                        select count(*) from billing_resync
                        where cause = 'EVENTS_TOO_OLD' and completed_at is not null and strangers = 1 and marked >= 8
                        """)).isEqualTo(1);
        assertThat(watched.count("""
                        select count(*) from billing_account where swept_until > clock_timestamp() - interval '10 minutes'
                        """))
                .as("the next sweep begins where the resync did")
                .isEqualTo(1);
    }

    /** Uses up what is left of the troubles, as time would. */
    private static void clearWeather() {
        for (int i = 0; i < 40; i++) {
            watched.plumbline.api().answer("GET", "/v1/subscriptions", "", java.util.Map.of());
        }
    }

    private static void hurry() {
        watched.plumbline
                .sql()
                .sql("update billing_account set next_sweep_at = clock_timestamp() where lease_until is null")
                .update();
        watched.plumbline.sql().sql("""
                        update subject set due_at = clock_timestamp() where dirty_seq is not null and dirty_cause <> 'settle'
                        """).update();
        java.util.concurrent.locks.LockSupport.parkNanos(300_000_000);
    }

    @Test
    @DisplayName("F-69: a change without any event: the health event names the object, and its customer is looked at")
    void looksAtWhatTheHealthEventNames() {
        watched.checkout("cus_h", 5).forEach(watched.plumbline::deliver);
        watched.plumbline.comeToRest();
        watched.plumbline.stripe().silently(() -> watched.changeSeats("cus_h", 21));
        deliver("evt_health_1", """
                "related_object":{"id":"%s","type":"subscription","url":"/v1/subscriptions/x"}
                """.formatted(watched.subscription("cus_h").id()));
        watched.plumbline.comeToRest();
        assertThat(watched.seats("cus_h")).isEqualTo(21);
    }

    @Test
    @DisplayName("F-69: a health event that names nothing, and cannot be fetched, has the whole account looked at")
    void looksAtEverybodyWhenTheHealthEventNamesNobody() {
        watched.checkout("cus_n", 5).forEach(watched.plumbline::deliver);
        watched.plumbline.comeToRest();
        watched.plumbline.stripe().silently(() -> watched.changeSeats("cus_n", 22));
        deliver("evt_health_2", "\"related_object\":null");
        await().atMost(SOON).until(() -> watched.count("""
                                select count(*) from billing_resync
                                where cause = 'EVENTS_LOST' and completed_at is not null
                                """) == 1);
        assertThat(watched.seats("cus_n")).isEqualTo(22);
        assertThat(watched.text("select detail from billing_resync where cause = 'EVENTS_LOST'"))
                .contains("evt_health_2");
    }

    private static void deliver(String id, String more) {
        byte[] body = """
                {"id":"%s","object":"v2.core.event","type":"v2.core.health.event_generation_failure.resolved",
                 "livemode":false,"created":"2026-11-20T10:00:00.000Z",%s}
                """.formatted(id, more).getBytes(StandardCharsets.UTF_8);
        assertThat(watched.plumbline.deliver(body)).isEqualTo(200);
    }
}
