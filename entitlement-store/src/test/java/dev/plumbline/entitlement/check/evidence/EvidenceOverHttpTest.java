package dev.plumbline.entitlement.check.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.check.Stored;
import dev.plumbline.entitlement.check.TestCatalog;
import dev.plumbline.entitlement.record.Models;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EvidenceOverHttpTest {
    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.start();
        store.post("/v1/catalog/publish", TestCatalog.YAML, "Content-Type", "application/yaml");
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @Test
    void tellsACustomersStoryNewestFirstWithCauses() {
        store.put("/v1/customers/acme", "{\"country\":\"FI\"}", "X-Reason", "signed the contract");
        var stored = new Stored(store.jdbc(), store.bean(Models.class));
        stored.write(Stored.onTeam("acme", "FI", null));
        stored.write(Stored.onTeam("acme", "FI", Instant.parse("2090-01-01T00:00:00Z")));

        JsonNode story = store.get("/v1/customers/acme/timeline").json().get("data");
        assertThat(story).hasSize(3);
        JsonNode ends = story.get(0);
        assertThat(ends.get("version").asInt()).isEqualTo(2);
        assertThat(ends.get("cause").get("events").get(0).asString()).isEqualTo("evt_1");
        JsonNode sso = change(ends, "sso");
        assertThat(sso.get("from").asString()).isEqualTo("2090-01-01T00:00:00Z");
        assertThat(sso.get("before").get("hasAccess").asBoolean()).isTrue();
        assertThat(sso.get("after").get("hasAccess").asBoolean()).isFalse();
        JsonNode begins = story.get(1);
        assertThat(change(begins, "seats").get("after").get("limit").asInt()).isEqualTo(5);
        assertThat(change(begins, "seats").has("before")).isTrue();
        JsonNode created = story.get(2);
        assertThat(created.get("action").asString()).isEqualTo("customer.created");
        assertThat(created.get("actor").asString()).isEqualTo("bootstrap");
        assertThat(created.get("reason").asString()).isEqualTo("signed the contract");
        assertThat(created.has("changes")).isFalse();

        JsonNode page = store.get("/v1/customers/acme/timeline?limit=2").json();
        JsonNode next = store.get("/v1/customers/acme/timeline?limit=2&cursor="
                        + page.get("nextCursor").asString())
                .json();
        assertThat(next.get("data")).hasSize(1);
        assertThat(next.get("nextCursor").isNull()).isTrue();
    }

    private static JsonNode change(JsonNode happening, String feature) {
        for (JsonNode change : happening.get("changes")) {
            if (change.get("feature").asString().equals(feature)) {
                return change;
            }
        }
        throw new AssertionError("No change of " + feature + " in " + happening);
    }

    @Test
    void findsAuditEntriesByWhomWhatAndWhen() {
        store.put("/v1/customers/audited", "{}");
        store.put("/v1/customers/audited/links/stripe/default/cus_audit", "");

        assertThat(actions("customer=audited")).containsExactly("customer.linked", "customer.created");
        assertThat(actions("object=link")).containsExactly("customer.linked");
        assertThat(actions("object=link:stripe/default/cus_audit")).hasSize(1);
        assertThat(actions("object=link:stripe/default/cus_other")).isEmpty();
        assertThat(actions("actor=bootstrap&customer=audited")).hasSize(2);
        assertThat(actions("actor=somebody")).isEmpty();
        assertThat(actions("until=2001-01-01T00:00:00Z")).isEmpty();
        assertThat(actions("from=2001-01-01T00:00:00Z&customer=audited")).hasSize(2);
    }

    @Test
    void findsAuditEntriesByWhatWasDone() {
        store.put("/v1/customers/acted", "{}");
        store.put("/v1/customers/acted", "{\"country\":\"FI\"}");
        store.put("/v1/customers/acted-too", "{}");

        assertThat(actions("customer=acted&action=customer.changed")).containsExactly("customer.changed");
        assertThat(actions("object=customer:acted")).containsExactly("customer.changed", "customer.created");
        assertThat(actions("object=customer:acted&action=customer.created")).containsExactly("customer.created");
        assertThat(actions("customer=acted&action=override.created")).isEmpty();
        assertThat(actions("customer=acted&action=customer")).as("a whole one").isEmpty();
        JsonNode page = store.get("/v1/audit?action=customer.created&limit=1").json();
        assertThat(actions("action=customer.created&limit=500&cursor="
                        + page.get("nextCursor").asString()))
                .isNotEmpty()
                .containsOnly("customer.created");
        assertThat(store.get("/v1/audit?action=" + "x".repeat(601)).status()).isEqualTo(400);
        assertThat(store.bean(AuditController.class).actions())
                .contains("customer.changed", "customer.created", "entitlements.resolved")
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("M24 what people did is found among all that webhooks did: EXPLAIN shows an index for each filter")
    void readsNoWholeAudit() {
        store.jdbc().sql("""
                        insert into audit (actor, action, object_kind, object_ref, customer_key, reason)
                        select 'system', case n % 40 when 1 then 'entitlements.turned' else 'entitlements.resolved' end,
                               'customer', 'cus_' || n % 900, 'cus_' || n % 900, 'a webhook'
                        from generate_series(1, 40000) n
                        union all
                        select 'maria', case n % 20 when 0 then 'override.ended' else 'override.created' end,
                               'override', 'rare_' || n, 'cus_' || n, 'asked for'
                        from generate_series(1, 400) n
                        """).update();
        store.jdbc().sql("vacuum analyze audit").update();

        assertThat(plan(filter("override.ended", null, null)))
                .contains("audit_action")
                .doesNotContain("audit_pkey");
        assertThat(plan(filter(null, "override", null))).contains("audit_object_kind");
        assertThat(plan(filter(null, "override", "rare_7"))).contains("audit_object");
        assertThat(plan(filter(null, "customer", "cus_7"))).contains("audit_customer");
        assertThat(plan(filter("entitlements.resolved", null, null)))
                .as("nearly all are: from the newest on")
                .contains("audit_pkey");
        assertThat(String.join(
                        "\n",
                        store.jdbc()
                                .sql("explain " + AuditReading.ACTIONS)
                                .query(String.class)
                                .list()))
                .contains("audit_action")
                .doesNotContain("Seq Scan on audit");
    }

    private static AuditReading.Filter filter(@Nullable String action, @Nullable String kind, @Nullable String ref) {
        return new AuditReading.Filter(null, null, action, kind, ref, null, null);
    }

    private static String plan(AuditReading.Filter filter) {
        return String.join(
                "\n",
                AuditReading.asked(
                                store.jdbc().sql("explain " + AuditReading.statement(filter)),
                                filter,
                                Long.MAX_VALUE,
                                51)
                        .query(String.class)
                        .list());
    }

    private static List<String> actions(String query) {
        var actions = new ArrayList<String>();
        store.get("/v1/audit?" + query)
                .json()
                .get("data")
                .forEach(entry -> actions.add(entry.get("action").asString()));
        return actions;
    }

    @Test
    void listsBreaksByCustomerTypeAndState() {
        store.jdbc().sql("""
                        insert into break (type, fingerprint, customer_key, provider, account, provider_customer, detail, resolved_at)
                        values ('UNMAPPED_PRICE', 'f1', 'broken', 'stripe', 'default', 'cus_9', 'price_x is not mapped', null),
                               ('MISSING_COUNTRY', 'f2', 'broken', null, null, null, 'nobody knows where', clock_timestamp())
                        """).update();
        assertThat(breaks("customer=broken")).containsExactly("MISSING_COUNTRY", "UNMAPPED_PRICE");
        assertThat(breaks("customer=broken&state=open")).containsExactly("UNMAPPED_PRICE");
        assertThat(breaks("customer=broken&state=resolved")).containsExactly("MISSING_COUNTRY");
        assertThat(breaks("type=UNMAPPED_PRICE")).hasSize(1);
        assertThat(breaks("customer=whole")).isEmpty();
        JsonNode open = store.get("/v1/breaks?state=open&customer=broken")
                .json()
                .get("data")
                .get(0);
        assertThat(open.get("subject").get("providerCustomer").asString()).isEqualTo("cus_9");
        assertThat(open.get("state").asString()).isEqualTo("open");
    }

    private static List<String> breaks(String query) {
        var types = new ArrayList<String>();
        store.get("/v1/breaks?" + query)
                .json()
                .get("data")
                .forEach(found -> types.add(found.get("type").asString()));
        return types;
    }
}
