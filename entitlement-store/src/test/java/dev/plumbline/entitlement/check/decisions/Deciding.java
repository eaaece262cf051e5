package dev.plumbline.entitlement.check.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.Cause;
import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.Recording;
import dev.plumbline.entitlement.record.StoredJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** A store in which people decide: a model, a clock that stands at noon of {@link #NOW}, and a billing system to look at. */
final class Deciding implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    static final String CATALOG = """
            format: 1
            catalog: { key: harbor, name: Harbor invoicing, currency: EUR }
            markets:
              nordics: [NO, SE, FI, DK, IS]
              eea:     [AT, DE, FR]
            features:
              sso:          { name: Single sign-on,     type: switch }
              invoices:     { name: Invoices per month, type: metered, unit: invoice }
              seats:        { name: Team members,       type: quantity, unit: seat }
              support:      { name: Support,            type: level, levels: [community, email, dedicated-manager] }
              bank_payouts: { name: Bank payouts,       type: switch, availableIn: [ { market: nordics } ] }
            plans:
              team:
                name: Team
                rank: 20
                versions:
                  - version: 1
                    sellable: { from: 2025-02-01, until: 2026-01-01 }
                    grants:
                      sso:      true
                      seats:    5
                      invoices: { limit: 100, window: { every: P1M, anchor: calendar, zone: UTC }, onLimit: block }
                    billing:
                      stripe: [ { price: price_v1, term: monthly } ]
                  - version: 2
                    sellable: { from: 2026-01-01 }
                    trial: { length: P14D, grants: { support: email } }
                    grants:
                      seats:    { fromBilling: true, atLeast: 3 }
                      invoices: { limit: 300, window: { every: P1M, anchor: calendar, zone: UTC }, onLimit: block }
                    variations:
                      - { name: yearly, when: { term: yearly }, grants: { invoices: { limit: 400 } } }
                    billing:
                      stripe: [ { price: price_v2, term: monthly, quantityOf: seats, listPrice: { amount: 12000, currency: EUR, every: P1M } }, { price: price_v2_y, term: yearly, quantityOf: seats, listPrice: { amount: 120000, currency: EUR, every: P1Y } } ]
              deal:
                name: A custom deal
                rank: 90
                versions:
                  - version: 1
                    grants: { support: dedicated-manager, seats: unlimited }
                    billing: { manual: [] }
            promotions:
              summer-sso:
                reason: Upsell test PRC-118
                window: { from: 2026-06-20T00:00:00Z, until: 2026-09-01T00:00:00Z }
                audience: { plans: [team], markets: [nordics], maxCustomers: 7 }
                grants: { sso: true }
              support-for-all:
                reason: Anniversary
                window: { from: 2026-06-16T00:00:00Z, until: 2026-07-01T00:00:00Z }
                audience: { plans: [team] }
                grants: { support: email }
            precedence: [manual, stripe]
            """;

    final RunningStore store;

    private Deciding(RunningStore store) {
        this.store = store;
    }

    static Deciding start(String... properties) {
        String[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "plumbline.test-clock=true", "spring.mvc.problemdetails.enabled=true"),
                        java.util.stream.Stream.of(properties))
                .toArray(String[]::new);
        var deciding = new Deciding(RunningStore.start(all));
        deciding.clock(NOW);
        Answer published = deciding.store.post("/v1/catalog/publish", CATALOG, "Content-Type", "application/yaml");
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        return deciding;
    }

    void clock(Instant now) {
        store.put("/v1/test-clock", "{\"now\":\"" + now + "\"}");
    }

    void customer(String key, String country) {
        assertThat(store.put("/v1/customers/" + key, "{\"country\":\"" + country + "\"}")
                        .status())
                .isEqualTo(201);
        resolve();
    }

    /** What the background does within a moment. */
    void resolve() {
        while (store.bean(CustomersToResolve.class).resolveEdited(100) > 0) {
            // until nothing is marked
        }
    }

    JsonNode check(String customer, String feature, String query) {
        String fresh = query.contains("at=") ? "?maxAge=PT0S" : "?consistency=strict";
        Answer answer = store.get("/v1/customers/" + customer + "/entitlements/" + feature + fresh + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    boolean has(String customer, String feature) {
        return check(customer, feature, "").get("hasAccess").asBoolean();
    }

    String key(String... scopes) {
        String name = String.join("-", scopes) + System.nanoTime();
        return store.post(
                        "/v1/api-keys",
                        "{\"name\":\"%s\",\"scopes\":[\"%s\"]}".formatted(name, String.join("\",\"", scopes)))
                .json()
                .get("secret")
                .asString();
    }

    /** The newest entry of a customer's audit with that action. */
    JsonNode audited(String customer, String action) {
        for (JsonNode entry : store.get("/v1/audit?customer=" + customer).json().get("data")) {
            if (entry.get("action").asString().equals(action)) {
                return entry;
            }
        }
        throw new AssertionError("No " + action + " in the audit of " + customer);
    }

    /** The billing system is looked at, and says this: what a pass does between fetch and commit. */
    void sync(BillingSnapshot snapshot) {
        store.bean(TransactionTemplate.class).executeWithoutResult(_ -> {
            SubjectRef subject = snapshot.subject();
            store.jdbc()
                    .sql("""
                            insert into billing_snapshot (provider, account, provider_customer, snapshot, fetched_at)
                            values (:provider, :account, :id, :snapshot::jsonb, now())
                            on conflict (provider, account, provider_customer) do update set snapshot = excluded.snapshot
                            """)
                    .param("provider", subject.provider())
                    .param("account", subject.account())
                    .param("id", subject.id())
                    .param("snapshot", StoredJson.write(snapshot))
                    .update();
            store.bean(Recording.class)
                    .recordSubject(
                            store.bean(Ledger.class), snapshot, Cause.ofSubject("event", subject, List.of("evt_1")));
        });
    }

    /** One subscription of a customer whose key is its id. */
    static BillingSnapshot subscribed(String customer, BillingSnapshot.Subscription... subscriptions) {
        return new BillingSnapshot(
                new SubjectRef("stripe", "default", customer), false, customer, null, List.of(subscriptions));
    }

    static BillingSnapshot.Subscription subscription(
            String id,
            BillingStatus status,
            String price,
            String since,
            @Nullable String until,
            @Nullable String trialEnd) {
        Instant started = Instant.parse(since);
        return new BillingSnapshot.Subscription(
                id,
                status,
                status.name(),
                started,
                started,
                until == null ? null : Instant.parse(until),
                trialEnd == null ? null : Instant.parse(trialEnd),
                started,
                "eur",
                false,
                null,
                List.of(new BillingSnapshot.Item(
                        "si_" + id,
                        started,
                        price,
                        null,
                        null,
                        4L,
                        Instant.parse("2026-06-01T00:00:00Z"),
                        Instant.parse("2026-07-01T00:00:00Z"))));
    }

    @Override
    public void close() {
        store.close();
    }
}
