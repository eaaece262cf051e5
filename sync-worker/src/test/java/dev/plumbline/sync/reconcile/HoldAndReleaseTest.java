package dev.plumbline.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.api.Weather;
import dev.plumbline.sync.support.UnseenKey;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import tools.jackson.databind.JsonNode;

/** The empty world never revokes anybody; and what is too much takes two people. */
class HoldAndReleaseTest {
    private static final int CUSTOMERS = 30;
    private static final int BOUND = 4;
    private static Company company;
    private static List<String> customers;

    @BeforeAll
    static void open() {
        company = new Company(options -> options.with("plumbline.hold.customers", BOUND)
                .with("plumbline.hold.percent", 5)
                .with("plumbline.reconcile.per-slice", 6));
        customers = company.customers("cus_h", CUSTOMERS);
        assertThat(company.ran("report").path("totals").path("differences").asLong())
                .isZero();
        assertThat(company.count("select count(*) from reconciliation_slice where list = 'subscriptions'"))
                .isEqualTo(5);
    }

    @AfterAll
    static void close() {
        company.close();
    }

    /** Without RawGuard's rules the runs end COMPLETED, and with the guards of the passes gone too, people lose access. */
    private void isHeldAndNobodyLosesAnything(String what) {
        JsonNode run = company.ran("repair");
        assertThat(run.path("status").asString()).as(what + ": " + run).isEqualTo("HELD");
        assertThat(run.path("hold").path("reason").asString()).isNotBlank();
        assertThat(company.withAccess(customers)).as(what).isEqualTo(CUSTOMERS);
        assertThat(run.path("outcomes").has("REPAIRED")).as(what).isFalse();
    }

    private static Trouble[] each(Trouble trouble) {
        return Collections.nCopies(5, trouble).toArray(Trouble[]::new);
    }

    @Test
    @DisplayName("F-74: 200 and every list is empty: HELD, nobody loses access")
    void holdsWhenTheWorldIsEmpty() {
        company.plumbline.api().nextTo("/v1/subscriptions", each(new Trouble.EmptyWorld()));
        isHeldAndNobodyLosesAnything("empty");
    }

    @Test
    @DisplayName("F-74: one part of the list is empty, and its few customers are below the bound: HELD all the same")
    void holdsWhenOnePartIsEmpty() {
        company.plumbline.api().nextTo("/v1/subscriptions", new Trouble.EmptyWorld());
        isHeldAndNobodyLosesAnything("one part");
    }

    @Test
    @DisplayName("F-74: 401 and 403: HELD, nobody loses access")
    void holdsWhenTheKeyIsRefused() {
        for (int status : List.of(401, 403)) {
            company.plumbline.api().weather(Weather.calm().with(1, new Trouble.ServerError(status)));
            isHeldAndNobodyLosesAnything("status " + status);
            company.plumbline.api().weather(Weather.calm());
        }
    }

    @Test
    @DisplayName(
            "F-74: 60 % are not listed, nor found: HELD; and when a second person releases it absence is still no evidence")
    void holdsWhenMostAreMissing() {
        List<String> missing = customers.subList(0, 18);
        List<Runnable> undo = missing.stream().map(this::vanish).toList();
        isHeldAndNobodyLosesAnything("60 %");
        long id = company.plumbline
                .json("/v1/reconciliations")
                .path("data")
                .path(0)
                .path("id")
                .asLong();
        assertThat(release(company.anotherKey("finance"), id).statusCode()).isEqualTo(202);
        JsonNode run = company.ended(id);
        assertThat(run.path("outcomes").toString()).as(run.toString()).isEqualTo("{\"DOUBTED\":18}");
        assertThat(company.withAccess(customers)).isEqualTo(CUSTOMERS);
        undo.forEach(Runnable::run);
        company.plumbline.sql().sql("""
                        update subject set absent_since = null, dirty_seq = null, due_at = null where absent_since is not null
                        """).update();
        assertThat(company.ran("report").path("totals").path("differences").asLong())
                .isZero();
    }

    /** Out of the provider's reach, and back again. */
    private Runnable vanish(String customer) {
        var kept = company.subscription(customer);
        company.plumbline.stripe().subscriptions().vanish(kept.id());
        return () -> company.silently(
                () -> company.plumbline.stripe().subscriptions().restore(kept));
    }

    private static HttpResponse<String> release(String key, long id) {
        return company.post(key, "/v1/reconciliations/" + id + "/release", "{\"reason\":\"looked at it\"}");
    }

    @Test
    @DisplayName(
            "Too many have really ended: HELD; the key that asked may not release it, another may, and all is fetched afresh")
    void takesASecondPerson() {
        var mass = company.customers("cus_x", 8);
        mass.subList(0, 6).forEach(company::cancelSilently);
        company.silently(() -> company.changeSeats("cus_x7", 9));
        JsonNode run = company.ran("repair");
        long id = run.path("id").asLong();
        assertThat(run.path("status").asString()).as(run.toString()).isEqualTo("HELD");
        assertThat(run.path("hold").path("losing").asInt()).isEqualTo(6);
        assertThat(run.path("outcomes").toString()).isEqualTo("{\"HELD\":6,\"REPAIRED\":1}");
        assertThat(company.withAccess(mass)).isEqualTo(8);
        assertThat(company.seats("cus_x7")).as("a grant goes on at once").isEqualTo(9);

        HttpResponse<String> alone = company.plumbline.post(
                "/v1/reconciliations/" + id + "/release", "application/json", "{\"reason\":\"I say so\"}");
        assertThat(alone.statusCode()).isEqualTo(403);
        assertThat(Company.json(alone).path("code").asString()).isEqualTo("SECOND_PERSON_REQUIRED");
        assertThatThrownBy(() -> company.plumbline.sql().sql("""
                        update reconciliation set released_by = 'x', released_key = requested_key, released_at = now(),
                               release_reason = 'around the API' where id = ?
                        """).param(id).update())
                .as("in the database too")
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> company.plumbline
                        .sql()
                        .sql("update reconciliation set requested_key = 'x' where id = ?")
                        .param(id)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(release(company.anotherKey("read", "write", "check"), id).statusCode())
                .isEqualTo(403);

        // It is fetched afresh: who came back meanwhile loses nothing.
        HttpResponse<String> released = release(company.anotherKey("finance"), id);
        assertThat(released.statusCode()).as(released.body()).isEqualTo(202);
        JsonNode ended = company.ended(id);
        assertThat(ended.path("status").asString()).as(ended.toString()).isEqualTo("COMPLETED");
        assertThat(ended.path("attempt").asInt()).isEqualTo(2);
        assertThat(ended.path("outcomes").toString()).isEqualTo("{\"REPAIRED\":6}");
        assertThat(company.withAccess(mass)).isEqualTo(2);
        assertThat(company.count("select count(*) from audit where action = 'reconciliation.released'"))
                .isPositive();
    }

    private static String keyOf(String person, String... roles) {
        company.plumbline.post(
                "/v1/users",
                "application/json",
                "{\"login\":\"%s\",\"roles\":[\"%s\"],\"reason\":\"a test\"}"
                        .formatted(person, String.join("\",\"", roles)));
        return UnseenKey.of(company.plumbline.sql(), "k", person, "read", "finance");
    }

    /** One in which too many have really ended. */
    private static long held(String key, String prefix) {
        company.customers(prefix, 6).forEach(company::cancelSilently);
        HttpResponse<String> started = company.post(key, "/v1/reconciliations", "{\"mode\":\"repair\"}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        JsonNode run = company.ended(Company.json(started).path("id").asLong());
        assertThat(run.path("status").asString()).as(run.toString()).isEqualTo("HELD");
        return run.path("id").asLong();
    }

    private static String ask(String key, long run) {
        HttpResponse<String> asked = company.post(
                key,
                "/v1/approvals",
                "{\"kind\":\"hold-release\",\"content\":{\"reconciliation\":%d},\"reason\":\"they left\"}"
                        .formatted(run));
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        return Company.json(asked).path("id").asString();
    }

    private static HttpResponse<String> approve(String key, String id) {
        return company.post(key, "/v1/approvals/" + id + "/approve", "{\"reason\":\"so it is\"}");
    }

    @Test
    @DisplayName(
            "S-23 S-8: a HOLD goes by the one four-eyes mechanism: the same person with another key is no second one")
    void comparesPeopleAndNotKeys() {
        String finn = keyOf("finn", "finance-preparer", "finance-reviewer");
        String finnsOther = keyOf("finn", "viewer"); // there already: only another key
        String rune = keyOf("rune", "finance-reviewer");
        long id = held(finn, "cus_p");
        for (String key : List.of(finn, finnsOther)) {
            HttpResponse<String> alone = release(key, id);
            assertThat(alone.statusCode()).isEqualTo(403);
            assertThat(alone.body()).contains("SECOND_PERSON_REQUIRED", "/v1/approvals");
        }
        String asked = ask(finnsOther, id);
        assertThat(approve(finn, asked).body()).contains("SECOND_PERSON_REQUIRED");
        String derived = UnseenKey.madeWith(company.plumbline.sql(), finn, "read", "finance");
        assertThat(approve(derived, asked).body()).contains("SECOND_PERSON_REQUIRED");
        assertThat(release(derived, id).body()).contains("SECOND_PERSON_REQUIRED");
        assertThatThrownBy(() -> company.plumbline
                        .sql()
                        .sql("""
                        update reconciliation set released_by = 'x', released_key = 'x', released_at = now(),
                               release_reason = 'around the API',
                               released_ids = (select array['key:' || id] from api_key
                                               where secret_sha256 = sha256(convert_to(:key, 'UTF8')))
                        where id = :id
                        """)
                        .param("key", derived)
                        .param("id", id)
                        .update())
                .as("a key that finn's made, by its own name alone, in the database too")
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("does not let it go");
        HttpResponse<String> approved = approve(rune, asked);
        assertThat(approved.body()).contains("\"state\":\"executed\"");
        JsonNode run = company.ended(id);
        assertThat(run.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(run.path("hold").path("releasedBy").asString()).isEqualTo("rune (k)");
        assertThat(company.count("select count(*) from approval where kind = 'hold-release' and state = 'executed'"))
                .isPositive();
    }

    @Test
    @DisplayName(
            "S-23: of a run that began by itself nobody is the author: the first person asks, the second one approves")
    void takesTwoPeopleForANightlyRun() {
        String rune = keyOf("rune2", "finance-reviewer");
        String rita = keyOf("rita2", "finance-reviewer");
        long id = held(company.anotherKey("finance", "read"), "cus_n");
        company.plumbline
                .sql()
                .sql("alter table reconciliation disable trigger user")
                .update();
        company.plumbline
                .sql()
                .sql(
                        "update reconciliation set cause = 'schedule', requested_by = 'schedule', requested_key = 'schedule',"
                                + " requested_ids = null where id = ?")
                .param(id)
                .update();
        company.plumbline
                .sql()
                .sql("alter table reconciliation enable trigger user")
                .update();
        HttpResponse<String> first = release(rune, id);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(Company.json(first).path("status").asString()).isEqualTo("HELD");
        assertThat(release(rune, id).statusCode()).as("asked already").isEqualTo(409);
        HttpResponse<String> second = release(rita, id);
        assertThat(second.statusCode()).as(second.body()).isEqualTo(202);
        assertThat(company.ended(id).path("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    @DisplayName(
            "F-63 F-64: pages that break in every way, and a 429 that says when: the run waits, and leaves nobody out")
    void waitsForAProviderThatIsAway() {
        company.plumbline
                .api()
                .nextTo(
                        "/v1/subscriptions",
                        new Trouble.ServerError(500),
                        new Trouble.Reset(),
                        new Trouble.CutOff(),
                        new Trouble.Html(),
                        new Trouble.RateLimited(Duration.ofSeconds(1)),
                        new Trouble.RateLimited(null));
        JsonNode run = company.ran("report");
        assertThat(run.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(run.path("totals").path("differences").asLong()).isZero();
        assertThat(run.path("totals").path("listed").asLong())
                .isEqualTo(run.path("totals").path("known").asLong());
    }
}
