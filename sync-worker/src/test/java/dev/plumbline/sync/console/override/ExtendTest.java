package dev.plumbline.sync.console.override;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.sync.login.Browser;
import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Overrides extended together, by people who press twice, type too much, or are late. */
class ExtendTest {
    private static final String CUSTOMER = "extended";
    private static final String CONFIRM = "/console/overrides/extend/confirm";

    private static RunningPlumbline plumbline;
    private static Browser support;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start();
        support = Browser.of(plumbline, "support", "support");
        assertThat(plumbline
                        .put("/v1/customers/" + CUSTOMER, Map.of("country", "FI"))
                        .statusCode())
                .isLessThan(300);
    }

    @AfterAll
    static void stop() {
        support.close();
        plumbline.close();
    }

    @BeforeEach
    void begin() {
        plumbline.sql().sql("""
                        update customer_override set ended_at = now(), ended_by = 'the test', end_reason = 'begins anew'
                        where ended_at is null
                        """).update();
    }

    private static Instant in(int days) {
        return Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofDays(days));
    }

    private static String override(String feature, String more, int days) {
        HttpResponse<String> made = plumbline.post(
                "/v1/customers/" + CUSTOMER + "/overrides", "application/json", """
                        {"feature": "%s", "effect": "grant"%s, "validUntil": "%s", "reason": "Goodwill: a test"}
                        """.formatted(feature, more, in(days)));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return JsonMapper.builder().build().readTree(made.body()).path("id").asString();
    }

    private static HttpResponse<String> extend(String ids, int days, String reason) {
        return support.submit("/console/overrides", CONFIRM, form(ids, days, reason));
    }

    private static Map<String, String> form(String ids, int days, String reason) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("id", ids);
        fields.put("until", in(days).toString());
        fields.put("reason", reason);
        return fields;
    }

    private static List<String> inForce() {
        return plumbline
                .sql()
                .sql(
                        "select id from customer_override where ended_at is null and valid_until > now() order by created_at")
                .query((row, n) -> row.getString("id"))
                .list();
    }

    @Test
    @DisplayName(
            "Who extends the same override from several pages at once has one override in the place of the old one, and is told so")
    void isDoneOnce() throws SQLException {
        String old = override("seats", ", \"value\": 7", 3);
        // From as many pages: the same form of one page is not sent on twice at all.
        List<Map<String, String>> forms = IntStream.range(0, 4)
                .<Map<String, String>>mapToObj(_ -> {
                    var form = form(old, 20, "They asked again");
                    form.put("_csrf", support.token("/console/overrides"));
                    return form;
                })
                .toList();
        List<HttpResponse<String>> answers = new ArrayList<>();
        try (Connection other = plumbline.owner().getConnection();
                ExecutorService senders = Executors.newFixedThreadPool(4)) {
            other.setAutoCommit(false);
            try (Statement sql = other.createStatement()) {
                sql.execute("select from customer where key = '" + CUSTOMER + "' for update");
            }
            var sent = forms.stream()
                    .map(form -> CompletableFuture.supplyAsync(() -> support.post(CONFIRM, form), senders))
                    .toList();
            // All of them have read that it is in force, and wait for the customer.
            await().atMost(Duration.ofSeconds(20)).until(() -> plumbline.count("""
                            select count(*) from pg_stat_activity
                            where wait_event_type = 'Lock' and datname = current_database() and query like '%customer%'
                            """) == 4);
            other.rollback();
            sent.forEach(one -> answers.add(one.join()));
        }
        List<String> left = inForce();
        assertThat(left).as("six were left of six that were sent").hasSize(1).doesNotContain(old);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.body()).contains(left.getFirst()));
        assertThat(answers.stream().filter(answer -> answer.body().contains("1 of 1 extended")))
                .hasSize(1);
        assertThat(plumbline.text("select end_reason from customer_override where id = '" + old + "'"))
                .isEqualTo("Extended by " + left.getFirst());
    }

    @Test
    @DisplayName(
            "A reason that is too long, or turns text around, is said at its field, nothing is made, and what was typed stays")
    void keepsWhatWasTyped() {
        String old = override("sso", "", 3);
        for (String reason : List.of("x".repeat(1_001), "\u202Egnp", " ", "a\0b")) {
            assertThat(extend(old, 20, reason).body()).contains("id=\"wrong-reason\"");
            assertThat(inForce()).as(reason).containsExactly(old);
        }
        assertThat(extend(old, -1, "They asked").body())
                .contains("Say until when, in the future", "value=\"They asked\"");
        assertThat(extend(old, 2_922_000, "They asked").body()).contains("id=\"wrong-until\"", "value=\"They asked\"");
        assertThat(inForce()).containsExactly(old);
    }

    @Test
    @DisplayName("A reason as long as one may be is taken, for the new one and for the end of the old one")
    void takesTheLongestReason() {
        String old = override("sso", "", 3);
        assertThat(extend(old, 20, "x".repeat(1_000)).body())
                .as("the new one was made, the end of the old one refused, and the page said that nothing was done")
                .contains("1 of 1 extended");
        assertThat(inForce()).hasSize(1).doesNotContain(old);
    }

    @Test
    @DisplayName(
            "Each by itself: one beyond the cap is refused and can be asked for, one that has ended is told of, the rest is done")
    void extendsTheOthers() {
        String ended = override("sso", "", 3);
        plumbline.post("/v1/overrides/" + ended + "/end", "application/json", "{\"reason\": \"over and done\"}");
        String unlimited = override("invoices", ", \"value\": \"unlimited\"", 3);
        String usual = override("api_access", "", 3);
        String long_ = override("seats", ", \"value\": 7", 25);
        String body = extend(String.join(",", ended, unlimited, usual, long_), 20, "They asked again")
                .body();
        assertThat(body)
                .contains("1 of 4 extended", "3 of 4 stay as they are")
                .contains("over and done", "It gives without limit", "It lasts as long already")
                .containsOnlyOnce("ask for it");
        assertThat(inForce()).hasSize(3).contains(unlimited, long_).doesNotContain(usual, ended);
    }

    @Test
    @DisplayName("One that is yet to begin is kept on within the cap, too: its new end counts from now")
    void countsFromNow() {
        String ahead = override("seats", ", \"value\": 7, \"validFrom\": \"" + in(20) + "\"", 25);
        // It lasted 25 days then, as long as one person may give, and ended in 45 (tried).
        assertThat(extend(ahead, 45, "They asked").body())
                .contains("It lasts longer than 30 days, counted from now")
                .containsOnlyOnce("ask for it");
        assertThat(inForce()).containsExactly(ahead);
        assertThat(extend(ahead, 29, "They asked").body()).contains("1 of 1 extended");
        assertThat(inForce()).hasSize(1).doesNotContain(ahead);
    }

    @Test
    @DisplayName(
            "Fifty are looked at with as many statements as two, and more than fifty are refused and not left out in silence")
    void readsThemTogether() {
        List<String> ids = IntStream.range(0, 51)
                .mapToObj(i -> override("seats", ", \"value\": " + (i + 1), 3))
                .toList();
        HttpResponse<String> fifty = support.submit(
                "/console/overrides", "/console/overrides/extend", Map.of("id", String.join(",", ids.subList(0, 50))));
        assertThat(fifty.body()).contains("Extend these 50");
        assertThat(fifty.body().indexOf(ids.getFirst())).isLessThan(fifty.body().indexOf(ids.get(49)));
        HttpResponse<String> more =
                support.submit("/console/overrides", "/console/overrides/extend", Map.of("id", String.join(",", ids)));
        assertThat(more.statusCode()).isEqualTo(400);
        assertThat(more.body()).contains("Choose 50 at most");
        assertThat(support.submit("/console/overrides", "/console/overrides/extend", Map.of("id", "ovr_nobody"))
                        .statusCode())
                .isEqualTo(404);
    }
}
