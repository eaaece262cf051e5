package dev.plumbline.entitlement.check.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.check.TestCatalog;
import dev.plumbline.entitlement.check.idempotency.IdempotentRequests.Claim;
import dev.plumbline.entitlement.check.idempotency.IdempotentRequests.Held;
import dev.plumbline.entitlement.check.idempotency.IdempotentRequests.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class IdempotencyTest {
    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.start();
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static long audited(String customer) {
        return store.jdbc()
                .sql("select count(*) from audit where customer_key = :key")
                .param("key", customer)
                .query(Long.class)
                .single();
    }

    @Test
    void doesAWriteOnceAndAnswersItTwice() {
        Answer first = store.put("/v1/customers/once", "{\"name\":\"Once\"}", "Idempotency-Key", "a-1");
        Answer again = store.put("/v1/customers/once", "{\"name\":\"Once\"}", "Idempotency-Key", "a-1");
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(audited("once")).isEqualTo(1);
    }

    @Test
    void refusesTheKeyOfAnotherRequest() {
        store.put("/v1/customers/other", "{\"name\":\"One\"}", "Idempotency-Key", "b-1");
        Answer body = store.put("/v1/customers/other", "{\"name\":\"Two\"}", "Idempotency-Key", "b-1");
        assertThat(body.status()).isEqualTo(422);
        assertThat(body.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(store.put("/v1/customers/another", "{\"name\":\"One\"}", "Idempotency-Key", "b-1")
                        .status())
                .isEqualTo(422);
        assertThat(store.put("/v1/customers/other", "{}", "Idempotency-Key", "x".repeat(256))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void asksToWaitWhileTheFirstRuns() {
        var requests = store.bean(IdempotentRequests.class);
        var id = new RequestId("somebody", "c-1");
        Held first = held(requests.claim(id, new byte[] {1}));
        assertThat(requests.claim(id, new byte[] {1})).isEqualTo(new Claim.StillRunning());
        assertThat(requests.claim(id, new byte[] {2})).isEqualTo(new Claim.OtherRequest());
        unheardOf("c-1");
        Held second = held(requests.claim(id, new byte[] {1}));
        assertThat(requests.claim(id, new byte[] {1})).isEqualTo(new Claim.StillRunning());
        requests.release(first);
        requests.answered(first, new IdempotentRequests.Answer(200, null, null, null, "late"));
        assertThat(requests.claim(id, new byte[] {1}))
                .as("who was taken for dead answers for nobody")
                .isEqualTo(new Claim.StillRunning());
        requests.answered(second, new IdempotentRequests.Answer(200, null, null, null, "done"));
        assertThat(requests.claim(id, new byte[] {1}))
                .isEqualTo(new Claim.Answered(new IdempotentRequests.Answer(200, null, null, null, "done")));
    }

    private static Held held(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.First.class);
        return ((Claim.First) claim).held();
    }

    private static void unheardOf(String key) {
        store.jdbc().sql("""
                        update idempotent_request
                        set heard_at = heard_at - interval '61 seconds', created_at = created_at - interval '61 seconds'
                        where key = :key
                        """).param("key", key).update();
    }

    @Test
    @DisplayName("F-2 a first request that runs for longer than a minute is still waited for, and is done once")
    void waitsForAFirstThatTakesLong() throws Exception {
        store.put("/v1/customers/slow", "{}");
        String[] key = {"Idempotency-Key", "i-1"};
        try (var threads = Executors.newFixedThreadPool(1);
                var held = store.bean(DataSource.class).getConnection()) {
            held.setAutoCommit(false);
            try (var statement = held.createStatement()) {
                statement.execute("select key from customer where key = 'slow' for update");
            }
            Future<Answer> first = threads.submit(() -> store.put("/v1/customers/slow", "{\"name\":\"Slow\"}", key));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> store.jdbc()
                            .sql("select count(*) from idempotent_request where key = 'i-1'")
                            .query(Integer.class)
                            .single()
                            .equals(1));
            unheardOf("i-1");
            // Every fifteen seconds by itself. Without it the repetition ran beside the first one (tried).
            store.bean(RunningRequests.class).tell();
            assertThat(store.put("/v1/customers/slow", "{\"name\":\"Slow\"}", key)
                            .code())
                    .isEqualTo("IDEMPOTENCY_IN_PROGRESS");
            held.rollback();
            Answer answer = first.get();
            assertThat(answer.status()).isEqualTo(200);
            Answer again = store.put("/v1/customers/slow", "{\"name\":\"Slow\"}", key);
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(again.header("ETag")).isEqualTo(answer.header("ETag")).isEqualTo("\"2\"");
            assertThat(audited("slow")).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("A repetition says where what was made is to be found, and what it is an edit of")
    void repeatsLocationAndTag() {
        String[] key = {"Idempotency-Key", "j-1"};
        store.put("/v1/customers/located", "{}");
        assertThat(store.post("/v1/catalog/publish", TestCatalog.YAML, "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(200);
        String override =
                "{\"feature\":\"sso\",\"effect\":\"grant\",\"value\":true,\"validUntil\":\"2099-01-01T00:00:00Z\",\"reason\":\"x\"}";
        Answer first = store.post("/v1/customers/located/overrides", override, key);
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(first.header("Location")).isNotEmpty();
        Answer again = store.post("/v1/customers/located/overrides", override, key);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(store.post("/v1/approvals", "{}", key).code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void doesItOnceForManyAtTheSameTime() throws Exception {
        var together = new CyclicBarrier(16);
        var writers = new ArrayList<Callable<Answer>>();
        for (int i = 0; i < 16; i++) {
            writers.add(() -> {
                together.await();
                return store.put("/v1/customers/crowd", "{\"name\":\"Crowd\"}", "Idempotency-Key", "d-1");
            });
        }
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (Future<Answer> answer : threads.invokeAll(writers)) {
                assertThat(answer.get().status()).isIn(201, 409);
            }
        }
        assertThat(audited("crowd")).isEqualTo(1);
    }

    @Test
    void repeatsARefusalToo() {
        String[] key = {"Idempotency-Key", "e-1"};
        assertThat(store.put("/v1/customers/ghost/links/stripe/default/cus_1", "", key)
                        .status())
                .isEqualTo(404);
        store.put("/v1/customers/ghost", "{}");
        assertThat(store.put("/v1/customers/ghost/links/stripe/default/cus_1", "", key)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void keepsNoAnswerThatHoldsASecret() {
        String body = "{\"name\":\"once\",\"scopes\":[\"read\"]}";
        Answer first = store.post("/v1/api-keys", body, "Idempotency-Key", "f-1");
        assertThat(first.status()).isEqualTo(201);
        Answer again = store.post("/v1/api-keys", body, "Idempotency-Key", "f-1");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("IDEMPOTENT_ANSWER_NOT_KEPT");
        assertThat(store.get("/v1/api-keys").json().get("data")).hasSize(1);
        assertThat(store.jdbc()
                        .sql(
                                "select count(*) from idempotent_request where position(:secret in encode(body, 'escape')) > 0")
                        .param("secret", first.json().get("secret").asString())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void leavesNoRowForThoseWhoMayNot() {
        store.put("/v1/customers/denied", "{}", "Authorization", "Bearer nobody", "Idempotency-Key", "g-1");
        assertThat(store.jdbc()
                        .sql("select count(*) from idempotent_request where key = 'g-1'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void forgetsWhatIsOld() {
        store.put("/v1/customers/old", "{}", "Idempotency-Key", "h-1");
        assertThat(store.bean(IdempotentRequests.class).forget(Instant.parse("2001-01-01T00:00:00Z")))
                .isZero();
        store.jdbc()
                .sql("update idempotent_request set created_at = '2000-01-01' where key = 'h-1'")
                .update();
        assertThat(store.bean(IdempotentRequests.class).forget(Instant.parse("2001-01-01T00:00:00Z")))
                .isEqualTo(1);
    }
}
