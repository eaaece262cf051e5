package dev.plumbline.sync.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.sync.login.Browser;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.UnseenKey;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a held account keeps back goes by two people, whichever way they come. */
class HoldApprovalTest {
    private static RunningPlumbline plumbline;
    private static String ada;
    private static String adasOther;
    private static String alan;
    private static String opal;
    private static String rune;
    private static Browser adasPage;
    private static Browser opalsPage;
    private static Browser runesPage;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(options -> options.with("plumbline.sweep.every", "P1D"));
        adasPage = Browser.of(plumbline, "ada", "admin");
        opalsPage = Browser.of(plumbline, "opal", "operator");
        runesPage = Browser.of(plumbline, "rune", "finance-reviewer");
        Browser.person(plumbline, "alan", "admin");
        ada = key("ada");
        adasOther = key("ada");
        alan = key("alan");
        opal = key("opal");
        rune = key("rune");
    }

    @AfterAll
    static void stop() {
        adasPage.close();
        opalsPage.close();
        runesPage.close();
        plumbline.close();
    }

    private static String key(String person) {
        return UnseenKey.of(plumbline.sql(), "k", person, "admin");
    }

    /** As the guard opens it, with customers who are kept back. */
    private static long held(String account, int keptBack) {
        long hold = plumbline
                .sql()
                .sql(
                        "insert into billing_hold (provider, account, detail, bound, entitled) values ('stripe', ?, 'too many', 4, 30) returning id")
                .param(account)
                .query(Long.class)
                .single();
        keepBack(account, hold, keptBack);
        return hold;
    }

    private static void keepBack(String account, long hold, int more) {
        plumbline
                .sql()
                .sql("""
                        insert into subject (provider, account, kind, id, hold, held_at)
                        select 'stripe', :account, 'customer', 'cus_' || gen_random_uuid(), :hold, clock_timestamp()
                        from generate_series(1, :more)
                        """)
                .param("account", account)
                .param("hold", hold)
                .param("more", more)
                .update();
    }

    private static HttpResponse<String> post(String key, String path, String body) {
        return plumbline.send(HttpRequest.newBuilder(plumbline.uri(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> release(String key, long hold) {
        return post(key, "/v1/holds/" + hold + "/release", "{\"reason\":\"they are gone for good\"}");
    }

    private static HttpResponse<String> ask(String key, long hold) {
        return post(
                key,
                "/v1/approvals",
                "{\"kind\":\"hold-release\",\"content\":{\"hold\":%d},\"reason\":\"they left\"}".formatted(hold));
    }

    private static HttpResponse<String> approve(String key, String approval) {
        return post(key, "/v1/approvals/" + approval + "/approve", "{\"reason\":\"so it is\"}");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.builder().build().readTree(answer.body());
    }

    private static boolean isOpen(long hold) {
        return plumbline.count("select count(*) from billing_hold where released_at is null and id = " + hold) == 1;
    }

    @Test
    @DisplayName(
            "S-23 S-8: of a held account the first person's release asks; the same one's, by any key or page, is none; a second one's lets it go")
    void takesTwoPeople() {
        long hold = held("two", 7);
        HttpResponse<String> asked = release(ada, hold);
        assertThat(isOpen(hold)).as("one person lets go").isTrue();
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        String approval = json(asked).path("approval").asString();
        assertThat(json(asked).path("waitsFor").asString()).contains("second person", "/v1/approvals/" + approval);
        assertThat(asked.headers().firstValue("Location").orElse("")).endsWith("/v1/approvals/" + approval);

        for (String same : new String[] {ada, adasOther}) {
            assertThat(release(same, hold).body()).contains("ASKED_ALREADY");
            assertThat(approve(same, approval).body()).contains("SECOND_PERSON_REQUIRED");
        }
        String derived = UnseenKey.madeWith(plumbline.sql(), ada, "admin");
        assertThat(approve(derived, approval).body()).contains("SECOND_PERSON_REQUIRED");
        assertThat(release(derived, hold).statusCode()).isNotEqualTo(200);
        String page = adasPage.get("/console/accounts").body();
        assertThat(page).contains("asked to let it go").doesNotContain("Approve, and release");
        adasPage.submit("/console/me", "/console/holds/" + hold + "/release", Map.of("reason", "me again"));
        assertThat(adasPage.submit("/console/me", "/console/approvals/" + approval + "/approve", Map.of("reason", "me"))
                        .body())
                .contains("a second person decides");
        assertThat(isOpen(hold)).isTrue();

        HttpResponse<String> released = release(alan, hold);
        assertThat(released.statusCode()).as(released.body()).isEqualTo(200);
        assertThat(json(released).path("state").asString()).isEqualTo("released");
        assertThat(json(released).path("approval").asString()).isEqualTo(approval);
        assertThat(json(released).path("releasedBy").asString()).isEqualTo("alan (k)");
        assertThat(json(released).has("waitsFor")
                        && !json(released).path("waitsFor").isNull())
                .isFalse();
        assertThat(plumbline.text("select after ->> 'askedBy' from audit where action = 'account.hold.released'"
                        + " and actor = 'alan (k)' and object_ref = 'stripe/two'"))
                .isEqualTo("ada (k)");
        assertThat(release(ada, hold).body()).contains("HOLD_RELEASED");
    }

    @Test
    @DisplayName(
            "S-8: who operates asks that a held account is let go, and a finance-reviewer approves it; neither can do the other's part")
    void isAskedByOneRoleAndApprovedByAnother() {
        long hold = held("roles", 3);
        assertThat(ask(rune, hold).body()).contains("ROLE_MISSING");
        assertThat(release(rune, hold).statusCode()).isEqualTo(403);
        HttpResponse<String> asked = ask(opal, hold);
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        assertThat(json(asked).path("title").asString()).contains("stripe/roles", "3 customers", "lose access");
        String approval = json(asked).path("id").asString();
        Browser.person(plumbline, "otto", "operator");
        String otto = key("otto");
        assertThat(approve(otto, approval).body()).contains("ROLE_MISSING");
        assertThat(release(otto, hold).body()).contains("ASKED_ALREADY", approval);
        assertThat(ask(opal, 999_999).body()).contains("HOLD_UNKNOWN");
        assertThat(post(
                                opal,
                                "/v1/approvals",
                                "{\"kind\":\"hold-release\",\"content\":{\"reconciliation\":1},\"reason\":\"x\"}")
                        .body())
                .as("a run's is finance's to ask, as before")
                .contains("ROLE_MISSING");
        assertThat(isOpen(hold)).isTrue();
        HttpResponse<String> approved = approve(rune, approval);
        assertThat(json(approved).path("state").asString()).as(approved.body()).isEqualTo("executed");
        assertThat(isOpen(hold)).isFalse();
    }

    @Test
    @DisplayName("S-23: on pages an operator asks, and a finance-reviewer approves where the account is shown as held")
    void goesByPages() {
        long hold = held("pages", 2);
        String action = "/console/holds/" + hold + "/release";
        assertThat(opalsPage.get("/console/accounts").body()).contains("Ask to release", action);
        assertThat(runesPage.get("/console/accounts").body()).doesNotContain(action);
        opalsPage.submit("/console/accounts", action, Map.of("reason", ""));
        assertThat(opalsPage.get("/console/accounts").body()).contains(action);
        opalsPage.submit("/console/accounts", action, Map.of("reason", "data loss over there"));
        String asked = opalsPage.get("/console/accounts").body();
        assertThat(asked)
                .contains("It is done when a second person", "data loss over there")
                .doesNotContain(action);
        assertThat(isOpen(hold)).isTrue();
        String approval =
                plumbline.text("select id from approval where state = 'pending' and subject = 'hold " + hold + "'");
        assertThat(runesPage.get("/console/accounts").body())
                .contains("Approve, and release", "/console/approvals/" + approval + "/approve");
        runesPage.submit(
                "/console/accounts", "/console/approvals/" + approval + "/approve", Map.of("reason", "looked at it"));
        assertThat(isOpen(hold)).isFalse();
        assertThat(runesPage.get("/console/approvals/" + approval).body()).contains("executed");
    }

    @Test
    @DisplayName("S-23: when more are kept back than both were told of the approval fails; fewer do no harm")
    void letsGoOfNoMoreThanWasTold() {
        long hold = held("grows", 2);
        String approval = json(ask(ada, hold)).path("id").asString();
        keepBack("grows", hold, 1);
        assertThat(approve(rune, approval).body()).contains("\"state\":\"failed\"", "STALE_HOLD");
        assertThat(isOpen(hold)).isTrue();

        String again = json(ask(ada, hold)).path("id").asString();
        plumbline
                .sql()
                .sql("delete from subject where id = (select id from subject where hold = ? limit 1)")
                .param(hold)
                .update();
        HttpResponse<String> released = release(alan, hold);
        assertThat(released.statusCode()).as(released.body()).isEqualTo(200);
        assertThat(json(released).path("approval").asString()).isEqualTo(again);
        assertThat(approve(rune, again).body()).contains("DECIDED_ALREADY");
    }

    @Test
    @DisplayName(
            "S-23: one whom a worker is just keeping back is counted: the release waits for it, and says that it is one too many")
    void waitsForWhomAWorkerKeepsBack() throws SQLException {
        long hold = held("busy", 2);
        String approval = json(ask(ada, hold)).path("id").asString();
        try (Connection worker = plumbline.owner().getConnection();
                Statement sql = worker.createStatement()) {
            worker.setAutoCommit(false);
            sql.execute("select pg_advisory_xact_lock(hashtextextended('stripe/busy', 74))");
            sql.execute("insert into subject (provider, account, kind, id, hold, held_at) values ('stripe', 'busy',"
                    + " 'customer', 'cus_third', " + hold + ", clock_timestamp())");
            var answer = CompletableFuture.supplyAsync(() -> approve(rune, approval));
            await().atMost(Duration.ofSeconds(60)).until(() -> answer.isDone() || somebodyWaitsFor("stripe/busy"));
            worker.commit();
            // It was counted before, and the third one went along (tried).
            assertThat(answer.join().body()).contains("\"state\":\"failed\"", "STALE_HOLD", "3 are kept back");
        }
        assertThat(isOpen(hold)).isTrue();
    }

    private static boolean somebodyWaitsFor(String account) {
        return plumbline.count("select count(*) from pg_locks where locktype = 'advisory' and not granted"
                        + " and database = (select oid from pg_database where datname = current_database())"
                        + " and (classid::bigint << 32 | objid::bigint) = hashtextextended('" + account + "', 74)")
                > 0;
    }

    @Test
    @DisplayName(
            "S-23 S-8: around the API a held account stays so: without an approval of its own, done, by whoever is said to have released it")
    void isHeldByTheDatabaseToo() {
        long hold = held("sql", 1);
        long other = held("other", 1);
        String pending = json(ask(ada, hold)).path("id").asString();
        String executed = json(ask(ada, other)).path("id").asString();
        assertThat(approve(rune, executed).body()).contains("\"state\":\"executed\"");
        for (String approval : new String[] {"null", "'" + pending + "'", "'" + executed + "'"}) {
            refuses(
                    "update billing_hold set released_at = now(), released_by = 'rune (k)', release_reason = 'around',"
                            + " approval = " + approval + " where id = " + hold,
                    "second person");
        }
        refuses(
                "insert into billing_hold (provider, account, detail, bound, entitled, released_at, released_by, release_reason)"
                        + " values ('stripe', 'new', 'x', 1, 1, now(), 'x', 'x')",
                "second person");
        refuses("update billing_hold set account = 'elsewhere' where id = " + hold, "stays as it was opened");
        refuses(
                "update billing_hold set released_at = null, released_by = null, release_reason = null where id = "
                        + other,
                "stays as it was opened");
        refuses("update billing_hold set released_by = 'somebody' where id = " + other, "stays as it was opened");
        refuses("delete from billing_hold where id = " + hold, "append-only");
        assertThat(isOpen(hold)).isTrue();
    }

    private static void refuses(String sql, String because) {
        assertThatThrownBy(() -> plumbline.sql().sql(sql).update())
                .as(sql)
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining(because);
    }
}
