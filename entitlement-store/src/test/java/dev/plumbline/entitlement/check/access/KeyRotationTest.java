package dev.plumbline.entitlement.check.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.check.people.Somebody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Keys are found, and changed without a gap: the next one works before the last one stops. */
class KeyRotationTest {
    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.start();
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static JsonNode issue(String name, String more) {
        Answer issued = store.post("/v1/api-keys", "{\"name\":\"%s\",\"scopes\":[\"read\"]%s}".formatted(name, more));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        return issued.json();
    }

    private static Answer rotate(JsonNode key, String body) {
        return store.post("/v1/api-keys/" + key.path("id").asString() + "/rotate", body, "X-Reason", "every year");
    }

    private static int reads(JsonNode key) {
        return store.get(
                        "/v1/customers",
                        "Authorization",
                        "Bearer " + key.path("secret").asString())
                .status();
    }

    private static JsonNode shown(JsonNode key) {
        return store.get("/v1/api-keys/" + key.path("id").asString()).json();
    }

    @Test
    @DisplayName(
            "S-7 a key that is rotated works for a day beside the next one, which is like it; both steps are in the audit")
    void worksBesideTheNextOne() {
        JsonNode old = issue("shop", ",\"expiresAt\":\"2099-01-01T00:00:00Z\"");
        Answer answer = rotate(old, "{}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        JsonNode next = answer.json();
        assertThat(next.path("secret").asString())
                .startsWith("plk_")
                .isNotEqualTo(old.path("secret").asString());
        assertThat(reads(old)).isEqualTo(200);
        assertThat(reads(next)).isEqualTo(200);

        JsonNode left = shown(old);
        assertThat(left.path("replacedBy").asString()).isEqualTo(next.path("id").asString());
        assertThat(Instant.parse(left.path("expiresAt").asString()))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
        JsonNode kept = shown(next);
        assertThat(kept.path("replaces").asString()).isEqualTo(old.path("id").asString());
        assertThat(kept.path("name").asString()).isEqualTo("shop");
        assertThat(kept.path("scopes").toString()).isEqualTo("[\"read\"]");
        assertThat(Instant.parse(kept.path("expiresAt").asString()))
                .as("as long as the old one was to live")
                .isAfter(Instant.parse("2098-12-31T00:00:00Z"));
        assertThat(kept.has("secret")).isFalse();
        assertThat(store.jdbc()
                        .sql("select action || ': ' || reason from audit where object_ref in (:ids) order by id")
                        .param(
                                "ids",
                                List.of(
                                        old.path("id").asString(),
                                        next.path("id").asString()))
                        .query(String.class)
                        .list())
                .containsExactly("api-key.issued: by API", "api-key.issued: every year", "api-key.rotated: every year");
    }

    @Test
    void stopsAtOnceWhereItIsKnownToOthers() {
        JsonNode old = issue("leaked", "");
        JsonNode next = rotate(old, "{\"overlap\":\"PT0S\"}").json();
        assertThat(reads(old)).isEqualTo(401);
        assertThat(reads(next)).isEqualTo(200);
        assertThat(shown(old).path("state").asString()).isEqualTo("expired");
        assertThat(shown(next).path("expiresAt").isNull()).isTrue();
        assertThat(rotate(old, "{}").code()).isEqualTo("KEY_NOT_IN_FORCE");
        for (String body : List.of(
                "{\"overlap\":\"PT-1S\"}", "{\"overlap\":\"P91D\"}", "{\"expiresAt\":\"2001-01-01T00:00:00Z\"}")) {
            assertThat(rotate(next, body).status()).as(body).isEqualTo(400);
        }
        assertThat(store.post("/v1/api-keys/" + UUID.randomUUID() + "/rotate", "{}")
                        .code())
                .isEqualTo("KEY_UNKNOWN");
    }

    @Test
    @DisplayName("A key has one successor: of two who rotate it at the same time the second is refused")
    void hasOneSuccessor() throws Exception {
        JsonNode old = issue("twice", "");
        var barrier = new CyclicBarrier(2);
        Callable<Answer> both = () -> {
            barrier.await();
            return rotate(old, "{}");
        };
        try (var threads = Executors.newFixedThreadPool(2)) {
            assertThat(threads.invokeAll(List.of(both, both)).stream()
                            .map(answer -> answer.resultNow().status())
                            .sorted()
                            .toList())
                    .containsExactly(201, 409);
        }
    }

    @Test
    @DisplayName("S-8 a key and those that took its place are one to four-eyes rules, whoever rotated it")
    void isOneWithTheKeysOfItsLine() {
        Somebody.with(store, "ada", "admin");
        Somebody.with(store, "eve", "admin");
        Answer first = store.post(
                "/v1/api-keys",
                "{\"name\":\"robot\",\"scopes\":[\"write\"]}",
                "Authorization",
                "Bearer " + Somebody.key(store, "ada", "admin"));
        Answer second = store.post(
                "/v1/api-keys/" + first.json().path("id").asString() + "/rotate",
                "{}",
                "Authorization",
                "Bearer " + Somebody.key(store, "eve", "admin"));
        JsonNode third = rotate(second.json(), "{}").json();
        Caller oldest = caller(first.json());
        assertThat(caller(second.json()).isOneOf(oldest.identities())).isTrue();
        // With the identity of the key itself instead of its line's this was false (tried).
        assertThat(caller(third).isOneOf(oldest.identities())).isTrue();
        assertThat(caller(third).identities()).isNotEqualTo(oldest.identities());
        assertThat(caller(issue("other", "")).isOneOf(oldest.identities())).isFalse();
    }

    private static Caller caller(JsonNode key) {
        return store.bean(KnownKeys.class)
                .find(Secret.sha256(key.path("secret").asString()))
                .orElseThrow();
    }

    @Test
    @DisplayName("Keys are found by name, by how they begin, by person, by state and by when they end, in pages")
    void findsKeys() {
        Somebody.with(store, "ines", "viewer");
        JsonNode hers = issue(
                "find me",
                ",\"person\":\"ines\",\"expiresAt\":\"%s\""
                        .formatted(Instant.now().plus(Duration.ofDays(3))));
        issue("find me too", ",\"person\":\"ines\"");
        JsonNode gone = issue("Find me not", "");
        store.delete("/v1/api-keys/" + gone.path("id").asString());
        assertThat(names("?q=FIND%20me")).containsExactly("find me", "find me too", "Find me not");
        assertThat(names("?q=" + hers.path("prefix").asString().substring(4))).containsExactly("find me");
        assertThat(names("?person=ines")).containsExactly("find me", "find me too");
        assertThat(names("?q=find&state=revoked")).containsExactly("Find me not");
        assertThat(names("?person=ines&endingBefore=" + Instant.now().plus(Duration.ofDays(7))))
                .containsExactly("find me");
        Answer first = store.get("/v1/api-keys?person=ines&limit=1");
        String cursor = Objects.requireNonNull(first.json().path("nextCursor").asString());
        assertThat(names("?person=ines&limit=1&cursor=" + cursor)).containsExactly("find me too");
        store.post("/v1/users/ines/disable", "{\"reason\":\"left\"}");
        assertThat(names("?state=resting")).containsExactly("find me", "find me too");
        assertThat(rotate(hers, "{}").code()).isEqualTo("KEY_NOT_IN_FORCE");
        assertThat(store.get("/v1/api-keys?state=odd").status()).isEqualTo(400);
        assertThat(store.get("/v1/api-keys?cursor=odd").status()).isEqualTo(400);
        assertThat(store.get("/v1/api-keys?q=" + hers.path("secret").asString()).code())
                .isEqualTo("KEY_IN_URL");
    }

    private static List<String> names(String query) {
        return store.get("/v1/api-keys" + query).json().path("data").findValuesAsString("name");
    }
}
