package dev.plumbline.entitlement.check.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route by every scope, and what becomes of keys that are not right. */
class AccessTest {
    private static RunningStore store;
    private static final Map<Scope, String> KEYS = new EnumMap<>(Scope.class);

    @BeforeAll
    static void start() {
        store = RunningStore.start("plumbline.test-clock=true");
        for (Scope scope : Scope.values()) {
            KEYS.put(scope, issue(scope.key(), "\"" + scope.key() + "\"", ""));
        }
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static String key(Scope scope) {
        return Objects.requireNonNull(KEYS.get(scope));
    }

    private static String issue(String name, String scopes, String more) {
        Answer issued = store.post("/v1/api-keys", "{\"name\":\"%s\",\"scopes\":[%s]%s}".formatted(name, scopes, more));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        return issued.json().get("secret").asString();
    }

    private static Answer as(String key, String method, String path) {
        return store.send(
                method,
                path,
                method.equals("GET") || method.equals("DELETE") ? null : "{}",
                "Authorization",
                "Bearer " + key,
                // Of a stream that has no end, the refusal of a place that it does not have is answer enough.
                "Last-Event-ID",
                "9223372036854775807");
    }

    private static String filledIn(String path) {
        return path.replaceAll("\\{id}", "00000000-0000-0000-0000-000000000000").replaceAll("\\{[^}]+}", "nobody");
    }

    @Test
    @DisplayName("S-8 every route that is served is listed with its scope, once, and every listed route is served")
    void listsEveryRouteOnce() {
        Set<String> served = new TreeSet<>();
        for (RequestMappingInfo mapping : store.bean(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()) {
            for (String path : mapping.getPatternValues()) {
                if (path.startsWith("/v1/") || path.startsWith("/ofrep/")) {
                    assertThat(mapping.getMethodsCondition().getMethods())
                            .as(path)
                            .isNotEmpty();
                    mapping.getMethodsCondition().getMethods().forEach(method -> served.add(method + " " + path));
                }
            }
        }
        List<String> listed = store.bean(AccessTable.class).rules().stream()
                .map(rule -> rule.method() + " " + rule.path())
                .toList();
        assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    @DisplayName("S-8 a key may use the routes of its scopes and no others; admin may use all")
    void allowsEachScopeItsRoutesOnly() {
        for (RouteRule rule : store.bean(AccessTable.class).rules()) {
            for (Scope scope : Scope.values()) {
                Answer answer = as(key(scope), rule.method().name(), filledIn(rule.path()));
                String tried = scope + " " + rule + " " + answer.text();
                if (rule.right().scopes().contains(scope) || scope == Scope.ADMIN) {
                    assertThat(answer.status()).as(tried).isNotIn(401, 403);
                } else {
                    assertThat(answer.status()).as(tried).isEqualTo(403);
                    assertThat(answer.text())
                            .as(tried)
                            .contains(rule.right().scopes().stream()
                                    .findFirst()
                                    .orElse(Scope.ADMIN)
                                    .key());
                }
            }
        }
        store.delete("/v1/test-clock");
    }

    @Test
    void asksNobodyInWithoutAKey() {
        for (RouteRule rule : store.bean(AccessTable.class).rules()) {
            Answer answer = store.send(
                    rule.method().name(), filledIn(rule.path()), null, "Authorization", "", "Content-Type", "");
            assertThat(answer.status()).as(rule.toString()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(answer.json().isObject()).isTrue();
        }
        assertThat(store.get("/v1/nothing/here", "Authorization", "").status()).isEqualTo(401);
    }

    @Test
    void answersWhatIsNotListedAsNotThere() {
        assertThat(store.get("/v1/nothing/here").status()).isEqualTo(404);
        assertThat(store.get("/v1/nothing/here").code()).isEqualTo("NOT_FOUND");
        Answer method = store.delete("/v1/customers/acme");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(method.header("Allow")).isEqualTo("GET, PUT");
    }

    @Test
    void takesAKeyInEitherHeader() {
        String key = key(Scope.READ);
        assertThat(store.get("/v1/customers", "Authorization", "", "X-API-Key", key)
                        .status())
                .isEqualTo(200);
        assertThat(store.get("/v1/customers", "Authorization", "bearer " + key).status())
                .isEqualTo(200);
        assertThat(store.get("/v1/customers", "Authorization", "Basic " + key).status())
                .isEqualTo(401);
        assertThat(store.get("/v1/customers", "Authorization", "Bearer " + key + "x")
                        .code())
                .isEqualTo("KEY_UNKNOWN");
        assertThat(store.get("/v1/customers", "Authorization", "Bearer ").status())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("S-7 a key in the URL is refused, even beside a good one in a header")
    void refusesAKeyInTheUrl() {
        String key = key(Scope.READ);
        for (String query : List.of("api_key=" + key, "access_token=x", "q=" + key, key, "X-Api-Key=1")) {
            Answer answer = store.get("/v1/customers?" + query);
            assertThat(answer.status()).as(query).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("KEY_IN_URL");
            assertThat(answer.text()).doesNotContain(key);
        }
    }

    @Test
    void shutsOutARevokedKey() {
        String key = issue("leaver", "\"read\"", "");
        assertThat(as(key, "GET", "/v1/customers").status()).isEqualTo(200);
        String id = store.jdbc()
                .sql("select id::text from api_key where name = 'leaver'")
                .query(String.class)
                .single();
        assertThat(store.delete("/v1/api-keys/" + id).status()).isEqualTo(204);
        assertThat(as(key, "GET", "/v1/customers").status()).isEqualTo(401);
        assertThat(store.delete("/v1/api-keys/" + id).status()).isEqualTo(204);
        assertThat(store.delete("/v1/api-keys/00000000-0000-0000-0000-000000000000")
                        .code())
                .isEqualTo("KEY_UNKNOWN");
    }

    @Test
    void shutsOutAnExpiredKey() {
        String key = issue("guest", "\"read\"", ",\"expiresAt\":\"2099-01-01T00:00:00Z\"");
        assertThat(as(key, "GET", "/v1/customers").status()).isEqualTo(200);
        store.jdbc()
                .sql("update api_key set expires_at = now() - interval '1 second' where name = 'guest'")
                .update();
        store.bean(KnownKeys.class).forget();
        assertThat(as(key, "GET", "/v1/customers").status()).isEqualTo(401);
    }

    @Test
    void refusesKeysThatMakeNoSense() {
        for (String body : List.of(
                "{}",
                "{\"name\":\"x\"}",
                "{\"name\":\"x\",\"scopes\":[]}",
                "{\"name\":\"x\",\"scopes\":[\"root\"]}",
                "{\"name\":\"x\",\"scopes\":[null]}",
                "{\"name\":\"\",\"scopes\":[\"read\"]}",
                "{\"name\":\"a\\nb\",\"scopes\":[\"read\"]}",
                "{\"name\":\"a\\u0000b\",\"scopes\":[\"read\"]}",
                "{\"name\":\"x\",\"scopes\":[\"read\"],\"expiresAt\":\"+999999999-01-01T00:00:00Z\"}",
                "{\"name\":\"plumbline\",\"scopes\":[\"read\"]}",
                "{\"name\":\"x\",\"scopes\":[\"read\"],\"expiresAt\":\"2001-01-01T00:00:00Z\"}",
                "{\"name\":\"x\",\"scopes\":[\"read\"],\"secret\":\"mine\"}")) {
            Answer answer = store.post("/v1/api-keys", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json().get("errors").get(0).get("pointer").asString())
                    .as(body)
                    .startsWith("/");
        }
    }

    @Test
    @DisplayName("S-7 the secret is shown once, and no dump of the database holds it")
    void keepsNoSecret() {
        String key = issue("dumped", "\"read\"", "");
        assertThat(key).matches("plk_[A-Za-z0-9_]{43,}");
        store.get("/v1/customers", "Authorization", "Bearer " + key);
        assertThat(store.get("/v1/api-keys").text()).contains("dumped").doesNotContain(key);
        assertThat(dump(store.jdbc())).contains("dumped").doesNotContain(key).doesNotContain(key.substring(12));
    }

    private static String dump(JdbcClient jdbc) {
        var dump = new StringBuilder();
        jdbc.sql("select table_name from information_schema.tables where table_schema = 'public'")
                .query(String.class)
                .list()
                .forEach(table -> jdbc.sql("select t::text from " + table + " t")
                        .query(String.class)
                        .list()
                        .forEach(row -> dump.append(row).append('\n')));
        return dump.toString();
    }

    @Test
    void refusesToStartWithAShortFirstKey() {
        assertThatThrownBy(() -> new BootstrapKey("short"))
                .hasMessageContaining("PLUMBLINE_BOOTSTRAP_KEY")
                .hasMessageContaining("32")
                .hasMessageNotContaining("short");
        assertThat(new BootstrapKey("").find(Secret.sha256(""))).isEmpty();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void saysWithoutAStackTraceThatTheFirstKeyIsShort(CapturedOutput output) {
        assertThatThrownBy(() -> RunningStore.start("plumbline.bootstrap-key=short"))
                .isInstanceOf(BeanCreationException.class)
                .hasRootCauseInstanceOf(WeakKey.class);
        assertThat(output.getAll())
                .contains(
                        "APPLICATION FAILED TO START",
                        "PLUMBLINE_BOOTSTRAP_KEY has 5 characters",
                        "openssl rand -hex 32")
                .doesNotContain("\tat ");
    }
}
