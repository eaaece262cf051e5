package dev.plumbline.sync.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.pass.WorkList;
import dev.plumbline.sync.support.UnseenKey;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Nobody loses access in a crowd for nothing but not being found. */
class HoldTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    private static final int CUSTOMERS = 30;
    private static final int BOUND = 4;

    private final Gate gate = new Gate();
    private Watched watched;

    @BeforeEach
    void start() {
        watched = new Watched(options -> options.with("plumbline.stripe.default.api-base", gate.base())
                .with("plumbline.absence.customers", BOUND)
                .with("plumbline.sweep.every", "P1D"));
        gate.before(watched.plumbline.billing());
        customers().forEach(customer -> watched.checkout(customer, 5).forEach(watched.plumbline::deliver));
        watched.plumbline.comeToRest();
        assertThat(withAccess()).isEqualTo(CUSTOMERS);
    }

    @AfterEach
    void stop() {
        watched.close();
        gate.close();
    }

    private static List<String> customers() {
        return IntStream.range(0, CUSTOMERS).mapToObj(i -> "cus_c" + i).toList();
    }

    private long withAccess() {
        return customers().stream().filter(watched::hasAccess).count();
    }

    private void lookAtAll() {
        WorkList work = watched.plumbline.bean(WorkList.class);
        customers().forEach(customer -> work.mark(new Subject(ACCOUNT, Subject.CUSTOMER, customer), Claim.Cause.SWEEP));
    }

    /** A minute and more goes by: a second look at what was not found is due, of those that wait for one. */
    private void aMinuteLater() {
        watched.plumbline.sql().sql("""
                        update subject
                        set absent_since = absent_since - interval '61 seconds', due_at = clock_timestamp()
                        where absent_since is not null and dirty_seq is not null and held_at is null
                        """).update();
    }

    private long absent() {
        return watched.count("""
                        select count(*) from subject
                        where absent_since is not null and held_at is null and due_at > clock_timestamp()
                          and lease_until is null
                        """);
    }

    @Test
    @DisplayName(
            "F-74 S-23: 60 % are not found any more: no more than the bound lose access, the account is HELD until two people release it")
    void holdsTheAccount() {
        List<String> missing = customers().subList(0, 18);
        missing.forEach(watched.plumbline.stripe().customers()::vanish);
        lookAtAll();
        await().atMost(SOON).until(() -> absent() == missing.size());
        aMinuteLater();
        await().atMost(SOON)
                .until(() -> watched.count("select count(*) from subject where held_at is not null")
                        == missing.size() - BOUND);
        assertThat(withAccess()).isEqualTo(CUSTOMERS - BOUND);

        assertThat(watched.status()).isEqualTo("DOWN");
        assertThat(watched.health().path("description").asString())
                .contains("More than 4 customers of stripe/default were to lose access within 60 minutes");
        watched.staysInService();
        JsonNode hold =
                watched.plumbline.json("/v1/holds?state=open").path("data").path(0);
        assertThat(hold.path("keptBack").asInt()).isEqualTo(missing.size() - BOUND);
        assertThat(watched.count("select count(*) from audit where action = 'account.held'"))
                .isEqualTo(1);
        assertThat(watched.count("select count(*) from subject where held_at is not null and dirty_seq is null"))
                .as("who is held stays marked")
                .isZero();

        // While it is held: what grants is applied, and what has ended by the provider's own word ends.
        watched.changeSeats("cus_c20", 9).forEach(watched.plumbline::deliver);
        watched.plumbline
                .stripe()
                .cancellations()
                .now(watched.subscription("cus_c21").id())
                .events()
                .forEach(watched.plumbline::deliver);
        watched.plumbline.stripe().customers().delete("cus_c22").events().forEach(watched.plumbline::deliver);
        watched.plumbline.comeToRest();
        assertThat(watched.seats("cus_c20")).isEqualTo(9);
        assertThat(watched.hasAccess("cus_c21")).isFalse();
        assertThat(watched.hasAccess("cus_c22")).isFalse();

        releases(hold.path("id").asLong());
        await().atMost(SOON).until(() -> withAccess() == CUSTOMERS - missing.size() - 2);
        assertThat(watched.status()).isEqualTo("UP");
        assertThat(watched.count("select count(*) from subject where hold is not null"))
                .isZero();
        assertThat(watched.count("select count(*) from billing_hold"))
                .as("no second hold")
                .isEqualTo(1);
    }

    private void releases(long id) {
        HttpResponse<String> refused = watched.plumbline.post("/v1/holds/" + id + "/release", "application/json", "{}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("/reason");
        String writer = key("write");
        HttpResponse<String> forbidden =
                watched.plumbline.send(HttpRequest.newBuilder(watched.plumbline.uri("/v1/holds/" + id + "/release"))
                        .header("Authorization", "Bearer " + writer)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"let me\"}"))
                        .build());
        assertThat(forbidden.statusCode()).isEqualTo(403);
        HttpResponse<String> asked = watched.plumbline.post(
                "/v1/holds/" + id + "/release", "application/json", "{\"reason\":\"they were test customers\"}");
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        assertThat(asked.body()).contains("\"state\":\"open\"", "A second person");
        assertThat(withAccess()).as("nothing goes when it is asked").isEqualTo(CUSTOMERS - BOUND - 2);
        String approval = JsonMapper.builder()
                .build()
                .readTree(asked.body())
                .path("approval")
                .asString();
        assertThat(watched.plumbline
                        .json("/v1/approvals/" + approval)
                        .path("title")
                        .asString())
                .contains("stripe/default", "the 14 customers");
        HttpResponse<String> released = watched.plumbline.send(HttpRequest.newBuilder(
                        watched.plumbline.uri("/v1/holds/" + id + "/release"))
                .header("Authorization", "Bearer " + UnseenKey.of(watched.plumbline.sql(), "second", "", "admin"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"so they were\"}"))
                .build());
        assertThat(released.statusCode()).as(released.body()).isEqualTo(200);
        assertThat(released.body()).contains("\"releaseReason\":\"so they were\"", approval);
        assertThat(watched.count("""
                        select count(*) from audit
                        where action = 'account.hold.released' and reason = 'so they were'
                          and actor = (select released_by from billing_hold)
                          and after ->> 'askedBy' = 'bootstrap' and after ->> 'askedBecause' = 'they were test customers'
                        """)).isEqualTo(1);
        assertThat(watched.plumbline
                        .post("/v1/holds/" + id + "/release", "application/json", "{\"reason\":\"again\"}")
                        .body())
                .contains("HOLD_RELEASED");
        assertThat(watched.plumbline
                        .post("/v1/holds/999/release", "application/json", "{\"reason\":\"again\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    private String key(String scope) {
        HttpResponse<String> made = watched.plumbline.post(
                "/v1/api-keys", "application/json", "{\"name\":\"some\",\"scopes\":[\"" + scope + "\"]}");
        assertThat(made.statusCode()).as(made.body()).isBetween(200, 201);
        return JsonMapper.builder().build().readTree(made.body()).path("secret").asString();
    }

    @Test
    @DisplayName(
            "F-74: a subscription that vanished from its customer is held as well, and whatever else was seen is applied")
    void appliesTheRestOfWhatIsHeld() {
        for (String customer : customers()) {
            watched.plumbline
                    .stripe()
                    .subscriptions()
                    .vanish(watched.subscription(customer).id());
        }
        // What they bought meanwhile is a grant.
        watched.plumbline
                .stripe()
                .silently(() -> watched.plumbline
                        .stripe()
                        .subscriptions()
                        .start("cus_c7", dev.plumbline.simulated.stripe.Line.of("price_t", 50)));
        lookAtAll();
        await().atMost(SOON).until(() -> absent() == CUSTOMERS);
        aMinuteLater();
        await().atMost(SOON)
                .until(() ->
                        watched.count("select count(*) from subject where held_at is not null") >= CUSTOMERS - BOUND);
        assertThat(withAccess()).isGreaterThanOrEqualTo(CUSTOMERS - BOUND);
        await().atMost(SOON).until(() -> watched.seats("cus_c7") == 50);
    }

    @Test
    @DisplayName(
            "F-74: a key that is refused (401, 403) is the account's trouble: nobody loses anything, nobody is quarantined")
    void keepsEverybodyWhenTheKeyIsRefused() {
        for (Gate.Key key : List.of(Gate.Key.WRONG, Gate.Key.WEAK)) {
            gate.key = key;
            lookAtAll();
            await().atMost(SOON).until(() -> watched.status().equals("DOWN"));
            assertThat(watched.health().path("description").asString()).startsWith("The key is refused since");
            await().atMost(SOON)
                    .until(() -> watched.count("select count(*) from subject where kind = 'customer' and attempts > 0")
                            == CUSTOMERS);
            watched.staysInService();
            assertThat(withAccess()).isEqualTo(CUSTOMERS);
            assertThat(watched.count("select count(*) from subject where state <> 'LIVE' or absent_since is not null"))
                    .isZero();
            assertThat(watched.count("select count(*) from subject where attempts > 0 and due_at is null"))
                    .isZero();
            gate.key = Gate.Key.RIGHT;
            makeAllDue();
            await().atMost(SOON).until(() -> watched.status().equals("UP"));
            makeAllDue();
            watched.plumbline.comeToRest();
        }
        assertThat(withAccess()).isEqualTo(CUSTOMERS);
    }

    private void makeAllDue() {
        watched.plumbline
                .sql()
                .sql(
                        "update subject set due_at = clock_timestamp() where dirty_seq is not null and dirty_cause <> 'settle'")
                .update();
    }

    @Test
    @DisplayName("F-74 S-23: another account's key, 200 with no rows and 404 for everybody: nobody loses anything")
    void keepsEverybodyInAnEmptyWorld() {
        gate.key = Gate.Key.OF_ANOTHER_ACCOUNT;
        lookAtAll();
        for (int round = 0; round < 3; round++) {
            await().atMost(SOON).until(() -> absent() == CUSTOMERS);
            aMinuteLater();
        }
        await().atMost(SOON).until(() -> absent() == CUSTOMERS);
        assertThat(withAccess()).isEqualTo(CUSTOMERS);
        assertThat(watched.text("select last_error from subject where id = 'cus_c3'"))
                .contains("no other customer of the account proves that the key is right");
        gate.key = Gate.Key.RIGHT;
        // A look that began with the other key may end now, and wait for its next turn: each round is that turn.
        await().atMost(SOON).pollInterval(Duration.ofSeconds(2)).until(() -> {
            aMinuteLater();
            return watched.count("select count(*) from subject where kind = 'customer' and absent_since is not null")
                    == 0;
        });
        assertThat(withAccess()).isEqualTo(CUSTOMERS);
    }

    @Test
    @DisplayName("S-23: ordinary cancellations, however many, are no absence and pass freely")
    void letsWhatHasEndedEnd() {
        for (String customer : customers()) {
            watched.plumbline
                    .stripe()
                    .cancellations()
                    .now(watched.subscription(customer).id())
                    .events()
                    .forEach(watched.plumbline::deliver);
        }
        watched.plumbline.comeToRest();
        assertThat(withAccess()).isZero();
        assertThat(watched.count("select count(*) from billing_hold")).isZero();
        assertThat(watched.count("select count(*) from absence_revocation")).isZero();
    }
}
