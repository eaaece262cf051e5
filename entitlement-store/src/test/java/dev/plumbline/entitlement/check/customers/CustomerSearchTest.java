package dev.plumbline.entitlement.check.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.entitlement.TestDatabase;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.CustomerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Customers are found by what people know of them, in pages, and no search reads them all. */
class CustomerSearchTest {
    private static JdbcClient jdbc;
    private static CustomerSearch search;

    @BeforeAll
    static void plant() {
        jdbc = JdbcClient.create(TestDatabase.fresh());
        ManyCustomers.plant(jdbc);
        search = new CustomerSearch(jdbc);
    }

    private static CustomersWanted wanted(
            String text,
            @Nullable String plan,
            @Nullable Integer version,
            @Nullable BillingStatus status,
            String... countries) {
        return new CustomersWanted(text, plan, version, status, null, Set.of(countries));
    }

    private static CustomersWanted at(String domain, @Nullable String plan) {
        String hash = jdbc.sql("select encode(sha256(:domain::bytea), 'hex')")
                .param("domain", domain)
                .query(String.class)
                .single();
        return new CustomersWanted("", plan, null, null, hash, Set.of());
    }

    private static CustomersWanted wanted(String text) {
        return wanted(text, null, null, null);
    }

    /** Page by page, as a reader goes on. */
    private static List<String> all(CustomersWanted wanted, int limit) {
        var found = new ArrayList<String>();
        String after = "";
        while (after != null) {
            CustomerSearch.Stretch next = search.next(wanted, after, limit);
            assertThat(next.keys()).hasSizeLessThanOrEqualTo(limit);
            next.keys().stream().map(CustomerKey::value).forEach(found::add);
            after = next.goOn();
        }
        return found;
    }

    private static List<String> keys(IntStream numbers) {
        return numbers.mapToObj("c%05d"::formatted).toList();
    }

    @Test
    void findsByPlanWhatFewHaveAndWhatManyHave() {
        assertThat(all(wanted("", "team", 1, null), 7))
                .isEqualTo(keys(IntStream.rangeClosed(1, 27).map(i -> i * 1000)));
        CustomerSearch.Stretch first = search.next(wanted("", "team", 2, null), "", 5);
        assertThat(first.keys()).extracting(CustomerKey::value).isEqualTo(keys(IntStream.rangeClosed(1, 5)));
        assertThat(first.goOn()).isEqualTo("c00005");
        assertThat(all(wanted("", "solo", null, null), 999)).isEqualTo(keys(IntStream.rangeClosed(27_001, 30_000)));
        assertThat(all(wanted("", "nobody", null, null), 5)).isEmpty();
    }

    @Test
    @DisplayName("Customers are found by the domain of their address, whether few have it or many")
    void findsByDomain() {
        assertThat(all(at("few", null), 4))
                .isEqualTo(keys(IntStream.rangeClosed(1, 15).map(i -> i * 2000)));
        assertThat(all(at("few", "solo"), 4)).containsExactly("c28000", "c30000");
        assertThat(all(at("nobody", null), 4)).isEmpty();
        CustomerSearch.Stretch first = search.next(at("many", null), "", 3);
        assertThat(first.keys()).extracting(CustomerKey::value).containsExactly("c00002", "c00004", "c00006");
        assertThat(first.goOn()).isEqualTo("c00006");
        assertThat(all(at("many", "solo"), 999)).hasSize(1_498).doesNotContain("c28000");
    }

    @Test
    void findsByStatusAndCountryTogether() {
        assertThat(all(wanted("", null, null, BillingStatus.PAST_DUE), 50))
                .isEqualTo(keys(IntStream.rangeClosed(1, 60).map(i -> i * 500)));
        assertThat(all(wanted("", "team", 2, BillingStatus.PAST_DUE, "SE"), 2))
                .as("rare among what is rare")
                .isEqualTo(keys(IntStream.of(2_500, 7_500, 12_500, 17_500, 22_500)));
        assertThat(all(wanted("", null, null, null, "SE"), 5))
                .isEqualTo(keys(IntStream.rangeClosed(1, 12).map(i -> i * 2_500)));
        assertThat(all(wanted("", "team", null, BillingStatus.ACTIVE, "NO"), 5)).isEmpty();
    }

    @Test
    @DisplayName(
            "What many have, but nobody both, is looked for in parts: each answers soon, and says that there is more")
    void looksOnInParts() {
        CustomersWanted never = wanted("", "solo", 1, BillingStatus.TRIALING);
        CustomerSearch.Stretch first = search.next(never, "", 50);
        assertThat(first.keys()).isEmpty();
        assertThat(first.goOn()).isEqualTo("c%05d".formatted(CustomerSearch.LOOKED_AT));
        CustomerSearch.Stretch second = search.next(never, Objects.requireNonNull(first.goOn()), 50);
        assertThat(second.keys()).isEmpty();
        assertThat(second.goOn()).isNull();
    }

    @Test
    @DisplayName("S-17 a text is the beginning of a key, a part of either name, or a whole id, and never a pattern")
    void findsByText() {
        String name = jdbc.sql("select billing_name from customer where key = 'c00002'")
                .query(String.class)
                .single();
        assertThat(all(wanted(name.substring(12, 30).toUpperCase(java.util.Locale.ROOT)), 5))
                .containsExactly("c00002");
        assertThat(all(wanted("cus_777"), 5)).containsExactly("c00777");
        assertThat(all(wanted("c0012"), 4)).containsAll(keys(IntStream.rangeClosed(120, 129)));
        assertThat(all(wanted("Bi"), 900))
                .as("too short for a part: how it begins")
                .hasSize(ManyCustomers.MANY);
        assertThat(all(wanted("il"), 5)).isEmpty();
        assertThat(all(wanted("%"), 5)).isEmpty();
        assertThat(all(wanted("_ille_"), 5)).isEmpty();
        assertThat(all(wanted("' or 1=1 --"), 5)).isEmpty();
        assertThatThrownBy(() -> wanted("", "x\"}]", null, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("M24 no search reads the whole table of customers: EXPLAIN shows an index for each")
    void readsNoWholeTable() {
        String name = wanted("abc123").isPartOfName() ? "abc123" : "";
        for (CustomersWanted each : List.of(
                wanted(""),
                wanted(name),
                wanted("Bi"),
                wanted("", null, null, null, "SE"),
                wanted("", null, null, null, "FI"),
                wanted(name, null, null, null, "FI"))) {
            servedByIndex(new SearchSql(each, List.of("c00777")), false);
        }
        for (CustomersWanted each : List.of(
                wanted("", "team", 2, null),
                wanted("", null, null, BillingStatus.ACTIVE),
                at("many", null),
                wanted(name, "team", null, BillingStatus.PAST_DUE, "SE"))) {
            servedByIndex(new SearchSql(each, List.of()), true);
            servedByIndex(new SearchSql(each, List.of()).among(keys(IntStream.range(0, 2_000))), false);
        }
        // Dropping customer_billing_name_part made this fail (tried).
        assertThat(plan(new SearchSql(wanted(name), List.of()), false))
                .contains("customer_name_part", "customer_billing_name_part");
        assertThat(explained(SearchSql.plan(
                        jdbc.sql("explain " + CustomerSearch.FEW_BY_PLAN), CustomersWanted.ofPlan("team", 1))))
                .contains("billing_pin_plan");
        assertThat(explained(
                        SearchSql.status(jdbc.sql("explain " + CustomerSearch.FEW_BY_STATUS), BillingStatus.PAST_DUE)))
                .contains("billing_snapshot_status");
    }

    @Test
    @DisplayName("M24 those at a domain that few have are read from its index")
    void readsTheIndexOfDomains() {
        assertThat(explained(jdbc.sql("explain " + CustomerSearch.FEW_BY_DOMAIN)
                        .param("domain", at("few", null).domain())))
                .contains("billing_snapshot_email_domain");
    }

    private static void servedByIndex(SearchSql sql, boolean walked) {
        assertThat(plan(sql, walked)).as(sql.wanted().toString()).doesNotContainPattern("Seq Scan on customer( |$)");
    }

    private static String plan(SearchSql sql, boolean walked) {
        JdbcClient.StatementSpec statement = sql.bound(jdbc.sql("explain " + (walked ? sql.walk() : sql.straight())))
                .param("after", "");
        List<String> lines = (walked ? statement.param("stretch", 2_000) : statement.param("limit", 51))
                .query((row, _) -> row.getString(1))
                .list();
        return String.join("\n", lines);
    }

    private static String explained(JdbcClient.StatementSpec statement) {
        return String.join(
                "\n",
                statement
                        .param("most", CustomerSearch.FEW + 1)
                        .query((row, _) -> row.getString(1))
                        .list());
    }
}
