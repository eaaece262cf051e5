package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Commands against answers that a real server gives seldom: slow plans, odd names, refusals of every kind. Checked to fail: without
 * Printable, and without the refusal of other machines.
 */
class StubbedCommandsTest {
    private static final String ESCAPES = "\u001B[2J\u001B]0;owned\u0007\u202Enames\u009B31m";
    private static final String ESCAPES_IN_JSON = "\\u001b[2J\\u001b]0;owned\\u0007\u202Enames\u009B31m";

    @TempDir
    Path folder;

    private final StubServer server = new StubServer();
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        file = Files.writeString(folder.resolve("catalog.yaml"), "format: 1\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    // breaks and replay

    private static final String BREAKS = """
            {"data":[{"id":7,"type":"QUARANTINED","severity":"high","side":"neutral","state":"open","customer":null,
                      "subject":{"provider":"stripe","account":"default","providerCustomer":"cus_1"},"detail":"it throws",
                      "mend":"Mend what the detail names","ageDays":3,"reopened":1}],"nextCursor":null}""";

    @Test
    @DisplayName("04: breaks ends with 2 when there are any, says how each is mended, and asks for what it was asked")
    void showsBreaks() {
        server.answers("GET /v1/breaks", 200, BREAKS)
                .answers("GET /v1/breaks", 200, "{\"data\":[],\"nextCursor\":null}");

        Typed found = server.terminal().type("breaks", "--severity", "high", "--customer", "a b");
        assertThat(found.exit()).isEqualTo(2);
        assertThat(found.out())
                .contains("QUARANTINED")
                .contains("stripe/default/cus_1")
                .contains("3 again");
        assertThat(found.err()).contains("mend QUARANTINED: Mend what the detail names");
        assertThat(server.asked().getFirst().path())
                .isEqualTo("/v1/breaks?severity=high&customer=a%20b&state=open&limit=500");

        Typed none = server.terminal().type("breaks");
        assertThat(none.exit()).isZero();
        assertThat(none.out()).isEmpty();
    }

    @Test
    @DisplayName(
            "04: reconcile waits for the end of the run; 0 when all fits, 2 when something differed or is held, 1 when it failed")
    void waitsForTheEndOfARun() {
        String run = """
                {"id":4,"provider":"stripe","account":"default","status":"%s","progress":{"step":"list","done":1,"of":2},
                 "totals":{"listed":2,"known":2,"differences":%d},"outcomes":{},"hold":{"reason":"too many"},"failure":null}""";
        server.answers("POST /v1/reconciliations", 202, run.formatted("PENDING", 0))
                .answers("GET /v1/reconciliations/4", 200, run.formatted("COMPLETED", 0))
                .answers("GET /v1/reconciliations/4", 200, run.formatted("COMPLETED", 1))
                .answers("GET /v1/reconciliations/4", 200, run.formatted("HELD", 1))
                .answers("GET /v1/reconciliations/4", 200, run.formatted("FAILED", 1));

        assertThat(server.terminal()
                        .type("reconcile", "--dry-run", "--account", "default")
                        .exit())
                .isZero();
        assertThat(server.asked().getFirst().body()).contains("\"mode\":\"report\"", "\"account\":\"default\"");
        assertThat(server.terminal().type("reconcile").exit()).isEqualTo(2);
        Typed held = server.terminal().type("reconcile");
        assertThat(held.exit()).isEqualTo(2);
        assertThat(held.out()).contains("HELD").contains("too many").contains("a second person");
        assertThat(server.terminal().type("reconcile").exit()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "S-22 replay sends the reason and goes on until there are no more; what the server refuses it passes on")
    void replaysInPages() {
        server.answers("POST /v1/subjects/replay", 202, "{\"subjects\":1000,\"nextCursor\":\"abc\"}")
                .answers("POST /v1/subjects/replay", 202, "{\"subjects\":12,\"nextCursor\":null}");

        Typed typed = server.terminal().type("replay", "--subjects", "quarantined", "--reason", "mended");
        assertThat(typed.exit()).isZero();
        assertThat(typed.out()).contains("1012 subjects");
        assertThat(server.asked().getFirst().body()).isEqualTo("{\"reason\":\"mended\",\"state\":\"quarantined\"}");
        assertThat(server.asked().get(1).body()).contains("\"cursor\":\"abc\"");

        server.answers(
                "POST /v1/inbox/9/replay",
                429,
                "{\"code\":\"REPLAY_LIMIT\",\"title\":\"Too Many Requests\",\"detail\":\"wait 90 s\",\"status\":429}");
        Typed refused = server.terminal().type("replay", "--delivery", "9", "--reason", "mended");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("wait 90 s");
        Typed vague = server.terminal().type("replay", "--reason", "mended");
        assertThat(vague.exit()).isEqualTo(1);
        assertThat(vague.err()).contains("--subjects quarantined");
    }

    // the audit

    @Test
    @DisplayName("S-13: audit verify ends with 0 when the chain holds and with 2 when it does not, and names the row")
    void verifiesTheAudit() {
        server.answers(
                        "POST /v1/audit/verify",
                        200,
                        "{\"valid\":true,\"rows\":12,\"firstBad\":null,\"problem\":null,\"keyless\":3,\"anchors\":2}")
                .answers("POST /v1/audit/verify", 200, """
                        {"valid":false,"rows":7,"firstBad":7,"keyless":0,"anchors":2,
                         "problem":{"code":"ROW_CHANGED","position":7,"detail":"the row is not what was sealed"}}""");

        Typed good = server.terminal().type("audit", "verify");
        assertThat(good.exit()).isZero();
        assertThat(good.out()).contains("valid 12 rows, 2 notes outside");
        assertThat(good.err()).contains("3 of them were sealed without a key");

        Typed bad = server.terminal().type("audit", "verify");
        assertThat(bad.exit()).isEqualTo(2);
        assertThat(bad.out()).contains("broken row 7 (ROW_CHANGED): the row is not what was sealed", "runbook");

        Typed json = server.terminal().type("audit", "verify", "--json");
        assertThat(json.exit()).isEqualTo(2);
        assertThat(json.json().path("firstBad").asInt()).isEqualTo(7);
    }

    // plan and whatif

    private static final String GOING =
            "{\"id\":\"p1\",\"base\":4,\"status\":\"RUNNING\",\"diff\":[],\"counts\":{},\"money\":{},\"progress\":{\"done\":10,\"of\":40}}";
    private static final String DONE = """
            {"id":"p1","base":4,"status":"COMPLETED","broad":true,"progress":{"done":40,"of":40},
             "diff":[{"kind":"GRANT_REMOVED","ref":"team@2","path":"/plans/team@2/grants/sso","sentence":"team@2 no longer grants sso",
                      "before":"granted","after":null,"effect":"CAN_ALTER_ANSWERS"}],
             "counts":{"customers":3,"gain":1,"lose":2,"byKind":{"LOST":2,"GAINED":1},"byFeature":{"sso":{"LOST":2}},"unresolved":1},
             "money":{"lose":{"customers":2,"perMonth":[{"currency":"EUR","amount":12345},{"currency":"JPY","amount":900}],"unknown":1},
                      "gain":{"customers":1,"perMonth":[],"unknown":0}}}""";

    @Test
    @DisplayName("04: a plan is waited for, and ends with 2 when anything changes")
    void waitsForAPlan() {
        server.answers("POST /v1/catalog/plan", 202, GOING)
                .answers("GET /v1/catalog/plans/p1", 200, GOING)
                .answers("GET /v1/catalog/plans/p1", 200, DONE);

        Typed typed =
                server.terminal().type("catalog", "plan", file.toString(), "--effective-at", "2027-01-01T00:00:00Z");

        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.out())
                .contains("~ team@2 no longer grants sso")
                .contains("3 get another answer, 1 gain, 2 lose")
                .contains("1 customers could not be looked at")
                .contains("123.45 EUR, 900 JPY, 1 without a known list price")
                .contains("broad: ");
        assertThat(typed.err()).contains("plan p1, made on revision 4").doesNotContain("[###");
        StubServer.Asked asked = server.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/v1/catalog/plan?wait=PT20S&effectiveAt=2027-01-01T00%3A00%3A00Z");
        assertThat(asked.body()).isEqualTo("format: 1\n");
        assertThat(asked.headers())
                .containsEntry("Content-type", "application/yaml")
                .containsEntry("Authorization", "Bearer plk_test_key");
    }

    @Test
    void showsProgressToPeopleOnly() {
        server.answers("POST /v1/catalog/plan", 202, GOING).answers("GET /v1/catalog/plans/p1", 200, DONE);

        Typed typed = server.terminal().seenByPeople().type("catalog", "plan", file.toString());

        assertThat(typed.err()).contains("\rlooking at customers [#######").contains("10 of 40");
        assertThat(typed.out()).contains("\u001B[33m~ \u001B[0m");
    }

    @Test
    void endsWithZeroWhenNothingChanges() {
        server.answers(
                "POST /v1/catalog/plan",
                200,
                "{\"id\":\"p2\",\"base\":4,\"status\":\"COMPLETED\",\"diff\":[],\"counts\":{\"customers\":0},\"money\":{}}");

        assertThat(server.terminal().type("catalog", "plan", file.toString()).exit())
                .isZero();
        Typed json = server.terminal().type("catalog", "plan", file.toString(), "--json");
        assertThat(json.json().path("id").asString()).isEqualTo("p2");
        assertThat(json.err()).isEmpty();
    }

    @Test
    void saysThatAPlanFailed() {
        server.answers(
                "POST /v1/catalog/plan",
                200,
                "{\"id\":\"p2\",\"status\":\"FAILED\",\"failure\":\"the node went away\",\"diff\":[],\"counts\":{}}");

        Typed typed = server.terminal().type("whatif", file.toString());
        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.err()).contains("FAILED the node went away");
    }

    @Test
    @DisplayName("M18 who loses most comes first, from every page of every kind of loss")
    void namesWhoLosesMost() {
        server.answers("POST /v1/catalog/plan", 200, DONE)
                .answers("GET /v1/catalog/plans/p1/changes", 200, """
                        {"data":[{"customer":"acme","feature":"sso","kind":"LOST","from":"2026-11-22T10:00:00Z",
                                  "before":"granted","after":"denied","reason":"NOT_IN_PLAN"}],"nextCursor":"c2"}""")
                .answers("GET /v1/catalog/plans/p1/changes", 200, """
                        {"data":[{"customer":"worst","feature":"sso","kind":"LOST","before":"granted","after":"denied"}],
                         "nextCursor":null}""")
                .answers("GET /v1/catalog/plans/p1/changes", 200, """
                        {"data":[{"customer":"worst","feature":"seats","kind":"LIMIT_DOWN","before":"5","after":"3"}],
                         "nextCursor":null}""")
                .answers("GET /v1/catalog/plans/p1/changes", 200, "{\"data\":[],\"nextCursor\":null}");

        Typed typed = server.terminal().type("whatif", file.toString());

        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.out().indexOf("worst"))
                .isPositive()
                .isLessThan(typed.out().indexOf("acme"));
        assertThat(typed.out()).contains("LIMIT_DOWN seats: 5 → 3").contains("2 LOST");
        assertThat(server.asked().stream().map(StubServer.Asked::path))
                .anyMatch(path -> path.contains("kind=LOST") && path.contains("cursor=c2"))
                .anyMatch(path -> path.contains("kind=OVER_LIMIT"));
    }

    @Test
    @DisplayName("A refused file is named with its lines and columns")
    void namesThePlacesThatTheServerNames() {
        server.answers("POST /v1/catalog/publish", 422, """
                {"title":"Unprocessable","status":422,"code":"CATALOG_INVALID","detail":"The catalog file has problems",
                 "errors":[{"pointer":"/plans/x","line":7,"column":3,"code":"UNKNOWN_FEATURE","detail":"There is no feature saets"}]}""");

        Typed typed = server.terminal().type("catalog", "publish", file.toString(), "--reason", "PRC-1", "--base", "4");

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.err())
                .contains("error: The catalog file has problems (CATALOG_INVALID)")
                .contains(file + ":7:3: There is no feature saets (UNKNOWN_FEATURE)");
        assertThat(server.asked().getFirst().headers())
                .containsEntry("If-match", "\"4\"")
                .containsEntry("X-reason", "PRC-1");

        Typed json = server.terminal().type("catalog", "publish", file.toString(), "--json");
        assertThat(json.out()).isEmpty();
        JsonNode problem = JsonMapper.shared().readTree(json.err());
        assertThat(problem.at("/errors/0/line").asInt()).isEqualTo(7);
    }

    // overrides and upgrades

    @Test
    void addsAnOverride() {
        server.answers("POST /v1/customers/acme%20%2F%20co/overrides", 201, "{\"id\":\"ovr_1\"}");

        Typed typed = server.terminal()
                .type(
                        "override",
                        "add",
                        "acme / co",
                        "seats",
                        "set",
                        "12",
                        "--reason",
                        "INC-1",
                        "--until",
                        "2027-01-01T00:00:00Z",
                        "--user",
                        "u1");

        assertThat(typed.exit()).isZero();
        assertThat(typed.out()).contains("added: ovr_1");
        JsonNode sent = JsonMapper.shared().readTree(server.asked().getFirst().body());
        assertThat(sent.path("value").isNumber()).isTrue();
        assertThat(sent.path("effect").asString()).isEqualTo("set");
        assertThat(sent.path("validUntil").asString()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(sent.has("link")).isFalse();
    }

    @Test
    void listsEveryPageOfOverrides() {
        server.answers("GET /v1/customers/acme/overrides", 200, """
                        {"data":[{"id":"ovr_1","state":"active","feature":"sso","effect":"grant","value":true,"validUntil":"2027-01-01T00:00:00Z",
                                  "createdBy":"ann","reason":"INC-1","user":"u1"}],"nextCursor":"n"}""")
                .answers("GET /v1/customers/acme/overrides", 200, """
                        {"data":[{"id":"ovr_2","state":"ended","feature":"seats","effect":"set","value":{"limit":5},"validUntil":"2026-01-01T00:00:00Z",
                                  "createdBy":"bob","reason":"%s"}],"nextCursor":null}""".formatted(ESCAPES_IN_JSON));

        Typed typed = server.terminal().type("override", "list", "acme");

        assertThat(typed.out())
                .contains("ovr_1")
                .contains("sso for u1")
                .contains("ovr_2")
                .contains("set {\"limit\":5}");
        harmless(typed);
        assertThat(server.asked())
                .extracting(StubServer.Asked::path)
                .last()
                .asString()
                .contains("cursor=n");
        assertThat(server.terminal().type("override", "list", "acme", "--json").json())
                .hasSize(1);
    }

    @Test
    void endsAnOverride() {
        server.answers("POST /v1/overrides/ovr_1/end", 200, "{\"id\":\"ovr_1\",\"state\":\"ended\"}");

        assertThat(server.terminal()
                        .type("override", "end", "ovr_1", "--reason", "done")
                        .out())
                .contains("ended: ovr_1");
        assertThat(server.asked().getFirst().body()).isEqualTo("{\"reason\":\"done\"}");
    }

    @Test
    void namesUpgradesWithTheirPrice() {
        server.answers("GET /v1/customers/acme/upgrades", 200, """
                {"why":"Two plans give it","data":[
                  {"ref":"team@2","name":"Team","term":"yearly","listPricePerMonth":{"amount":4900,"currency":"EUR"},"why":"grants it"},
                  {"ref":"business@1","name":"Business","term":null,"listPricePerMonth":null,"why":"grants it"}],"nextCursor":null}""");

        Typed typed = server.terminal().type("upgrades", "acme", "sso");

        assertThat(typed.out())
                .contains("Two plans give it")
                .contains("team@2, 49.00 EUR a month: grants it")
                .contains("business@1, price unknown: grants it");
        assertThat(server.asked().getFirst().path()).isEqualTo("/v1/customers/acme/upgrades?feature=sso");
    }

    // what comes from outside

    @Test
    @DisplayName(
            "S-12 a name cannot move the cursor, set the title or turn the line around; in answers, errors and JSON")
    void neutralisesTerminalEscapes() {
        server.answers("GET /v1/customers/acme/entitlements/sso", 200, """
                        {"customer":"%1$s","feature":"sso","type":"switch","hasAccess":true,"reason":"PLAN","source":{"kind":"plan","ref":"%1$s"}}""".formatted(ESCAPES_IN_JSON))
                .answers("GET /v1/customers/acme/entitlements/x", 404, """
                        {"code":"FEATURE_UNKNOWN","detail":"%1$s","errors":[{"pointer":"/%1$s","detail":"%1$s","code":"%1$s"}]}""".formatted(ESCAPES_IN_JSON))
                .answers("GET /v1/customers/acme/entitlements/x/explain", 200, """
                        {"decision":{"feature":"x"},"layers":[{"layer":"%1$s","why":"%1$s","won":true,"before":"%1$s"}],
                         "facts":[{"kind":"%1$s","ref":"%1$s","event":"%1$s"}]}""".formatted(ESCAPES_IN_JSON))
                .answers("POST /v1/catalog/pull", 200, "application/yaml", "# " + ESCAPES + "\nformat: 1\n", Map.of());

        for (String[] line : new String[][] {
            {"check", "acme", "sso"},
            {"check", "acme", "sso", "--json"},
            {"check", "acme", "x"},
            {"check", "acme", "x", "--json"},
            {"explain", "acme", "x"},
            {"catalog", "pull", "stripe"},
        }) {
            harmless(server.terminal().type(line));
        }
        assertThat(server.terminal().type("check", "acme", "sso").out()).contains("\\u001b[2J");
        assertThat(server.terminal()
                        .type("check", "acme", "sso", "--json")
                        .json()
                        .path("customer")
                        .asString())
                .isEqualTo(ESCAPES);
        assertThat(server.terminal().seenByPeople().type("check", "acme", "sso").out())
                .contains("\u001B[32mgranted")
                .doesNotContain("\u001B[2J")
                .doesNotContain("\u0007");
    }

    private static void harmless(Typed typed) {
        assertThat(typed.out() + typed.err())
                .isNotEmpty()
                .doesNotContain("\u001B")
                .doesNotContain("\u0007")
                .doesNotContain("\u202E")
                .doesNotContain("\u009B");
    }

    @ParameterizedTest
    @CsvSource({
        "401, KEY_UNKNOWN, 'Set PLUMBLINE_API_KEY'",
        "403, SCOPE_MISSING, 'scope'",
        "409, STALE_BASE, 'Take the published catalog'",
        "503, DATABASE_UNAVAILABLE, 'Try again in 7 s'",
        "500, INTERNAL_ERROR, 'log of the server'"
    })
    void saysHowToMendARefusal(int status, String code, String mend) {
        server.answers(
                "GET /v1/customers/acme/entitlements/sso",
                status,
                "application/problem+json",
                "{\"code\":\"%s\",\"detail\":\"No\"}".formatted(code),
                Map.of("Retry-After", "7"));

        Typed typed = server.terminal().type("check", "acme", "sso");

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.err())
                .contains("error: No (" + code + ")")
                .contains("mend: ")
                .contains(mend);
    }

    @ParameterizedTest
    @CsvSource({
        "200, <html>, 'not JSON'",
        "502, <html>, 'answered 502'",
        "302, '', 'answered 302'",
        "200, '', 'not JSON'"
    })
    void takesNoOtherForAPlumbline(int status, String body, String said) {
        server.answers(
                "GET /v1/customers/acme/entitlements/sso",
                status,
                "text/html",
                body,
                Map.of("Location", "http://127.0.0.1:9/elsewhere"));

        Typed typed = server.terminal().type("check", "acme", "sso");

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.err()).contains(said).doesNotContain("Exception");
        assertThat(server.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:plk_x@localhost",
                "ftp://localhost",
                "localhost:8080",
                "http://localhost?key=plk_x",
                "",
                "http://",
                "ht tp://x"
            })
    @DisplayName("S-12 an address with a key in it is refused, and not shown")
    void refusesOddAddresses(String url) {
        Typed typed = new Typed.At()
                .with("PLUMBLINE_URL", url)
                .with("PLUMBLINE_API_KEY", "plk_y")
                .type("check", "acme", "sso");

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.out() + typed.err()).doesNotContain("plk_").contains("mend: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plk_\u001Bx", "plk_ x", "plk_é", "plk_\nX-Admin: yes"})
    void showsNoKeyThatIsWrong(String key) {
        Typed typed = server.terminal().with("PLUMBLINE_API_KEY", key).type("check", "acme", "sso");

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.err()).contains("PLUMBLINE_API_KEY").doesNotContain("plk_");
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "", " "})
    void sendsNoNameThatServersResolve(String customer) {
        assertThat(server.terminal().type("check", customer, "sso").exit()).isEqualTo(1);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void warnsOfAKeyThatGoesUnencrypted() {
        Typed typed = new Typed.At()
                .with("PLUMBLINE_URL", "http://plumbline.invalid")
                .with("PLUMBLINE_API_KEY", "plk_y")
                .type("check", "acme", "sso");

        assertThat(typed.err()).contains("unencrypted").contains("No Plumbline answers");
    }

    // doctor and trigger, where a server is odd

    @Test
    void findsAClockThatIsOff() {
        server.answers("GET /actuator/health/liveness", 200, "application/json", "{\"status\":\"UP\"}", Map.of())
                .answers("GET /actuator/health/readiness", 503, """
                        {"status":"DOWN","components":{"db":{"status":"DOWN"},"pipeline":{"status":"DOWN","details":{"model":"none"}},"readinessState":{"status":"UP"}}}""")
                .answers("GET /v1/catalog", 403, "{\"code\":\"SCOPE_MISSING\",\"detail\":\"no\"}");

        Typed typed = server.terminal()
                .with("PLUMBLINE_STRIPE_EU_LIVE", "true")
                .with("PLUMBLINE_STRIPE_US_API_KEY", "rk_live_secret")
                .at(InstantSource.fixed(Instant.parse("2020-01-01T00:00:00Z")))
                .type("doctor");

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.out())
                .contains("wrong clock: ")
                .contains("wrong database: ")
                .contains("wrong model: none is published")
                .contains("look  key: it may not read")
                .contains("wrong stripe/eu: it has settings but no API key")
                .contains("look  stripe/us: it has no webhook secret")
                .contains("mend: Set PLUMBLINE_STRIPE_US_WEBHOOK_SECRETS")
                .doesNotContain("rk_live_secret");
    }

    @Test
    @DisplayName("A made-up event goes to another machine only when that is meant")
    void triggersAwayFromHomeOnlyWhenMeant() {
        var away = new Typed.At()
                .with("PLUMBLINE_URL", "https://plumbline.invalid")
                .with("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", "whsec_x");

        Typed refused = away.type("trigger", "stripe", "customer.updated");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("not on this machine").contains("--yes");
        assertThat(away.type("trigger", "stripe", "customer.updated", "--yes").err())
                .contains("No Plumbline answers");
    }

    @Test
    void saysWhichSecretIsMissing() {
        Typed typed = server.terminal().type("trigger", "stripe", "customer.updated", "--account", "eu");

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.err()).contains("PLUMBLINE_STRIPE_EU_WEBHOOK_SECRETS");
        assertThat(server.asked()).isEmpty();
    }
}
