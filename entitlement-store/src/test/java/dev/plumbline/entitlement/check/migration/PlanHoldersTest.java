package dev.plumbline.entitlement.check.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.TestDatabase;
import dev.plumbline.entitlement.check.customers.ManyCustomers;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who is on a version is read by the keys of some customers, not from all there are. */
class PlanHoldersTest {
    @Test
    @DisplayName("M4 the holders among some customers are read through the index of their links: EXPLAIN shows it")
    void readsWhatIsTheirs() {
        JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());
        ManyCustomers.plant(jdbc);
        String[] keys = {"c01000", "c02000", "c02001"};
        List<String> found = jdbc.sql(PlanHolders.AMONG)
                .param("plan", "team")
                .param("version", 1)
                .param("keys", keys)
                .query((row, _) -> row.getString("customer"))
                .list();
        assertThat(found).containsExactly("c01000", "c02000");
        String plan = String.join(
                "\n",
                jdbc.sql("explain " + PlanHolders.AMONG)
                        .param("plan", "team")
                        .param("version", 1)
                        .param("keys", keys)
                        .query((row, _) -> row.getString(1))
                        .list());
        assertThat(plan)
                .contains("customer_link_customer", "billing_pin_pkey")
                .doesNotContain("Seq Scan on customer_link", "Seq Scan on billing_");
    }
}
