package dev.plumbline.entitlement.check.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.check.TestCatalog;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** S-12: what is wrong is said by status, code and place; never by a stack trace, a class or an empty body. */
class BadInputTest {
    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.start("spring.mvc.problemdetails.enabled=true"); // as the service does
        store.post("/v1/catalog/publish", TestCatalog.YAML, "Content-Type", "application/yaml");
        store.put("/v1/customers/acme", "{}");
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    static Stream<Arguments> badRequests() {
        String check = "/v1/customers/acme/entitlements/sso";
        return Stream.of(
                arguments("PUT", "/v1/customers/acme", "{", 400, "BODY_MALFORMED", ""),
                arguments("PUT", "/v1/customers/acme", "", 400, "BODY_MALFORMED", ""),
                arguments("PUT", "/v1/customers/acme", "null", 400, "BODY_MALFORMED", ""),
                arguments("PUT", "/v1/customers/acme", "[]", 400, "BODY_MALFORMED", ""),
                arguments("PUT", "/v1/customers/acme", "{} {}", 400, "", ""),
                arguments("PUT", "/v1/customers/acme", "{\"name\":\"a\",\"name\":\"b\"}", 400, "", ""),
                arguments("PUT", "/v1/customers/acme", "{\"nam\":\"a\"}", 400, "BODY_MALFORMED", "/nam"),
                arguments("PUT", "/v1/customers/acme", "{\"version\":1}", 400, "BODY_MALFORMED", "/version"),
                arguments("PUT", "/v1/customers/acme", "{\"name\":{}}", 400, "BODY_MALFORMED", "/name"),
                arguments("PUT", "/v1/customers/acme", "{\"name\":\" \"}", 400, "INVALID_BODY", "/name"),
                arguments("PUT", "/v1/customers/acme", "{\"name\":\"a\\u0000b\"}", 400, "INVALID_BODY", "/name"),
                arguments(
                        "PUT",
                        "/v1/customers/acme",
                        "{\"name\":\"" + "x".repeat(256) + "\"}",
                        400,
                        "INVALID_BODY",
                        "/name"),
                arguments("PUT", "/v1/customers/acme", "{\"country\":\"Finland\"}", 400, "INVALID_BODY", "/country"),
                arguments("PUT", "/v1/customers/acme", "{\"country\":\"XX\"}", 400, "INVALID_BODY", "/country"),
                arguments("PUT", "/v1/customers/acme", "{\"key\":\"other\"}", 400, "INVALID_BODY", "/key"),
                arguments("PUT", "/v1/customers/acme", "{\"attributes\":[]}", 400, "BODY_MALFORMED", "/attributes"),
                arguments(
                        "PUT",
                        "/v1/customers/acme",
                        "{\"attributes\":{\"a\":{}}}",
                        400,
                        "BODY_MALFORMED",
                        "/attributes/a"),
                arguments(
                        "PUT",
                        "/v1/customers/acme",
                        "{\"attributes\":{\"a/b\":null}}",
                        400,
                        "INVALID_BODY",
                        "/attributes/a~1b"),
                arguments("PUT", "/v1/customers/acme", "{\"name\":17}", 400, "BODY_MALFORMED", "/name"),
                arguments("PUT", "/v1/customers/acme", "{\"name\":true}", 400, "BODY_MALFORMED", "/name"),
                arguments("PUT", "/v1/customers/acme", "{\"name\":[\"A\"]}", 400, "BODY_MALFORMED", "/name"),
                arguments("PUT", "/v1/customers/acme", "{\"name\":{\"a\":1}}", 400, "BODY_MALFORMED", "/name"),
                arguments("PUT", "/v1/customers/acme", "{\"country\":1.5}", 400, "BODY_MALFORMED", "/country"),
                arguments("PUT", "/v1/customers/acme", "{\"key\":1}", 400, "BODY_MALFORMED", "/key"),
                arguments("GET", check + "?requested=abc", null, 400, "PARAMETER_MALFORMED", "requested"),
                arguments("GET", check + "?level=email", null, 400, "INVALID_PARAMETER", "level"),
                arguments("GET", check + "/explain?level=email", null, 400, "INVALID_PARAMETER", "level"),
                arguments("GET", check + "?at=yesterday", null, 400, "PARAMETER_MALFORMED", "at"),
                arguments("GET", check + "?at=%2B1000000000-12-31T23:59:59Z", null, 400, "INVALID_PARAMETER", "at"),
                arguments("GET", check + "?knownAt=2026-13-01T00:00:00Z", null, 400, "PARAMETER_MALFORMED", "knownAt"),
                arguments("GET", check + "?maxAge=5", null, 400, "PARAMETER_MALFORMED", "maxAge"),
                arguments("GET", check + "?maxAge=-PT5S", null, 400, "INVALID_PARAMETER", "maxAge"),
                arguments("GET", check + "?minVersion=one", null, 400, "PARAMETER_MALFORMED", "minVersion"),
                arguments("GET", check + "?minVersion=-1", null, 400, "INVALID_PARAMETER", "minVersion"),
                arguments("GET", check + "?consistency=eventual", null, 400, "INVALID_PARAMETER", "consistency"),
                arguments("GET", check + "?requested=0", null, 400, "INVALID_PARAMETER", "requested"),
                arguments("GET", check + "?requested=-1", null, 400, "INVALID_PARAMETER", "requested"),
                arguments("GET", check + "?requested=NaN", null, 400, "PARAMETER_MALFORMED", "requested"),
                arguments("GET", check + "?requested=1e999999999", null, 400, "INVALID_PARAMETER", "requested"),
                arguments(
                        "GET",
                        check + "?at=2027-01-01T00:00:00Z&consistency=strict",
                        null,
                        400,
                        "INVALID_PARAMETER",
                        "at"),
                arguments("GET", "/v1/customers?limit=0", null, 400, "INVALID_PARAMETER", "limit"),
                arguments("GET", "/v1/customers?limit=1001", null, 400, "INVALID_PARAMETER", "limit"),
                arguments("GET", "/v1/customers?limit=ten", null, 400, "PARAMETER_MALFORMED", "limit"),
                arguments("GET", "/v1/customers?cursor=%21", null, 400, "INVALID_PARAMETER", "cursor"),
                arguments("GET", "/v1/audit?cursor=abcd", null, 400, "INVALID_PARAMETER", "cursor"),
                arguments("GET", "/v1/audit?from=x", null, 400, "PARAMETER_MALFORMED", "from"),
                arguments("GET", "/v1/breaks?state=closed", null, 400, "INVALID_PARAMETER", "state"),
                arguments("POST", "/v1/checks", "{}", 400, "INVALID_BODY", "/checks"),
                arguments("POST", "/v1/checks", "{\"checks\":{}}", 400, "BODY_MALFORMED", "/checks"),
                arguments(
                        "POST",
                        "/v1/checks",
                        "{\"checks\":[{\"customer\":1e5,\"feature\":[]}]}",
                        400,
                        "BODY_MALFORMED",
                        "/checks/0/feature"),
                arguments("DELETE", "/v1/api-keys/1", null, 400, "PARAMETER_MALFORMED", "id"),
                arguments(
                        "PUT",
                        "/v1/customers/acme/links/Stripe/default/cus_1",
                        "",
                        400,
                        "INVALID_PARAMETER",
                        "provider"),
                arguments(
                        "PUT",
                        "/v1/customers/acme/links/stripe/DEFAULT/cus_1",
                        "",
                        400,
                        "INVALID_PARAMETER",
                        "account"),
                arguments("PUT", "/v1/customers/nobody/links/stripe/default/cus_1", "", 404, "CUSTOMER_UNKNOWN", ""),
                arguments("DELETE", "/v1/customers/acme/links/stripe/default/cus_1", null, 404, "LINK_UNKNOWN", ""),
                arguments("GET", "/v1/customers/nobody", null, 404, "CUSTOMER_UNKNOWN", ""),
                arguments("GET", "/v1/customers/nobody/links", null, 404, "CUSTOMER_UNKNOWN", ""),
                arguments("GET", "/v1/customers/nobody/timeline", null, 404, "CUSTOMER_UNKNOWN", ""),
                arguments("GET", "/v1/catalog/matrix?market=atlantis", null, 400, "INVALID_PARAMETER", "market"),
                arguments("GET", "/v1/test-clock", null, 404, "NOT_FOUND", ""),
                arguments("POST", "/v1/nothing", "{}", 404, "NOT_FOUND", ""),
                arguments("PATCH", "/v1/customers/acme", "{}", 405, "METHOD_NOT_ALLOWED", "method"),
                arguments("GET", "/v1/customers/a%0Ab", null, 400, "INVALID_URL", ""),
                arguments("GET", "/v1/customers/a;b/entitlements", null, 400, "INVALID_URL", ""),
                arguments("GET", "/v1/customers/..%2F..%2Fetc/entitlements", null, 404, "CUSTOMER_UNKNOWN", ""));
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3} {4} {5}")
    @MethodSource("badRequests")
    void saysWhatIsWrongAndWhere(String method, String path, String body, int status, String code, String where) {
        Answer answer = store.send(method, path, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("title").asString()).isNotBlank();
        assertThat(answer.code()).as(answer.text()).isNotBlank();
        if (!code.isEmpty()) {
            assertThat(answer.code()).as(answer.text()).isEqualTo(code);
        }
        if (!where.isEmpty()) {
            var error = answer.json().get("errors").get(0);
            assertThat(error.path("pointer").asString("")
                            + error.path("parameter").asString(""))
                    .as(answer.text())
                    .isEqualTo(where);
        }
        assertThat(answer.text())
                .doesNotContain("Exception", "dev.plumbline", "org.springframework", "tools.jackson", "\tat ");
    }

    @Test
    void asksForAnotherMediaType() {
        Answer form = store.post("/v1/checks", "a=b", "Content-Type", "application/x-www-form-urlencoded");
        assertThat(form.status()).isEqualTo(415);
        assertThat(form.code()).isEqualTo("MEDIA_TYPE_UNSUPPORTED");
        assertThat(form.json().get("errors").get(0).toString())
                .contains("\"header\":\"Content-Type\"", "application/json")
                .doesNotContain("urlencoded");
        Answer csv = store.get("/v1/customers", "Accept", "text/csv");
        assertThat(csv.status()).isEqualTo(406);
        assertThat(csv.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(csv.code()).isEqualTo("NOT_ACCEPTABLE");
        assertThat(csv.json().get("errors").get(0).get("header").asString()).isEqualTo("Accept");
        Answer json = store.post("/v1/catalog/publish", "{}");
        assertThat(json.status()).isEqualTo(415);
        Answer html = store.get("/v1/customers/nobody", "Accept", "text/html");
        assertThat(html.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    @DisplayName("S-3 a body larger than 5 MiB is refused, also when it does not say how long it is")
    void refusesLargeBodies() throws Exception {
        String large = "{\"checks\":[" + " ".repeat(6 * 1024 * 1024) + "]}";
        assertThat(store.post("/v1/checks", large).code()).isEqualTo("TOO_LARGE");

        byte[] bytes = large.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : new String[] {"/v1/checks", "/v1/api-keys"}) {
                var chunked = HttpRequest.newBuilder(store.uri(path))
                        .header("Authorization", "Bearer " + RunningStore.ADMIN)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "large")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes)))
                        .build();
                var answer = client.send(chunked, BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
                assertThat(answer.body()).contains("TOO_LARGE");
            }
        }
    }

    @Test
    @DisplayName("S-3 S-8 a path whose beginning is encoded slips past no rule that looks at how it begins")
    void refusesAnEncodedBeginning() {
        for (String path : new String[] {"/%761/customers", "/v%31/customers", "/%6Ffrep/v1/evaluate/flags"}) {
            Answer answer = store.get(path);
            assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("INVALID_URL");
        }
        assertThat(store.get("/v1/customers/acm%65").status())
                .as("a key may be")
                .isEqualTo(200);
    }

    @Test
    @DisplayName(
            "F-33 a zero character, which no text in the database can hold, is the sender's mistake wherever it stands")
    void refusesAZeroCharacter() {
        for (String path : new String[] {"/v1/migrations?plan=a%00", "/v1/users/a%00b"}) {
            Answer answer = store.get(path);
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.text()).doesNotContain("SQL", "INTERNAL_ERROR");
        }
    }

    @Test
    @DisplayName("F-35 a body nested thousands of levels deep is refused, and no stack overflows")
    void refusesDeepBodies() {
        Answer deep = store.post("/v1/checks", "{\"checks\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");
        assertThat(deep.status()).as(deep.text()).isEqualTo(400);
        assertThat(deep.code()).isNotBlank();
    }

    @Test
    @DisplayName("S-25 answers about a customer are not kept by caches in between")
    void forbidsCachesInBetween() {
        assertThat(store.get("/v1/customers/acme/entitlements/sso").header("Cache-Control"))
                .contains("no-store");
        assertThat(store.get("/v1/customers/acme/entitlements").header("Cache-Control"))
                .contains("private");
    }
}
