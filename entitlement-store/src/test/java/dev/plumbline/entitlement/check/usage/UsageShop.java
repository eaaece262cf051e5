package dev.plumbline.entitlement.check.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.check.Stored;
import dev.plumbline.entitlement.record.Models;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A running store whose catalog meters everything there is to meter, with a clock that stands in November. */
final class UsageShop implements AutoCloseable {
    static final String CATALOG = """
            format: 1
            catalog: { key: meters, name: Meters, currency: EUR }
            meters:
              calls:   { event: api.call,    aggregate: count }
              bytes:   { event: api.call,    aggregate: sum,    value: $.bytes }
              invoices: { event: invoice.issued, aggregate: count }
              credits: { event: credit.spent, aggregate: sum, value: $.amount }
              disk:    { event: disk.used,   aggregate: last,   value: $.bytes }
              people:  { event: login,       aggregate: unique, value: $.user }
              looked:  { event: page.looked, aggregate: count }
            features:
              calls:    { name: Calls,    type: metered, meter: calls }
              traffic:  { name: Traffic,  type: metered, meter: bytes }
              invoices: { name: Invoices, type: metered, meter: invoices }
              credits:  { name: Credits,  type: metered, meter: credits }
              disk:     { name: Disk,     type: metered, meter: disk }
              people:   { name: People,   type: metered, meter: people }
              burst:    { name: Burst,    type: metered, meter: calls }
              extra:    { name: Extra,    type: metered, meter: looked }
              seats:    { name: Seats,    type: quantity }
            plans:
              team:
                name: Team
                rank: 20
                versions:
                  - version: 1
                    sellable: { from: 2025-02-01 }
                    grants:
                      calls:    { limit: 100, window: { every: P1M, anchor: calendar, zone: Europe/Oslo }, onLimit: block, warnAt: [0.5, 0.8] }
                      traffic:  { limit: 1000.5, window: { every: P1M, anchor: calendar }, onLimit: overage }
                      invoices: { limit: 100, window: { every: P1M, anchor: billing }, onLimit: block }
                      credits:  { limit: 50, window: { every: P1M, anchor: calendar }, onLimit: block, rollover: { max: 20 } }
                      disk:     { limit: 500, window: { every: P1M, anchor: calendar }, onLimit: warn }
                      people:   { limit: 3, window: { every: P1D, anchor: calendar }, onLimit: block }
                      burst:    { limit: 10, window: { rolling: PT1H }, onLimit: block }
                      seats: 5
                    billing:
                      stripe: [ { price: price_team, term: monthly } ]
            precedence: [manual, stripe]
            """;

    final RunningStore store;
    final Stored stored;

    UsageShop(String... properties) {
        var all = new String[properties.length + 1];
        System.arraycopy(properties, 0, all, 1, properties.length);
        all[0] = "plumbline.test-clock=true";
        store = RunningStore.start(all);
        assertThat(store.post("/v1/catalog/publish", CATALOG, "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(200);
        stored = new Stored(store.jdbc(), store.bean(Models.class));
        setClock("2026-11-21T10:00:00Z");
    }

    void setClock(String now) {
        Answer answer = store.put("/v1/test-clock", "{\"now\":\"" + now + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    String onTeam(String customer) {
        stored.write(Stored.onTeam(customer, "FI", null));
        return customer;
    }

    static String event(String id, String type, String customer, String time, String data) {
        return """
                {"specversion":"1.0","source":"app","id":"%s","type":"%s","subject":"%s","time":"%s","data":%s}""".formatted(id, type, customer, time, data);
    }

    Answer send(String... events) {
        return store.post(
                "/v1/usage",
                "[" + String.join(",", events) + "]",
                "Content-Type",
                "application/cloudevents-batch+json; charset=utf-8");
    }

    /** What became of them. */
    List<String> sent(String... events) {
        Answer answer = send(events);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return outcomes(answer);
    }

    static List<String> outcomes(Answer answer) {
        return StreamSupport.stream(answer.json().get("outcomes").spliterator(), false)
                .map(outcome -> outcome.get("outcome").asString())
                .toList();
    }

    JsonNode check(String customer, String feature, String query) {
        Answer answer = store.get("/v1/customers/" + customer + "/entitlements/" + feature + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    JsonNode strict(String customer, String feature) {
        return check(customer, feature, "?consistency=strict");
    }

    @Override
    public void close() {
        store.close();
    }
}
