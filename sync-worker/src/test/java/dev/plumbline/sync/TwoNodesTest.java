package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two of us on one database: nothing is shared but PostgreSQL. */
class TwoNodesTest {
    private static RunningPlumbline left;
    private static RunningPlumbline right;

    @BeforeAll
    static void start() {
        String database = TestPostgres.freshDatabase();
        left = RunningPlumbline.start(options -> options.on(database));
        right = RunningPlumbline.start(
                options -> options.on(database).with("plumbline.stripe.default.api-base", left.billing()));
        left.stripe().catalogue().createProduct("prod_team", "Team");
        left.stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
    }

    @AfterAll
    static void stop() {
        right.close();
        left.close();
    }

    @Test
    @DisplayName("F-2 one delivery to both nodes at once, fifty times: one row, one version")
    void keepsOnceBetweenThem() {
        byte[] body = checkout("cus_both", 5).getFirst().body();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add((i % 2 == 0 ? left : right).deliverSoon(body));
        }
        assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
        left.comeToRest();
        assertThat(count("select count(*) from inbox where subject_id = 'cus_both'"))
                .isEqualTo(1);
        assertThat(count("select count(*) from entitlement_history where customer_key = 'cus_both'"))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("F-14 what one node wrote the other one's cache knows soon, without being asked strictly")
    void hearOfEachOther() {
        left.deliver(checkout("cus_heard", 6).getFirst());
        left.comeToRest();
        assertThat(right.json("/v1/customers/cus_heard/entitlements/seats")
                        .get("limit")
                        .asInt())
                .isEqualTo(6);
        changeSeats("cus_heard", 11).forEach(left::deliver);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(right.json("/v1/customers/cus_heard/entitlements/seats")
                                .get("limit")
                                .asInt())
                        .isEqualTo(11));
    }

    @Test
    @DisplayName("Both work off a crowd: everybody has what the provider says, versions have no gap")
    void shareTheWork() {
        for (int i = 0; i < 60; i++) {
            RunningPlumbline node = i % 2 == 0 ? left : right;
            checkout("cus_crowd_" + i, 5)
                    .forEach(event -> assertThat(node.deliver(event)).isEqualTo(200));
            changeSeats("cus_crowd_" + i, 7 + i)
                    .forEach(event -> assertThat(left.deliver(event)).isEqualTo(200));
        }
        left.comeToRest();
        for (int i = 0; i < 60; i++) {
            assertThat(right.check("cus_crowd_" + i, "seats").get("limit").asInt())
                    .isEqualTo(7 + i);
        }
        assertThat(count("""
                        select count(*) from (
                            select customer_key from entitlement_history group by customer_key
                            having max(version) <> count(*)) gaps
                        """)).isZero();
        assertThat(count("select count(*) from subject where lease_until > clock_timestamp()"))
                .isZero();
    }

    private static List<Event> checkout(String customer, long seats) {
        return left.stripe()
                .subscriptions()
                .checkout(NewCustomer.named(customer).withId(customer).in("FI"), Line.of("price_t", seats))
                .events();
    }

    private static List<Event> changeSeats(String customer, long seats) {
        var subscription =
                left.stripe().reading().subscriptions().of(customer).findFirst().orElseThrow();
        return left.stripe()
                .subscriptions()
                .changeQuantity(
                        subscription.id(), subscription.items().getFirst().id(), seats)
                .events();
    }

    private static long count(String sql) {
        return left.sql().sql(sql).query(Long.class).single();
    }
}
