package dev.plumbline.entitlement.check.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.check.TestCatalog;
import dev.plumbline.entitlement.record.BilledCustomers;
import dev.plumbline.entitlement.record.CustomersToResolve;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** M18 over HTTP. */
class PlanOverHttpTest {
    private static final String[] YAML = {"Content-Type", "application/yaml"};
    private static final String BASE = TestCatalog.YAML.replace(
            "{ price: price_team, term: monthly }", "{ price: price_team, term: monthly, listPrice: 1500 }");
    private static final String NO_PAYOUTS = BASE.replace("market: nordics } ] }", "market: eea } ] }");
    private static final int ON_TEAM = 7;

    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.start();
        assertThat(store.post("/v1/catalog/publish", BASE, YAML).status()).isEqualTo(200);
        var customers = new BilledCustomers(store.jdbc());
        for (int i = 0; i < ON_TEAM; i++) {
            customers.add("team" + i, "FI", "price_team");
        }
        customers.add("other", "US", "price_of_nothing");
        while (store.bean(CustomersToResolve.class).resolveBehind(50) > 0) {
            // until all are resolved
        }
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static Answer plan(String draft, String query) {
        return store.post("/v1/catalog/plan" + query, draft, YAML);
    }

    @Test
    @DisplayName("Says who loses what, how many and what they are worth; publishing is left to the publisher")
    void saysWhoLoses() {
        Answer answer = plan(NO_PAYOUTS, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode plan = answer.json();
        assertThat(plan.get("status").asString()).isEqualTo("COMPLETED");
        assertThat(plan.get("base").asLong()).isEqualTo(1);
        assertThat(plan.get("broad").asBoolean()).isTrue();
        assertThat(plan.get("counts").get("customers").asLong()).isEqualTo(ON_TEAM);
        assertThat(plan.get("counts").get("lose").asLong()).isEqualTo(ON_TEAM);
        assertThat(plan.get("counts").get("byKind").get("LOST").asLong()).isEqualTo(ON_TEAM);
        assertThat(plan.get("counts")
                        .get("byFeature")
                        .get("bank_payouts")
                        .get("LOST")
                        .asLong())
                .isEqualTo(ON_TEAM);
        JsonNode lost = plan.get("money").get("lose");
        assertThat(lost.get("customers").asLong()).isEqualTo(ON_TEAM);
        assertThat(lost.get("perMonth").get(0).get("currency").asString()).isEqualTo("EUR");
        assertThat(lost.get("perMonth").get(0).get("amount").asLong()).isEqualTo(ON_TEAM * 5 * 1500);
        assertThat(plan.get("money").get("gain").get("customers").asLong()).isZero();
        assertThat(plan.get("progress").get("done").asLong()).isEqualTo(ON_TEAM + 1);
        assertThat(plan.get("diff")).isNotEmpty();
        assertThat(plan.get("diff").get(0).get("kind").asString()).isEqualTo("FEATURE_AVAILABILITY_CHANGED");

        assertThat(store.get("/v1/customers/team1/entitlements/bank_payouts")
                        .json()
                        .get("hasAccess")
                        .asBoolean())
                .isTrue();
        assertThat(store.get("/v1/catalog").json().get("revision").asLong()).isEqualTo(1);
    }

    @Test
    @DisplayName("Asked again for the same draft on the same base it finds the same plan")
    void findsTheSame() {
        String id = plan(NO_PAYOUTS, "").json().get("id").asString();
        assertThat(plan(NO_PAYOUTS, "?wait=0s").json().get("id").asString()).isEqualTo(id);
        assertThat(store.get("/v1/catalog/plans/" + id).json().get("status").asString())
                .isEqualTo("COMPLETED");
        assertThat(plan(NO_PAYOUTS, "?effectiveAt=2099-01-01T00:00:00Z")
                        .json()
                        .get("id")
                        .asString())
                .isNotEqualTo(id);
    }

    @Test
    @DisplayName("Changes are paged in the order of customers, and found by customer, feature and kind")
    void pagesChanges() {
        String changes =
                "/v1/catalog/plans/" + plan(NO_PAYOUTS, "").json().get("id").asString() + "/changes";
        List<String> customers = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = store.get(changes + "?limit=3" + cursor).json();
            page.get("data")
                    .forEach(change -> customers.add(change.get("customer").asString()));
            cursor = page.path("nextCursor").isString()
                    ? "&cursor=" + page.get("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        assertThat(customers).hasSize(ON_TEAM).isSorted().doesNotHaveDuplicates();

        JsonNode one = store.get(changes + "?customer=team3&feature=bank_payouts&kind=lost")
                .json()
                .get("data")
                .get(0);
        assertThat(one.get("before").asString()).isEqualTo("yes");
        assertThat(one.get("after").asString()).isEqualTo("no");
        assertThat(one.get("reason").asString()).isEqualTo("NOT_AVAILABLE_IN_MARKET");
        assertThat(one.get("from").isString()).isTrue();
        assertThat(store.get(changes + "?kind=GAINED").json().get("data")).isEmpty();
        assertThat(store.get(changes + "?customer=other").json().get("data")).isEmpty();
    }

    @Test
    @DisplayName("S-28 what is wrong is named: the file with its lines, parameters by name, plans that are not there")
    void refusesWhatIsWrong() {
        Answer invalid = plan(BASE.replace("type: switch }", "type: lever }"), "");
        assertThat(invalid.status()).isEqualTo(422);
        assertThat(invalid.json().get("errors").get(0).get("line").asInt()).isPositive();
        Answer frozen = plan(BASE.replace("seats:    5", "seats:    6"), "");
        assertThat(frozen.code()).isEqualTo("FROZEN_VERSION_CHANGED");
        assertThat(plan(BASE, "?effectiveAt=2020-01-01T00:00:00Z").code()).isEqualTo("INVALID_PARAMETER");
        assertThat(plan(BASE, "?wait=forever").code()).isEqualTo("INVALID_PARAMETER");
        assertThat(plan(BASE, "?wait=2h").code()).isEqualTo("INVALID_PARAMETER");
        assertThat(plan(BASE, "?wait=9223372036854775807d").code()).isEqualTo("INVALID_PARAMETER");
        assertThat(store.get("/v1/catalog/plans/7").code()).isEqualTo("PLAN_UNKNOWN");
        assertThat(store.get("/v1/catalog/plans/00000000-0000-0000-0000-000000000000")
                        .status())
                .isEqualTo(404);
        String id = plan(NO_PAYOUTS, "").json().get("id").asString();
        assertThat(store.get("/v1/catalog/plans/" + id + "/changes?kind=SHRUNK").code())
                .isEqualTo("INVALID_PARAMETER");
        assertThat(store.get("/v1/catalog/plans/" + id + "/changes?cursor=e30").code())
                .isEqualTo("INVALID_PARAMETER");
        assertThat(store.get("/v1/catalog/plans/" + id + "/changes?customer=a%00b")
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("S-8 a plan takes the scope read; cancelling another's takes write")
    void takesItsScope() {
        String checks = key("checks", "check");
        String reads = key("reads", "read");
        String id = plan(NO_PAYOUTS, "").json().get("id").asString();
        for (String path : List.of("/v1/catalog/plans/" + id, "/v1/catalog/plans/" + id + "/changes")) {
            assertThat(store.get(path, "Authorization", "Bearer " + checks).status())
                    .isEqualTo(403);
            assertThat(store.get(path, "Authorization", "").status()).isEqualTo(401);
            assertThat(store.get(path, "Authorization", "Bearer " + reads).status())
                    .isEqualTo(200);
        }
        String[] asReader = {"Content-Type", "application/yaml", "Authorization", "Bearer " + reads};
        String[] asChecker = {"Content-Type", "application/yaml", "Authorization", "Bearer " + checks};
        assertThat(store.post("/v1/catalog/plan", NO_PAYOUTS, asChecker).status())
                .isEqualTo(403);
        assertThat(store.post("/v1/catalog/plan", NO_PAYOUTS, asReader).status())
                .isEqualTo(200);
        assertThat(store.delete("/v1/catalog/plans/" + id, "Authorization", "Bearer " + checks)
                        .status())
                .isEqualTo(403);
        assertThat(store.delete("/v1/catalog/plans/" + id, "Authorization", "Bearer " + reads)
                        .code())
                .isEqualTo("NOT_YOUR_PLAN");
    }

    private static String key(String name, String scope) {
        return store.post("/v1/api-keys", "{\"name\": \"%s\", \"scopes\": [\"%s\"]}".formatted(name, scope))
                .json()
                .get("secret")
                .asString();
    }

    @Test
    @DisplayName(
            "Who does not want to wait hears 202 and where it will be; who cancels it ends it; then it may be asked for anew")
    void goesOnInTheBackgroundUntilCancelled() throws Exception {
        String draft = BASE.replace("default: 1 }", "default: 2 }");
        String id;
        try (Connection blocking = store.bean(DataSource.class).getConnection()) {
            blocking.setAutoCommit(false);
            blocking.createStatement().execute("lock table billing_snapshot in access exclusive mode");
            Answer begun = plan(draft, "?wait=0s");
            assertThat(begun.status()).isEqualTo(202);
            id = begun.json().get("id").asString();
            assertThat(begun.header("Location")).isEqualTo("/v1/catalog/plans/" + id);
            assertThat(begun.json().get("status").asString()).isEqualTo("RUNNING");
            assertThat(begun.json().get("broad").isNull()).isTrue();
            assertThat(plan(draft, "?wait=0s").json().get("id").asString()).isEqualTo(id);

            assertThat(plan(BASE.replace("default: 1 }", "default: 3 }"), "?wait=0s")
                            .status())
                    .isEqualTo(202);
            Answer busy = plan(BASE.replace("default: 1 }", "default: 4 }"), "?wait=0s");
            assertThat(busy.code()).isEqualTo("TOO_MANY_PLANS");
            assertThat(busy.status()).isEqualTo(429);

            Answer cancelled = store.delete("/v1/catalog/plans/" + id);
            assertThat(cancelled.json().get("status").asString()).isEqualTo("CANCELLED");
            blocking.rollback();
        }
        assertThat(store.get("/v1/catalog/plans/" + id + "?wait=1s")
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("CANCELLED");
        Answer again = plan(draft, "");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("id").asString()).isNotEqualTo(id);
        // On the plan they have projects without limit: only who buys nothing gets one more.
        assertThat(again.json().get("counts").get("customers").asLong()).isEqualTo(1);
        assertThat(again.json().get("broad").asBoolean()).isFalse();
    }

    @Test
    @DisplayName("F-15 a plan whose node went away is said to have failed, and is made when it is asked for again")
    void buriesTheDead() {
        String draft = BASE.replace("default: 1 }", "default: 9 }");
        String id = plan(draft, "").json().get("id").asString();
        store.jdbc().sql("""
                        update what_if_run set status = 'RUNNING', ended_at = null, alive_at = now() - interval '5 minutes'
                        where id = :id::uuid
                        """).param("id", id).update();
        Answer dead = store.get("/v1/catalog/plans/" + id);
        assertThat(dead.json().get("status").asString()).isEqualTo("FAILED");
        assertThat(dead.json().get("failure").asString()).contains("went away");
        Answer again = plan(draft, "");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("id").asString()).isNotEqualTo(id);
    }

    @Test
    @DisplayName("Plans are forgotten after some days, with all they found")
    void forgetsOldOnes() {
        String id = plan(BASE.replace("default: 1 }", "default: 12 }"), "")
                .json()
                .get("id")
                .asString();
        store.jdbc()
                .sql("update what_if_run set started_at = now() - interval '8 days' where id = :id::uuid")
                .param("id", id)
                .update();
        plan(BASE.replace("default: 1 }", "default: 13 }"), "");
        assertThat(store.get("/v1/catalog/plans/" + id).code()).isEqualTo("PLAN_UNKNOWN");
        assertThat(store.jdbc()
                        .sql("select count(*) from what_if_change where run = :id::uuid")
                        .param("id", id)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    @DisplayName("M18: the matrix of a draft is read by its plan, and what is published by its revision")
    void readsTheMatrixOfADraft() {
        String id = plan(NO_PAYOUTS, "").json().get("id").asString();
        JsonNode draft = store.get("/v1/catalog/matrix?draft=" + id).json();
        JsonNode live = store.get("/v1/catalog/matrix").json();
        assertThat(draft.get("revision").asLong()).as("it has none yet").isZero();
        assertThat(draft.get("columns")).isEqualTo(live.get("columns"));
        assertThat(draft.get("rows")).isNotEqualTo(live.get("rows"));
        assertThat(store.get("/v1/catalog/matrix?revision=1").json().get("rows"))
                .isEqualTo(live.get("rows"));
        assertThat(store.get("/v1/catalog/matrix?revision=99").status()).isEqualTo(400);
        assertThat(store.get("/v1/catalog/matrix?draft=" + java.util.UUID.randomUUID())
                        .status())
                .isEqualTo(404);
    }
}
