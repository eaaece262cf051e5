package dev.plumbline.sync.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.entitlement.record.Links;
import dev.plumbline.simulated.demo.DemoCompany;
import dev.plumbline.simulated.demo.Use;
import dev.plumbline.sync.support.RunningPlumbline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The demo's company in a test: everybody known, what it used counted, breaks planted as the demo plants them. */
public final class PlantedDemo {
    private final RunningPlumbline plumbline;
    private final DemoCompany company;

    private PlantedDemo(RunningPlumbline plumbline, DemoCompany company) {
        this.plumbline = plumbline;
        this.company = company;
    }

    /** Nothing but what a test does happens to it. */
    public static void quiet(RunningPlumbline.Options options) {
        options.with("plumbline.sync.settle", "PT1H")
                .with("plumbline.sweep.every", "P1D")
                .with("plumbline.reconcile.cron", "-")
                .with("plumbline.hold.customers", 5);
    }

    public static PlantedDemo found(RunningPlumbline plumbline) {
        DemoCompany company = DemoCompany.found(plumbline.stripe(), 7);
        plumbline
                .stripe()
                .reading()
                .customers()
                .all()
                .forEach(customer ->
                        plumbline.sql().sql("""
                                insert into subject (provider, account, kind, id, dirty_seq, dirty_cause, due_at)
                                values ('stripe', 'default', 'customer', :id, nextval('subject_dirty_seq'), 'sweep',
                                        clock_timestamp())
                                """).param("id", customer.id()).update());
        plumbline.comeToRest();
        use(plumbline, company);
        return new PlantedDemo(plumbline, company);
    }

    public void faults() {
        new DemoFaults(plumbline.bean(Links.class), plumbline.sql()).plant();
    }

    /** Of most of it no event tells. */
    public void plant() {
        company.plant().forEach(plumbline::deliver);
        plumbline.comeToRest();
    }

    /** As the company's own product does it. */
    private static void use(RunningPlumbline plumbline, DemoCompany company) {
        List<Use> uses = company.uses(Instant.now());
        for (int from = 0; from < uses.size(); from += 1_000) {
            String batch = uses.subList(from, Math.min(from + 1_000, uses.size())).stream()
                    .map(use -> """
                            {"specversion":"1.0","source":"harbor-invoicing","id":"%s","type":"invoice.issued","subject":"%s","time":"%s"}""".formatted(use.id(), use.customer(), use.at()))
                    .collect(Collectors.joining(",", "[", "]"));
            assertThat(plumbline.post("/v1/usage", "application/json", batch).body())
                    .doesNotContain("rejected", "conflict");
        }
    }

    /** A run that changes nothing, at its end. */
    public String ran(long number) {
        var asked = plumbline.post("/v1/reconciliations", "application/json", "{\"mode\":\"report\"}");
        long id = JsonMapper.builder().build().readTree(asked.body()).get("id").asLong();
        assertThat(id).isEqualTo(number);
        return ended(id);
    }

    public String ended(long id) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            var run = plumbline.json("/v1/reconciliations/" + id);
            return run.path("endedAt").isString()
                    || run.get("status").asString().equals("HELD");
        });
        return plumbline.json("/v1/reconciliations/" + id).get("status").asString();
    }
}
