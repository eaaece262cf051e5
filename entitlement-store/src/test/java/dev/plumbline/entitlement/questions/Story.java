package dev.plumbline.entitlement.questions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.TestDatabase;
import dev.plumbline.entitlement.check.EntitlementCache;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.record.Cause;
import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.Recording;
import dev.plumbline.entitlement.record.StoredJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes happen what a scenario tells, in its order: people by the HTTP API, billing by the one writer path that a webhook's
 * fetch ends in. Business time is the test clock's.
 */
final class Story implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Scenario scenario;
    private final String url = TestDatabase.freshUrl();
    private final RunningStore store;
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, Integer> events = new HashMap<>();
    private String catalog;
    private boolean away;

    private record Step(Instant at, int number, Runnable deed) {}

    Story(Scenario scenario) {
        this.scenario = scenario;
        try {
            catalog = Files.readString(scenario.catalog());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        store = RunningStore.startOn(url, "plumbline.test-clock=true");
    }

    RunningStore store() {
        return store;
    }

    Story tell() {
        var steps = new ArrayList<Step>();
        scenario.customers()
                .forEach((key, said) -> steps.add(new Step(known(said), steps.size(), () -> appears(key, said))));
        for (Strict step : scenario.happens()) {
            steps.add(new Step(Strict.instant(step.text("at")), steps.size(), () -> happens(step)));
        }
        steps.sort(Comparator.comparing(Step::at).thenComparingInt(Step::number));
        Instant first = steps.isEmpty() ? scenario.today() : steps.getFirst().at();
        clock(first.minusSeconds(60));
        publish("the shop opens", "");
        for (Step step : steps) {
            assertThat(step.at()).as("nothing happens after today").isBeforeOrEqualTo(scenario.today());
            clock(step.at());
            step.deed().run();
            settle();
        }
        if (!away) {
            clock(scenario.today());
            settle();
        }
        return this;
    }

    private Instant known(Strict customer) {
        return customer.texts("has").stream()
                .map(words -> Bought.of(words).told())
                .max(Comparator.naturalOrder())
                .orElseGet(() -> scenario.happens().stream()
                        .map(step -> Strict.instant(step.text("at")))
                        .min(Comparator.naturalOrder())
                        .orElse(scenario.today()));
    }

    private void clock(Instant now) {
        done(store.put("/v1/test-clock", "{\"now\":\"%s\"}".formatted(now)));
    }

    /** What the worker does: whoever was marked is resolved, and the caches hear of it. */
    private void settle() {
        if (away) {
            return;
        }
        var resolving = store.bean(CustomersToResolve.class);
        while (resolving.resolveEdited(100) + resolving.resolveBehind(100) > 0) {
            // until nobody is left
        }
        store.bean(EntitlementCache.class).confirm();
    }

    private void appears(String key, Strict said) {
        var body = new TreeMap<String, String>();
        for (String field : List.of("name", "country")) {
            if (said.has(field)) {
                body.put(field, said.text(field));
            }
        }
        done(store.put("/v1/customers/" + key, json(body), "X-Reason", "the contract is signed"));
        done(store.put(
                "/v1/customers/" + key + "/links/stripe/default/cus_" + key, "", "X-Reason", "the contract is signed"));
        if (said.has("has")) {
            bills(key, said.texts("has"));
        }
    }

    private void happens(Strict step) {
        String because = step.has("because") ? step.text("because") : "it happened";
        String key = step.has("by") ? keyOf(step.text("by")) : RunningStore.ADMIN;
        String customer = step.has("customer") ? step.text("customer") : "";
        String path = "/v1/customers/" + customer;
        if (step.has("has")) {
            bills(customer, step.texts("has"));
        } else if (step.has("country")) {
            done(write("PUT", path, json(Map.of("country", step.text("country"))), key, because));
        } else if (step.has("override")) {
            done(write("POST", path + "/overrides", step.get("override").toString(), key, because));
        } else if (step.has("phase")) {
            done(write("POST", path + "/phases", step.get("phase").toString(), key, because));
        } else if (step.has("publish")) {
            edit(step);
            publish(because, step.has("by") ? key : "");
        } else {
            database(step.text("database"));
        }
    }

    /** The catalog file with a few words replaced: what a reviewer would see of the change. */
    private void edit(Strict step) {
        for (JsonNode change : step.table("publish")) {
            Strict edit = Strict.object(change, step.where() + "/publish", "replace", "with");
            String before = edit.text("replace");
            assertThat(catalog)
                    .as("the catalog has the words that are to be replaced")
                    .contains(before);
            catalog = catalog.replace(before, edit.text("with"));
        }
    }

    private void publish(String because, String key) {
        done(store.post(
                "/v1/catalog/publish",
                catalog,
                "Content-Type",
                "application/yaml",
                "X-Reason",
                because,
                "Authorization",
                "Bearer " + (key.isEmpty() ? RunningStore.ADMIN : key)));
    }

    private void database(String state) {
        switch (state) {
            case "away" -> {
                // Applications have been asking all along: what they asked about is held in memory.
                scenario.customers().keySet().forEach(key -> done(store.get("/v1/customers/" + key + "/entitlements")));
                TestDatabase.cutOff(url);
                away = true;
            }
            case "back" -> {
                TestDatabase.letIn(url);
                away = false;
            }
            default -> throw new IllegalArgumentException("A database is away or back, not " + state);
        }
    }

    /** As a fetch that a webhook brought about: the snapshot is kept, then whoever it belongs to is resolved. */
    private void bills(String customer, List<String> has) {
        Model model = ((CatalogFile.Valid) CatalogFile.read(catalog)).model();
        var subscriptions = new ArrayList<BillingSnapshot.Subscription>();
        for (String words : has) {
            subscriptions.add(Bought.of(words).subscription(model, "sub_" + (subscriptions.size() + 1)));
        }
        var subject = new SubjectRef("stripe", "default", "cus_" + customer);
        var snapshot = new BillingSnapshot(subject, false, null, null, subscriptions);
        String event = "evt_" + customer + "_" + events.merge(customer, 1, Integer::sum);
        new TransactionTemplate(store.bean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
            store.jdbc()
                    .sql("""
                            insert into billing_snapshot (provider, account, provider_customer, snapshot, fetched_at)
                            values ('stripe', 'default', :id, :snapshot::jsonb, :at)
                            on conflict (provider, account, provider_customer) do update
                                set snapshot = excluded.snapshot, fetched_at = excluded.fetched_at
                            """)
                    .param("id", subject.id())
                    .param("snapshot", StoredJson.write(snapshot))
                    .param("at", Instant.now().atOffset(ZoneOffset.UTC))
                    .update();
            store.bean(Recording.class)
                    .recordSubject(
                            store.bean(Ledger.class), snapshot, Cause.ofSubject("event", subject, List.of(event)));
        });
    }

    /** People work with keys of their own, so that the audit names them. */
    private String keyOf(String person) {
        return keys.computeIfAbsent(
                person,
                name -> done(store.post(
                                "/v1/api-keys", "{\"name\":\"%s\",\"scopes\":[\"read\",\"write\"]}".formatted(name)))
                        .json()
                        .get("secret")
                        .asString());
    }

    private Answer write(String method, String path, String body, String key, String because) {
        return store.send(method, path, body, "Authorization", "Bearer " + key, "X-Reason", because);
    }

    private static String json(Map<String, String> body) {
        return JSON.writeValueAsString(body);
    }

    private static Answer done(Answer answer) {
        assertThat(answer.status())
                .as(answer.response().request().uri() + " " + answer.text())
                .isBetween(200, 299);
        return answer;
    }

    @Override
    public void close() {
        store.close();
    }
}
