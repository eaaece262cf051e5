package dev.plumbline.entitlement.check.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.check.TestCatalog;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.people.Somebody;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What waits for a second person: it could be done, its list is short, and when its time is over it is in nobody's way. */
class WaitingApprovalsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static RunningStore store;
    private static String paul;
    private static String rita;

    @BeforeAll
    static void start() {
        store = RunningStore.start("plumbline.test-clock=true");
        store.put("/v1/test-clock", "{\"now\":\"2026-06-15T12:00:00Z\"}");
        assertThat(publish("", TestCatalog.YAML).status()).isEqualTo(200);
        store.put("/v1/customers/acme", "{\"country\":\"FI\"}");
        Somebody.with(store, "paul", "product");
        Somebody.with(store, "rita", "product");
        paul = Somebody.key(store, "paul", "read", "write");
        rita = Somebody.key(store, "rita", "read", "write");
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static Answer publish(String when, String yaml) {
        return store.post("/v1/catalog/publish" + when, yaml, "Content-Type", "application/yaml");
    }

    private static Answer as(String key, String path, Object body) {
        return store.post(path, JSON.writeValueAsString(body), "Authorization", "Bearer " + key);
    }

    private static Answer ask(String key, String kind, Map<String, Object> content) {
        return as(key, "/v1/approvals", Map.of("kind", kind, "content", content, "reason", "it is urgent"));
    }

    private static String asked(String key, String kind, Map<String, Object> content) {
        Answer answer = ask(key, kind, content);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    private static Answer decide(String key, String id, String what) {
        return as(key, "/v1/approvals/" + id + "/" + what, Map.of("reason", "looked at it"));
    }

    private static JsonNode one(String id) {
        return store.get("/v1/approvals/" + id).json();
    }

    private static long revision() {
        return store.jdbc()
                .sql("select max(revision) from model_revision")
                .query(Long.class)
                .single();
    }

    private static String projects(int count) {
        return TestCatalog.YAML.replace("default: 1 }", "default: " + count + " }");
    }

    @Test
    @DisplayName("M12: a publish is asked for at an instant at which it could take effect, or refused on asking")
    void asksOnlyForWhenItCanTakeEffect() {
        // The first was accepted (tried), and no page could show it: a database has no such instant. Nothing can be
        // published before one that is centuries off, and what is over fails when the second person has decided.
        for (String never : List.of(
                "+1000000000-12-31T23:59:59Z",
                "+200000-01-01T00:00:00Z",
                "1899-12-31T23:59:59Z",
                "2026-06-15T11:59:59Z",
                "soon")) {
            Answer refused = ask(paul, "publish", Map.of("source", projects(11), "effectiveAt", never));
            assertThat(refused.status()).as(never + refused.text()).isEqualTo(400);
            assertThat(refused.text()).as(never).contains("/content/effectiveAt");
        }
        String exact =
                asked(paul, "publish", Map.of("source", projects(12), "effectiveAt", "2026-07-20T00:00:00.123456789Z"));
        assertThat(one(exact).path("content").path("effectiveAt").asString())
                .as("as a plan of it is kept")
                .isEqualTo("2026-07-20T00:00:00.123456Z");
        decide(paul, exact, "withdraw");

        assertThat(publish("?effectiveAt=2026-08-01T00:00:00Z", projects(13)).status())
                .isEqualTo(200);
        assertThat(ask(paul, "publish", Map.of("source", projects(14))).code()).isEqualTo("CHANGE_PENDING");
        assertThat(ask(paul, "publish", Map.of("source", projects(14), "effectiveAt", "2026-07-31T00:00:00Z"))
                        .code())
                .isEqualTo("CHANGE_PENDING");
        String after = asked(paul, "publish", Map.of("source", projects(14), "effectiveAt", "2026-08-15T00:00:00Z"));
        assertThat(decide(rita, after, "approve").json().path("state").asString())
                .isEqualTo("executed");
        for (int pending = 0; pending < 2; pending++) { // or nothing could be published before them
            assertThat(as(paul, "/v1/catalog/revisions/" + revision() + "/withdraw", Map.of("reason", "a test"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName(
            "M12: a list of what waits reads no catalog file, which may be megabytes; the one has it, and what is short is listed")
    void leavesCatalogFilesToTheOne() {
        String publish = asked(paul, "publish", Map.of("source", projects(31)));
        String override = asked(
                paul,
                "override",
                Map.of(
                        "customer", "acme",
                        "feature", "sso",
                        "effect", "grant",
                        "value", true,
                        "validUntil", "2030-01-01T00:00:00Z"));

        // Each of them was read and parsed whole, for each row of a list and on everybody's home page (tried).
        assertThat(listed(publish).path("content").isNull()).isTrue();
        assertThat(listed(publish).path("contentSha256")).isEqualTo(one(publish).path("contentSha256"));
        assertThat(one(publish).path("content").path("source").asString()).isEqualTo(projects(31));
        assertThat(listed(override).path("content").path("customer").asString()).isEqualTo("acme");

        Set<String> authors =
                store.bean(Approvals.class).find(publish).orElseThrow().askedIds();
        assertThat(waitingFor(Set.of("person:another"), Set.of(Right.APPROVE, Right.PUBLISH)))
                .contains(publish);
        assertThat(waitingFor(Set.of("person:another"), Set.of(Right.PUBLISH))).isEmpty();
        assertThat(waitingFor(Set.of("person:another"), Set.of(Right.APPROVE))).isEmpty();
        assertThat(waitingFor(authors, Set.of(Right.APPROVE, Right.PUBLISH))).doesNotContain(publish, override);
    }

    private static List<String> waitingFor(Set<String> identities, Set<Right> rights) {
        return store
                .bean(Approvals.class)
                .waitingFor(new Caller("x", "x", rights, null, identities, null), 100)
                .stream()
                .map(Approval::id)
                .toList();
    }

    private static JsonNode listed(String id) {
        return store.get("/v1/approvals?state=pending&limit=1000")
                .json()
                .path("data")
                .valueStream()
                .filter(row -> row.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("S-8: what nobody decided in time is in nobody's way: who asks and decides at once does so")
    void decidesAtOnceWhatHadExpired() {
        String old = asked(paul, "publish", Map.of("source", projects(21)));
        InstantSource eightDaysOn = () -> Instant.now().plus(Duration.ofDays(8));
        var then = new Approvals(
                store.bean(ApprovalRows.class),
                store.bean(Kinds.class),
                store.bean(ApprovalTrail.class),
                store.bean(PlatformTransactionManager.class),
                eightDaysOn);
        var reviewer = new Caller("rita", "rita", EnumSet.allOf(Right.class), null, Set.of("person:the-second"), null);
        var same = new Approvals.Asked(
                "publish",
                JSON.valueToTree(Map.of("source", projects(21))),
                "it is urgent",
                null,
                Duration.ofDays(30)); // it is drawn up now, and decided in eight days

        // It was in the way until housekeeping came by: APPROVAL_EXPIRED, ask again (tried).
        Approval done = then.decideNow(same, Set.of("person:the-first"), "paul", reviewer);

        assertThat(done.state()).isEqualTo(Approval.State.EXECUTED);
        assertThat(done.id()).isNotEqualTo(old);
        assertThat(one(old).path("state").asString()).isEqualTo("expired");
    }
}
