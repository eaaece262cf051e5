package dev.plumbline.sync.reconcile;

import static org.awaitility.Awaitility.await;
import static org.awaitility.pollinterval.IterativePollInterval.iterative;

import dev.plumbline.simulated.stripe.Change;
import dev.plumbline.simulated.stripe.Subscription;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.Seats;
import dev.plumbline.sync.support.UnseenKey;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running Plumbline whose company sells one plan at a simulated Stripe, and runs that a test asks for. */
final class Company implements AutoCloseable {
    static final Duration SOON = Duration.ofMinutes(2);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> ENDS = Set.of("HELD", "COMPLETED", "FAILED", "STOPPED");

    final RunningPlumbline plumbline;

    Company(Consumer<RunningPlumbline.Options> wanted) {
        plumbline = RunningPlumbline.start(options -> {
            options.with("plumbline.sync.settle", "PT1H")
                    .with("plumbline.sweep.every", "P1D")
                    .with("plumbline.reconcile.second-look", "PT1S");
            wanted.accept(options);
        });
        Seats.offer(plumbline.stripe());
    }

    /** Paid and told of, each made on a day of its own. */
    List<String> customers(String prefix, int howMany) {
        List<String> customers =
                IntStream.range(0, howMany).mapToObj(i -> prefix + i).toList();
        for (int i = 0; i < howMany; i++) {
            String customer = customers.get(i);
            plumbline
                    .stripe()
                    .at(
                            Instant.now().minus(Duration.ofDays(howMany - i)),
                            () -> Seats.buy(plumbline.stripe(), customer, 5))
                    .events()
                    .forEach(plumbline::deliver);
        }
        plumbline.comeToRest();
        return customers;
    }

    Subscription subscription(String customer) {
        return Seats.subscription(plumbline.stripe(), customer);
    }

    Change<Subscription> changeSeats(String customer, long seats) {
        return Seats.changeSeats(plumbline.stripe(), customer, seats);
    }

    /** Of which nobody ever hears. */
    void silently(Supplier<?> work) {
        var _ = plumbline.stripe().silently(work);
    }

    void cancelSilently(String customer) {
        silently(() ->
                plumbline.stripe().cancellations().now(subscription(customer).id()));
    }

    int seats(String customer) {
        return Seats.seats(plumbline, customer);
    }

    boolean hasAccess(String customer) {
        return Seats.hasAccess(plumbline, customer);
    }

    long withAccess(List<String> customers) {
        return customers.stream().filter(this::hasAccess).count();
    }

    // runs

    HttpResponse<String> ask(String mode) {
        return plumbline.post("/v1/reconciliations", "application/json", "{\"mode\":\"" + mode + "\"}");
    }

    long start(String mode) {
        HttpResponse<String> answer = ask(mode);
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body()).path("id").asLong();
    }

    JsonNode run(long id) {
        return plumbline.json("/v1/reconciliations/" + id);
    }

    /** From the request to its end, whatever that is. */
    JsonNode ran(String mode) {
        return ended(start(mode));
    }

    JsonNode ended(long id) {
        await().atMost(SOON)
                .pollInterval(iterative(Company::longer, Duration.ofMillis(50)))
                .until(() -> ENDS.contains(run(id).path("status").asString()));
        return run(id);
    }

    /** A run of twenty thousand takes a while: to ask for its page all the time was work of its own. */
    private static Duration longer(Duration waited) {
        return waited.toMillis() < 500 ? waited.multipliedBy(5).dividedBy(4) : waited;
    }

    String outcome(long run, String customer) {
        return text("select coalesce(outcome, 'none') from reconciliation_difference where run = " + run
                + " and provider_customer = '" + customer + "'");
    }

    /** What every run comes to when everything fits. */
    long differences(JsonNode run) {
        return run.path("totals").path("differences").asLong();
    }

    /** A key of somebody else's. */
    String anotherKey(String... scopes) {
        return UnseenKey.of(plumbline.sql(), "second", "", scopes);
    }

    HttpResponse<String> post(String key, String path, String body) {
        return plumbline.send(HttpRequest.newBuilder(plumbline.uri(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    long count(String sql) {
        return plumbline.count(sql);
    }

    String text(String sql) {
        return plumbline.text(sql);
    }

    @Override
    public void close() {
        plumbline.close();
    }
}
