package dev.plumbline.sync.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Subscription;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.Seats;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running Plumbline whose sweeps a test sets going, with one plan on sale. */
final class Watched implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final RunningPlumbline plumbline;

    Watched(Consumer<RunningPlumbline.Options> wanted) {
        plumbline = RunningPlumbline.start(options -> {
            options.with("plumbline.sweep.look", "PT0.1S")
                    .with("plumbline.sweep.in-flight", "PT0S")
                    .with("plumbline.sync.settle", "PT1H");
            wanted.accept(options);
        });
        Seats.offer(plumbline.stripe());
    }

    List<Event> checkout(String customer, long seats) {
        return Seats.buy(plumbline, customer, seats);
    }

    Subscription subscription(String customer) {
        return Seats.subscription(plumbline.stripe(), customer);
    }

    List<Event> changeSeats(String customer, long seats) {
        return Seats.changeSeats(plumbline, customer, seats);
    }

    int seats(String customer) {
        return Seats.seats(plumbline, customer);
    }

    boolean hasAccess(String customer) {
        return Seats.hasAccess(plumbline, customer);
    }

    /** A whole sweep, from its first page to its last. */
    void sweep() {
        makeDue();
        await().atMost(Duration.ofMinutes(2)).until(() -> isDone());
        plumbline.comeToRest();
    }

    void makeDue() {
        await().atMost(Duration.ofMinutes(2)).until(this::isDone);
        plumbline
                .sql()
                .sql("update billing_account set next_sweep_at = clock_timestamp()")
                .update();
    }

    private boolean isDone() {
        return count("""
                        select count(*) from billing_account
                        where next_sweep_at > clock_timestamp() and lease_until is null and list_since is null
                          and failures = 0
                        """) == 1;
    }

    long count(String sql) {
        return plumbline.count(sql);
    }

    String text(String sql) {
        return plumbline.text(sql);
    }

    /** The component of health, as anybody sees it. */
    JsonNode health() {
        JsonNode all = JSON.readTree(plumbline.get("/actuator/health").body());
        assertThat(all.path("components").has("billing-default")).isTrue();
        return all.path("components").path("billing-default");
    }

    String status() {
        return health().path("status").asString();
    }

    /** Neither group hears of a billing system's trouble. */
    void staysInService() {
        assertThat(plumbline.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(plumbline.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    @Override
    public void close() {
        plumbline.close();
    }
}
