package dev.plumbline.entitlement.check.customers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.check.TestCatalog;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.record.BilledCustomers;
import dev.plumbline.entitlement.record.CustomersToResolve;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CustomersOverHttpTest {
    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.start();
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static long dirty(String customer) {
        return store.jdbc()
                .sql("select coalesce(dirty_seq, 0) from customer where key = :key")
                .param("key", customer)
                .query(Long.class)
                .single();
    }

    private static List<String> actions(String customer) {
        return store.jdbc()
                .sql("select action from audit where customer_key = :key order by id")
                .param("key", customer)
                .query((row, n) -> String.valueOf(row.getString(1)))
                .list();
    }

    @Test
    void keepsWhatAnApplicationSaysAndMarksTheCustomer() {
        Answer created = store.put("/v1/customers/acme", """
                {"key":"acme","name":"Acme Oy","country":"FI","attributes":{"segment":"smb"}}""", "X-Reason", "onboarding");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(created.json().toString())
                .isEqualTo(
                        "{\"key\":\"acme\",\"name\":\"Acme Oy\",\"country\":\"FI\",\"attributes\":{\"segment\":\"smb\"}}");
        assertThat(dirty("acme")).isPositive();
        assertThat(store.get("/v1/customers/acme").json()).isEqualTo(created.json());

        JsonNode audited =
                store.get("/v1/audit?customer=acme").json().get("data").get(0);
        assertThat(audited.get("actor").asString()).isEqualTo("bootstrap");
        assertThat(audited.get("reason").asString()).isEqualTo("onboarding");
        assertThat(audited.get("before").isNull()).isTrue();
        assertThat(audited.get("after").get("country").asString()).isEqualTo("FI");
    }

    @Test
    void changesNothingWhenNothingIsNew() {
        store.put("/v1/customers/same", "{\"name\":\"Same\"}");
        long marked = dirty("same");
        Answer again = store.put("/v1/customers/same", "{\"name\":\"Same\",\"attributes\":{}}");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo("\"1\"");
        assertThat(dirty("same")).isEqualTo(marked);
        assertThat(actions("same")).containsExactly("customer.created");
    }

    @Test
    void refusesAnEditOfSomethingOlder() {
        String first = store.put("/v1/customers/edited", "{\"name\":\"One\"}").header("ETag");
        assertThat(store.put("/v1/customers/edited", "{\"name\":\"Two\"}", "If-Match", first)
                        .header("ETag"))
                .isEqualTo("\"2\"");
        Answer late = store.put("/v1/customers/edited", "{\"name\":\"Three\"}", "If-Match", first);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.code()).isEqualTo("EDITED_MEANWHILE");
        assertThat(store.put("/v1/customers/absent", "{}", "If-Match", "\"1\"").status())
                .isEqualTo(412);
        assertThat(store.get("/v1/customers/absent").status()).isEqualTo(404);
        assertThat(store.put("/v1/customers/edited", "{}", "If-Match", "x").status())
                .isEqualTo(400);
    }

    @Test
    void letsAnApplicationsWordWinOverTheBillingSystems() {
        store.put("/v1/customers/billed", "{}");
        store.jdbc()
                .sql("update customer set billing_name = 'Billed AB', billing_country = 'SE' where key = 'billed'")
                .update();
        assertThat(store.get("/v1/customers/billed").json().get("country").asString())
                .isEqualTo("SE");
        store.put("/v1/customers/billed", "{\"country\":\"NO\"}");
        JsonNode both = store.get("/v1/customers/billed").json();
        assertThat(both.get("country").asString()).isEqualTo("NO");
        assertThat(both.get("name").asString()).isEqualTo("Billed AB");
    }

    @Test
    void pagesThroughAllCustomersInOrder() {
        for (int i = 10; i < 35; i++) {
            store.put("/v1/customers/page-" + i, "{\"name\":\"Paged %d\"}".formatted(i));
        }
        var seen = new ArrayList<String>();
        String cursor = "";
        do {
            JsonNode page = store.get("/v1/customers?q=page-&limit=10" + cursor).json();
            page.get("data").forEach(customer -> seen.add(customer.get("key").asString()));
            cursor = page.get("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.get("nextCursor").asString();
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(25).isSorted().doesNotHaveDuplicates();
        assertThat(store.get("/v1/customers?q=paged%2011").json().get("data")).hasSize(1);
    }

    @Test
    @DisplayName("S-17 what is searched for is text, also when it looks like a pattern or like SQL")
    void searchesForTextOnly() {
        store.put("/v1/customers/100%25_sure", "{}");
        for (String q : List.of("%", "_", "\\", "' or 1=1 --", "100%_", "\u202E")) {
            Answer answer = store.get("/v1/customers?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8));
            assertThat(answer.status()).as(q).isEqualTo(200);
            answer.json()
                    .get("data")
                    .forEach(found -> assertThat(found.get("key").asString()).startsWith(q));
        }
        assertThat(store.get("/v1/customers?q=100%25_").json().get("data")).hasSize(1);
    }

    @Test
    @DisplayName(
            "M24 the list is filtered as the page is: by plan, status, market and words; what is unknown is refused by name")
    void findsByWhatTheyAreOn() {
        var billed = new BilledCustomers(store.jdbc());
        billed.add("found-1", "FI", "price_team");
        billed.add("found-2", "DE", "price_team");
        billed.add("found-3", "FI", List.of(BilledCustomers.subscription("sub_1", BillingStatus.CANCELED, List.of())));
        billed.add("found-4", "FI");
        assertThat(store.post("/v1/catalog/publish", TestCatalog.YAML, "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(200);
        var work = store.bean(CustomersToResolve.class);
        while (work.resolveBehind(100) + work.resolveEdited(100) > 0) {
            // until all are up to the model
        }
        assertThat(found("plan=team")).containsExactly("found-1", "found-2");
        assertThat(found("plan=team@1&market=nordics")).containsExactly("found-1");
        assertThat(found("plan=team@2")).isEmpty();
        assertThat(found("status=canceled")).containsExactly("found-3");
        assertThat(found("market=DE&q=found-")).containsExactly("found-2");
        assertThat(found("q=cus_found-2")).containsExactly("found-2");
        assertThat(found("plan=team&limit=1")).containsExactly("found-1");
        String on = store.get("/v1/customers?plan=team&limit=1")
                .json()
                .path("nextCursor")
                .asString();
        assertThat(found("plan=team&limit=1&cursor=" + on)).containsExactly("found-2");
        for (String wrong : List.of("plan=te%20am", "plan=team@x", "plan=", "status=fine", "market=mars", "q=%00")) {
            Answer refused = store.get("/v1/customers?" + wrong);
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/parameter").asString())
                    .as(refused.text())
                    .isEqualTo(wrong.substring(0, wrong.indexOf('=')));
        }
    }

    private static List<String> found(String query) {
        return store.get("/v1/customers?" + query).json().path("data").findValuesAsString("key");
    }

    @Test
    void bindsAndUnbindsABillingSystemsCustomer() {
        store.put("/v1/customers/linked", "{}");
        long before = dirty("linked");
        Answer bound = store.put("/v1/customers/linked/links/stripe/default/cus_1", "");
        assertThat(bound.status()).as(bound.text()).isEqualTo(201);
        assertThat(bound.json().get("providerCustomer").asString()).isEqualTo("cus_1");
        assertThat(dirty("linked")).isGreaterThan(before);
        assertThat(store.put("/v1/customers/linked/links/stripe/default/cus_1", "")
                        .status())
                .isEqualTo(200);
        assertThat(store.get("/v1/customers/linked/links").json().get("data")).hasSize(1);

        assertThat(store.delete("/v1/customers/linked/links/stripe/default/cus_1")
                        .status())
                .isEqualTo(204);
        assertThat(store.get("/v1/customers/linked/links").json().get("data")).isEmpty();
        assertThat(actions("linked")).containsExactly("customer.created", "customer.linked", "customer.unlinked");
    }

    @Test
    @DisplayName("F-55 a link that moves marks both customers, and both timelines tell")
    void movesALinkAndTellsBoth() {
        store.put("/v1/customers/from", "{}");
        store.put("/v1/customers/to", "{}");
        store.put("/v1/customers/from/links/stripe/default/cus_2", "");
        long from = dirty("from");
        long to = dirty("to");

        Answer guarded = store.put("/v1/customers/to/links/stripe/default/cus_2", "", "If-None-Match", "*");
        assertThat(guarded.status()).isEqualTo(412);
        assertThat(guarded.code()).isEqualTo("LINKED_ELSEWHERE");
        Answer moved = store.put("/v1/customers/to/links/stripe/default/cus_2", "");
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.json().get("movedFrom").asString()).isEqualTo("from");
        assertThat(dirty("from")).isGreaterThan(from);
        assertThat(dirty("to")).isGreaterThan(to);
        assertThat(actions("from")).endsWith("customer.unlinked");
        assertThat(actions("to")).endsWith("customer.linked");
    }

    @Test
    void takesASubjectFromTheCustomerThatAppearedByItself() {
        store.jdbc().sql("insert into customer (key) values ('cus_3')").update();
        store.jdbc()
                .sql("insert into customer_link (provider, account, provider_customer, customer_key, linked_by)"
                        + " values ('stripe', 'default', 'cus_3', 'cus_3', 'plumbline')")
                .update();
        store.put("/v1/customers/real", "{}");
        Answer moved = store.put("/v1/customers/real/links/stripe/default/cus_3", "", "If-None-Match", "*");
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.json().get("movedFrom").asString()).isEqualTo("cus_3");
    }

    @Test
    void tellsHowToMendALinkToNobody() {
        assertThat(store.put("/v1/customers/ghost/links/stripe/default/cus_4", "")
                        .text())
                .contains("CUSTOMER_UNKNOWN", "PUT /v1/customers/ghost");
    }
}
