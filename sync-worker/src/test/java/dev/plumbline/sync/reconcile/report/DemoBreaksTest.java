package dev.plumbline.sync.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.demo.DemoCompany;
import dev.plumbline.sync.support.RunningPlumbline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo company's planted breaks: how many of which kind a run finds, and that the next one is held. */
class DemoBreaksTest {
    @Test
    @DisplayName(
            "F-74: the demo has a break of every kind that can be planted with a billing system, and one open HOLD")
    void hasThemAll() {
        try (var plumbline = RunningPlumbline.start(options -> options.with("plumbline.sync.settle", "PT1H")
                .with("plumbline.sweep.every", "P1D")
                .with("plumbline.reconcile.cron", "-")
                .with("plumbline.hold.customers", 5))) {
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

            company.plant();
            assertThat(status(plumbline, 1)).isEqualTo("COMPLETED");
            Map<String, Integer> open = open(plumbline);
            assertThat(open)
                    .containsEntry("PAID_BUT_BLOCKED", 1)
                    .containsEntry("UNPAID_BUT_ACTIVE", 1)
                    .containsEntry("PLAN_MISMATCH", 1)
                    .containsEntry("QUANTITY_MISMATCH", 1)
                    .containsEntry("TERM_OR_CURRENCY_MISMATCH", 1)
                    .containsEntry("STALE_LINK", 1)
                    .containsEntry("EVENT_MISSED", 1)
                    .containsEntry("UNMAPPED_PRICE", 1)
                    .containsKey("MISSING_COUNTRY");
            assertThat(open).hasSize(9);
            assertThat(plumbline.check("cus_bright", "sso").get("hasAccess").asBoolean())
                    .as("a report changes nothing")
                    .isTrue();

            company.plant();
            assertThat(status(plumbline, 2)).isEqualTo("HELD");
            assertThat(open(plumbline))
                    .as("of whom nobody knows nothing is closed")
                    .isEqualTo(open);
        }
    }

    private static Map<String, Integer> open(RunningPlumbline plumbline) {
        var open = new HashMap<String, Integer>();
        for (JsonNode one : plumbline.json("/v1/breaks?state=open&limit=500").get("data")) {
            open.merge(one.get("type").asString(), 1, Integer::sum);
        }
        return open;
    }

    private static String status(RunningPlumbline plumbline, int run) {
        var asked = plumbline.post("/v1/reconciliations", "application/json", "{\"mode\":\"report\"}");
        long id = JsonMapper.builder().build().readTree(asked.body()).get("id").asLong();
        assertThat(id).isEqualTo(run);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> plumbline
                                .json("/v1/reconciliations/" + id)
                                .path("endedAt")
                                .isString()
                        || plumbline
                                .json("/v1/reconciliations/" + id)
                                .get("status")
                                .asString()
                                .equals("HELD"));
        return plumbline.json("/v1/reconciliations/" + id).get("status").asString();
    }
}
