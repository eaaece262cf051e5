package dev.plumbline.sync.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.sync.support.RunningPlumbline;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The demo company's planted breaks: how many of which kind a run finds, and that the next one is held. */
class DemoBreaksTest {
    @Test
    @DisplayName("F-74: the demo has a break of every type that there is, and one open HOLD")
    void hasThemAll() {
        try (var plumbline = RunningPlumbline.start(PlantedDemo::quiet)) {
            PlantedDemo demo = PlantedDemo.found(plumbline);
            assertThat(plumbline.check("cus_nordlys", "invoices").get("used").asInt())
                    .isEqualTo(120);
            assertThat(plumbline.check("cus_gdansk", "invoices").get("overage").asInt())
                    .isEqualTo(40);
            assertThat(plumbline.check("cus_hansen", "invoices").get("reason").asString())
                    .isEqualTo("LIMIT_REACHED");
            demo.faults();
            demo.plant();

            assertThat(demo.ran(1)).isEqualTo("COMPLETED");
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
                    .containsEntry("USAGE_GAP", 1)
                    .containsEntry("LATE_USAGE", 1)
                    .containsEntry("QUARANTINED", 1)
                    .containsEntry("STALE_RESOLUTION", 1)
                    .containsEntry("OVERRIDE_EXPIRED_ACTIVE", 1)
                    .containsEntry("UNLINKED_SUBSCRIPTION", 1)
                    .containsEntry("DUPLICATE_CUSTOMER", 1)
                    .containsEntry("UNKNOWN_STATE", 1)
                    .containsEntry("VERSION_UNKNOWN", 1)
                    .containsEntry("RETROACTIVE", 1)
                    .containsEntry("WINDOW_MISMATCH", 1)
                    .containsKey("MISSING_COUNTRY");
            assertThat(plumbline.check("cus_bright", "sso").get("hasAccess").asBoolean())
                    .as("a report changes nothing")
                    .isTrue();
            assertThat(gap(plumbline)).isEqualTo("cus_kyoto leakage 180 EUR 90 72");

            demo.plant();
            assertThat(demo.ran(2)).isEqualTo("HELD");
            Map<String, Integer> later = open(plumbline);
            assertThat(later.remove("LIMIT_MISMATCH")).isEqualTo(1);
            assertThat(later).as("of whom nobody knows nothing is closed").isEqualTo(open);
            later.put("LIMIT_MISMATCH", 1);
            assertThat(later.keySet())
                    .as("every type there is")
                    .containsExactlyInAnyOrder(Arrays.stream(BreakType.values())
                            .map(BreakType::name)
                            .toArray(String[]::new));
        }
    }

    private static String gap(RunningPlumbline plumbline) {
        return plumbline.sql().sql("""
                        select concat_ws(' ', customer_key, side, amount, currency, evidence #>> '{counts,here}',
                                         evidence #>> '{counts,there}')
                        from break where type = 'USAGE_GAP' and resolved_at is null
                        """).query(String.class).single();
    }

    private static Map<String, Integer> open(RunningPlumbline plumbline) {
        var open = new HashMap<String, Integer>();
        for (JsonNode one : plumbline.json("/v1/breaks?state=open&limit=500").get("data")) {
            open.merge(one.get("type").asString(), 1, Integer::sum);
        }
        return open;
    }
}
