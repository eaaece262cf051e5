package dev.plumbline.sync.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.entitlement.metering.Months;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.Seats;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Usage with the rights, routes and loops of a real node. */
class UsageInTheProductTest {
    @TempDir
    static Path folder;

    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(options -> options.with(
                        "plumbline.usage.routes",
                        "file:" + folder + "?initialDelay=0&delay=50&moveFailed=.failed&include=.*\\.json")
                .with("plumbline.usage.cached-for", "PT0.1S"));
        plumbline.stripe().catalogue().createProduct("prod_team", "Team");
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        Seats.buy(plumbline, "cus_usage", 3).forEach(plumbline::deliver);
        plumbline.comeToRest();
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    private static String event(String id, Instant time) {
        return """
                {"specversion":"1.0","source":"app","id":"%s","type":"invoice.issued","subject":"cus_usage","time":"%s"}""".formatted(id, time);
    }

    private static String batch(String prefix, int many) {
        Instant now = Instant.now();
        return IntStream.range(0, many)
                .mapToObj(i -> event(prefix + i, now))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static int used() {
        return plumbline.check("cus_usage", "invoices").get("used").asInt();
    }

    @Test
    @DisplayName(
            "a route from any transport feeds the same intake; what came before is a duplicate, what cannot be read is set aside")
    void feedsTheSameIntake() throws IOException {
        int before = used();
        drop("three.json", batch("file-", 3));
        await().atMost(Duration.ofSeconds(60)).until(() -> used() == before + 3);
        plumbline.bean(ProducerTemplate.class).sendBody(UsageRoutes.DIRECT, batch("file-", 4));
        assertThat(used()).isEqualTo(before + 4);
        drop("broken.json", "[{");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(folder.resolve(".failed").resolve("broken.json")));
        assertThat(used()).isEqualTo(before + 4);
    }

    /** Whole or not at all, as a sender does it. */
    private static void drop(String name, String text) throws IOException {
        Path written = Files.writeString(folder.resolve(name + ".part"), text);
        Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    @DisplayName("a limit that is passed is told to whoever listens, once, by the loop of the node")
    void tellsWhoListens() {
        HttpResponse<String> answer = plumbline.post("/v1/usage", "application/json", batch("many-", 300));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(told()).containsExactly("limit.warning", "limit.reached"));
        assertThat(plumbline.check("cus_usage", "invoices").get("hasAccess").asBoolean())
                .as("more is allowed")
                .isTrue();
        assertThat(plumbline.get("/actuator/prometheus").body())
                .contains("plumbline_usage_events_total{outcome=\"accepted\"}");
    }

    private static List<String> told() {
        return plumbline
                .sql()
                .sql("select kind from outbox where kind like 'limit.%' and position is not null order by position")
                .query((row, n) -> row.getString(1))
                .list();
    }

    @Test
    @DisplayName(
            "S-19: the worker's rights are enough to make months and put them aside, and not to change what was counted")
    void worksWithFewRights() {
        Instant old = Instant.now().minus(Duration.ofDays(20 * 30));
        assertThat(plumbline
                        .post("/v1/usage", "application/json", event("old-1", old))
                        .body())
                .contains("accepted");
        Months months = plumbline.bean(Months.class);
        // As if ten months had gone by: what is 26 months old then.
        assertThat(months.putAside(Instant.now().plus(Duration.ofDays(10 * 30))))
                .isPositive();
        JdbcClient worker = plumbline.bean(JdbcClient.class);
        assertThat(plumbline
                        .post("/v1/usage", "application/json", event("kept-1", Instant.now()))
                        .body())
                .contains("accepted");
        for (String statement : List.of(
                "update usage_log set value = 0",
                "delete from usage_log",
                "truncate usage_log",
                "drop table usage_log")) {
            assertThatThrownBy(() -> worker.sql(statement).update())
                    .as(statement)
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageMatching("(?s).*(append-only|must be owner|permission denied).*");
        }
    }
}
