package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.RecordedRequest;
import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A sweep over everybody is under way and takes all it can get; webhooks and refreshes come in meanwhile. */
class LiveBeforeBackfillTest {
    private static final int PER_SECOND = 25;
    /** A minute's work: whoever waited behind it would be seen to, however slow the machine is. */
    private static final int SWEPT = 1_500;

    private static final int WORKERS = 16;

    private RunningPlumbline plumbline;

    @BeforeEach
    void start() {
        plumbline = RunningPlumbline.start(
                options -> options.with("plumbline.stripe.default.requests-per-second", PER_SECOND));
        plumbline.stripe().catalogue().createProduct("prod_team", "Team");
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        for (int i = 0; i < SWEPT; i++) {
            checkout("cus_swept_" + i);
        }
        plumbline.sql().sql("""
                        insert into subject (provider, account, kind, id, dirty_seq, dirty_cause, due_at)
                        select 'stripe', 'default', 'customer', 'cus_swept_' || n, nextval('subject_dirty_seq'), 'sweep',
                               clock_timestamp()
                        from generate_series(0, :swept - 1) as n
                        """).param("swept", SWEPT).update();
        await().atMost(Duration.ofSeconds(60)).until(() -> requestsTo("/v1/customers/cus_swept") > 5);
        // The first requests of a cold process arrive long after they began: what is counted at the provider begins
        // here.
        plumbline.api().log().clear();
    }

    @AfterEach
    void stop() {
        plumbline.close();
    }

    /** With one class of askers this fails: the webhook's pass is the last of three hundred. */
    @Test
    @DisplayName("F-63 a webhook and a refresh do not wait behind a sweep, and the sweep goes on with what they leave")
    void doesNotWaitBehindASweep() {
        int sweptBefore = requestsTo("/v1/customers/cus_swept");
        for (int i = 0; i < 5; i++) {
            String customer = "cus_live_" + i;
            long start = System.nanoTime();
            plumbline.deliver(checkout(customer));
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> known(customer) > 0);
            System.out.println("webhook to answer behind a sweep: " + Duration.ofNanos(System.nanoTime() - start));
        }
        long start = System.nanoTime();
        assertThat(plumbline
                        .post("/v1/customers/cus_live_0/refresh?wait=20s", "application/json", "")
                        .body())
                .contains("\"applied\":true");
        System.out.println("refresh behind a sweep: " + Duration.ofNanos(System.nanoTime() - start));
        assertThat(waiting()).as("the sweep is far from done").isGreaterThan(SWEPT / 2);
        await().atMost(Duration.ofSeconds(60)).until(() -> requestsTo("/v1/customers/cus_swept") > sweptBefore + 10);
        staysWithinTheBudget();
    }

    @Test
    @DisplayName(
            "F-63 a 429 with Retry-After in the sweep: the sweep waits that long, webhooks do not, nothing is lost")
    void holdsOnlyTheSweepAfter429() {
        plumbline.api().nextTo("/v1/customers/cus_swept", new Trouble.RateLimited(Duration.ofSeconds(10)));
        await().atMost(Duration.ofSeconds(60)).until(() -> limited() == 1);
        await().atMost(Duration.ofSeconds(60)).until(() -> heldUntil().isAfter(Instant.now()));
        Instant from = Instant.now();
        Instant to = heldUntil();
        plumbline.deliver(checkout("cus_live_429"));
        await().atMost(Duration.ofSeconds(60)).until(() -> known("cus_live_429") > 0);
        assertThat(Instant.now()).as("the webhook did not wait for that").isBefore(to);
        await().atMost(Duration.ofSeconds(60)).until(() -> sweptSince(to) > 20);
        // Those that had their turn when the 429 came were on their way.
        assertThat(sweptSince(from) - sweptSince(to)).isLessThanOrEqualTo(WORKERS);
    }

    /** Until when backfill gets nothing. */
    private Instant heldUntil() {
        return plumbline
                .sql()
                .sql("select backfill_from from request_budget")
                .query((row, _) ->
                        row.getObject(1, java.time.OffsetDateTime.class).toInstant())
                .single();
    }

    private long sweptSince(Instant moment) {
        return plumbline.api().log().to("/v1/customers/cus_swept").stream()
                .filter(request -> request.at().isAfter(moment))
                .count();
    }

    private void staysWithinTheBudget() {
        List<Instant> at = plumbline.api().log().requests().stream()
                .map(RecordedRequest::at)
                .sorted()
                .toList();
        int most = 0;
        for (int first = 0; first < at.size(); first++) {
            Instant end = at.get(first).plusSeconds(1);
            int n = first;
            while (n < at.size() && at.get(n).isBefore(end)) {
                n++;
            }
            most = Math.max(most, n - first);
        }
        double took = Duration.between(at.getFirst(), at.getLast()).toMillis() / 1000.0;
        System.out.printf("%d requests in %.1f s, at most %d in one%n", at.size(), took, most);
        assertThat((double) at.size()).isLessThanOrEqualTo(PER_SECOND * (took + 0.4) + 1);
    }

    private byte[] checkout(String customer) {
        return plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named(customer).withId(customer).in("FI"), Line.of("price_t", 7))
                .events()
                .getFirst()
                .body();
    }

    private int requestsTo(String path) {
        return plumbline.api().log().to(path).size();
    }

    private long limited() {
        return plumbline.api().log().requests().stream()
                .filter(request -> request.status() == 429)
                .count();
    }

    private long known(String customer) {
        return plumbline
                .sql()
                .sql("select count(*) from entitlement where customer_key = :customer")
                .param("customer", customer)
                .query(Long.class)
                .single();
    }

    private long waiting() {
        return plumbline
                .sql()
                .sql("select count(*) from subject where dirty_cause = 'sweep' and dirty_seq is not null")
                .query(Long.class)
                .single();
    }
}
