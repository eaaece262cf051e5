package dev.plumbline.sync.login;

import static dev.plumbline.sync.login.Browser.PASSWORD;
import static dev.plumbline.sync.login.Browser.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People come in by the page, stay for a while, and nothing that they do can be done for them by another site. */
class LoginTest {
    private static final AtomicReference<Duration> LATER = new AtomicReference<>(Duration.ZERO);
    private static final InstantSource CLOCK = () -> Instant.now().plus(LATER.get());
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(options -> options.clock(CLOCK).with("plumbline.test.pages", true));
        Browser.person(plumbline, "first-admin", "admin");
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    /** A page that only operators have. */
    private static final String PAGE = "/console/csp";

    private static final String INBOX = "/console/inbox";

    private static String session(Browser browser) {
        return browser.cookies().getOrDefault("plumbline", "none");
    }

    private static HttpResponse<String> because(String path) {
        return plumbline.post(path, "application/json", "{\"reason\":\"a test\"}");
    }

    @Test
    @DisplayName("M30: who is not logged in is sent to the login page and comes back to where they wanted to go")
    void leadsBack() {
        Browser.person(plumbline, "olga", "operator");
        try (var browser = new Browser(plumbline)) {
            HttpResponse<String> sent = browser.get(PAGE);
            assertThat(sent.statusCode()).isEqualTo(303);
            assertThat(location(sent)).isEqualTo("/login?why=first&to=%2Fconsole%2Fcsp");
            String page = browser.get(location(sent)).body();
            assertThat(page).contains("value=\"/console/csp\"").contains("name=\"_csrf\"");
            HttpResponse<String> in = browser.logIn("Olga ", PASSWORD, PAGE);
            assertThat(location(in)).isEqualTo(PAGE);
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(200);
            assertThat(plumbline
                            .sql()
                            .sql("select count(*) from audit where action = 'user.logged-in' and actor = 'olga'")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/console/csp",
                "//evil.example/",
                "/\\evil.example",
                "/%09/evil.example",
                "/console/csp\r\nSet-Cookie: a=b",
                "\\\\evil.example",
                "javascript:alert(1)",
                "/../evil",
                "/login",
                "/logout",
                "/v1/customers",
                "/console/there-is-no-such-page",
                "@evil.example"
            })
    @DisplayName("S-9: a login leads to a page of ours and nowhere else (no open redirect)")
    void redirectsToOurPagesOnly(String to) {
        assertThat(plumbline.bean(Destination.class).checked(to)).isEqualTo("/console");
    }

    @Test
    @DisplayName("S-9: what a login form was made to say about where to go counts for nothing")
    void staysHereAfterALogin() {
        try (var browser = new Browser(plumbline)) {
            assertThat(location(browser.logIn("first-admin", PASSWORD, "//evil.example/")))
                    .isEqualTo("/console");
        }
    }

    @Test
    @DisplayName("S-9: the session gets a new id at the login, and its cookie is HttpOnly and SameSite")
    void changesTheSession() {
        Browser.person(plumbline, "fixed", "operator");
        try (var browser = new Browser(plumbline)) {
            HttpResponse<String> page = browser.get("/login");
            String cookie = page.headers().firstValue("Set-Cookie").orElse("");
            assertThat(cookie)
                    .contains("plumbline=", "HttpOnly", "SameSite=Lax", "Path=/")
                    .doesNotContain("Secure");
            String before = session(browser);
            browser.logIn("fixed", PASSWORD, null);
            String after = session(browser);
            assertThat(after).isNotEqualTo(before);
            // What somebody had planted before opens nothing.
            browser.cookies().put("plumbline", before);
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(303);
            browser.cookies().put("plumbline", after);
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(200);
            assertThat(browser.get(PAGE + ";jsessionid=" + after).statusCode())
                    .as("never in an address")
                    .isIn(400, 404);
        }
    }

    @Test
    @DisplayName("S-18: a form without the token of the session is refused, also the login and the logout")
    void refusesForeignForms() {
        try (var browser = Browser.of(plumbline, "csrf", "admin")) {
            assertThat(browser.post("/logout", Map.of()).statusCode()).isEqualTo(403);
            assertThat(browser.post("/logout", Map.of("_csrf", "guessed")).statusCode())
                    .isEqualTo(403);
            String others;
            try (var another = new Browser(plumbline)) {
                others = another.token("/login");
                assertThat(location(another.post("/login", Map.of("username", "csrf", "password", PASSWORD))))
                        .startsWith("/login?why=ended");
                assertThat(another.get(PAGE).statusCode()).isEqualTo(303);
            }
            assertThat(browser.post("/logout", Map.of("_csrf", others)).statusCode())
                    .isEqualTo(403);
            assertThat(browser.get(PAGE).statusCode()).as("still in").isEqualTo(200);
            assertThat(location(browser.submit("/login", "/logout", Map.of()))).isEqualTo("/login?why=left");
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(303);
        }
    }

    @Test
    @DisplayName("S-18: a session's cookie opens no API, and a key in a header no page")
    void keepsTheChainsApart() {
        try (var browser = Browser.of(plumbline, "apart", "admin")) {
            assertThat(browser.get("/v1/customers").statusCode()).isEqualTo(401);
            HttpResponse<String> page = plumbline.get(PAGE);
            assertThat(page.statusCode()).isEqualTo(303);
        }
    }

    @Test
    @DisplayName("S-9: nobody learns which logins there are: the same answer, and a hash is made either way")
    void tellsNothingOfLogins() {
        Browser.person(plumbline, "here", "viewer");
        Browser.person(plumbline, "gone", "viewer");
        because("/v1/users/gone/disable");
        for (String login :
                List.of("here", "gone", "nobody-at-all", "nobody@company.example", "x'; drop table person")) {
            try (var browser = new Browser(plumbline)) {
                HttpResponse<String> refused = browser.logIn(login, "not the password", null);
                assertThat(refused.statusCode()).as(login).isEqualTo(302);
                assertThat(location(refused)).as(login).isEqualTo("/login?why=failed");
                assertThat(browser.get(location(refused)).body())
                        .contains("do not belong together")
                        .doesNotContain(login);
            }
        }
        // The quickest of some: a machine that stands still makes one answer slow, and not all of them.
        Browser.person(plumbline, "there", "viewer");
        long[] micros = {Long.MAX_VALUE, Long.MAX_VALUE};
        for (int i = 0; i < 8; i++) {
            try (var browser = new Browser(plumbline)) {
                String token = browser.token("/login");
                long begun = System.nanoTime();
                HttpResponse<String> refused = browser.post(
                        "/login",
                        Map.of("username", i % 2 == 0 ? "there" : "not-there", "password", "guess", "_csrf", token));
                micros[i % 2] = Math.min(micros[i % 2], (System.nanoTime() - begun) / 1_000);
                assertThat(location(refused)).isEqualTo("/login?why=failed");
            }
        }
        System.out.println("A login that is there and one that is not, in microseconds: " + Arrays.toString(micros));
        assertThat(micros[1]).as("as slow as the other").isGreaterThan(micros[0] / 4);
    }

    @Test
    @DisplayName(
            "S-9: guesses are slowed where they come from; the owner, elsewhere or in their own browser, is not locked out")
    void locksNobodyOut() {
        Browser.person(plumbline, "target", "viewer");
        try (var owner = new Browser(plumbline);
                var attacker = new Browser(plumbline);
                var elsewhere = Browser.at(plumbline, "127.0.0.2")) {
            assertThat(location(owner.logIn("target", PASSWORD, null))).isEqualTo("/console");
            assertThat(owner.cookies()).containsKey(KnownDevice.COOKIE);
            for (int i = 0; i < 5; i++) {
                assertThat(location(attacker.logIn("target", "guess " + i, null)))
                        .isEqualTo("/login?why=failed");
            }
            HttpResponse<String> slowed = attacker.logIn("target", PASSWORD, null);
            assertThat(location(slowed)).startsWith("/login?why=wait&minutes=");
            assertThat(attacker.get(location(slowed)).statusCode()).isEqualTo(429);
            // Same address, another login: not slowed yet. Same login: the owner's browser, and another address, get
            // in.
            assertThat(location(attacker.logIn("first-admin", PASSWORD, null))).isEqualTo("/console");
            assertThat(location(owner.logIn("target", PASSWORD, null))).isEqualTo("/console");
            assertThat(location(elsewhere.logIn("target", PASSWORD, null))).isEqualTo("/console");
            // A device's seal is not to be guessed, nor to be used for somebody else.
            attacker.cookies().put(KnownDevice.COOKIE, "AAAA.AAAA");
            assertThat(location(attacker.logIn("target", PASSWORD, null))).startsWith("/login?why=wait");
            Browser.person(plumbline, "attacker", "viewer");
            attacker.cookies().remove(KnownDevice.COOKIE);
            assertThat(location(attacker.logIn("attacker", PASSWORD, null))).isEqualTo("/console");
            assertThat(location(attacker.logIn("target", PASSWORD, null))).startsWith("/login?why=wait");

            LATER.set(LoginTries.WINDOW);
            assertThat(location(attacker.logIn("target", PASSWORD, null))).isEqualTo("/console");
        } finally {
            LATER.set(Duration.ZERO);
        }
    }

    @Test
    @DisplayName("S-9: a session ends when it is idle, after a long day whatever is done, and when an admin says so")
    void ends() {
        try (var browser = Browser.of(plumbline, "ends", "operator")) {
            LATER.set(Duration.ofMinutes(29));
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(200);
            LATER.set(Duration.ofMinutes(58));
            assertThat(browser.get(PAGE).statusCode())
                    .as("never idle for half an hour")
                    .isEqualTo(200);
            LATER.set(Duration.ofMinutes(89));
            assertThat(location(browser.get(PAGE))).startsWith("/login?why=ended");
            LATER.set(Duration.ZERO);
            assertThat(browser.get(PAGE).statusCode())
                    .as("it does not come back")
                    .isEqualTo(303);

            browser.logIn("ends", PASSWORD, null);
            for (int hours = 0; hours < 20; hours++) {
                LATER.set(Duration.ofMinutes(29L * hours));
                browser.get(PAGE);
            }
            LATER.set(Duration.ofHours(10));
            assertThat(location(browser.get(PAGE))).startsWith("/login?why=ended");
        } finally {
            LATER.set(Duration.ZERO);
        }
        for (String end : List.of("disable", "sign-out", "password")) {
            try (var browser = Browser.of(plumbline, "ended-by-" + end, "operator")) {
                plumbline.post(
                        "/v1/users/ended-by-" + end + "/" + end,
                        "application/json",
                        end.equals("password")
                                ? "{\"password\":\"another good one\",\"reason\":\"x\"}"
                                : "{\"reason\":\"x\"}");
                HttpResponse<String> over = browser.get(PAGE);
                assertThat(location(over)).as(end).startsWith("/login?why=ended");
            }
        }
    }

    @Test
    @DisplayName(
            "S-9: what is decided for others takes a fresh login: an old session is asked for the password once more")
    void decidesWithAFreshLogin() {
        try (var browser = Browser.of(plumbline, "decides", "product")) {
            assertThat(browser.submit("/login", DecidingPage.PATH, Map.of()).body())
                    .isEqualTo("decided by decides");
            for (int minutes = 0; minutes <= 60; minutes += 20) {
                LATER.set(Duration.ofMinutes(minutes));
                assertThat(browser.get(DecidingPage.PATH).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> asked = browser.send(browser.request(DecidingPage.PATH)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Referer", "https://elsewhere.example" + DecidingPage.PATH + "?id=7")
                    .POST(HttpRequest.BodyPublishers.ofString("_csrf=" + browser.token("/login"))));
            assertThat(asked.statusCode()).isEqualTo(303);
            assertThat(location(asked)).isEqualTo("/login?why=again&to=%2Fconsole%2Ftest%2Fdecide%3Fid%3D7");
            browser.logIn("decides", PASSWORD, null);
            assertThat(browser.submit("/login", DecidingPage.PATH, Map.of()).statusCode())
                    .isEqualTo(200);
        } finally {
            LATER.set(Duration.ZERO);
        }
    }

    @Test
    @DisplayName("S-9: what the first one asks and the second one approves by the same button takes a fresh login, too")
    void asksAndApprovesWithAFreshLogin() {
        String path = "/console/periods/2026-01/reopen";
        // Whoever may ask has the page, and by its right alone an old session approved (tried).
        try (var browser = Browser.of(plumbline, "reopens", "finance-reviewer")) {
            assertThat(location(browser.submit("/console", path, Map.of("reason", "x"))))
                    .doesNotContain("why=again");
            for (int minutes = 0; minutes <= 60; minutes += 20) {
                LATER.set(Duration.ofMinutes(minutes));
                assertThat(browser.get("/console").statusCode()).isEqualTo(200);
            }
            assertThat(location(browser.submit("/console", path, Map.of("reason", "x"))))
                    .startsWith("/login?why=again");
        } finally {
            LATER.set(Duration.ZERO);
        }
    }

    @Test
    @DisplayName(
            "S-9: a password that an admin typed opens nothing but the page on which it is changed, at each time anew")
    void changesWhatAnAdminTyped() {
        String own = "one that only I know";
        plumbline.post(
                "/v1/users",
                "application/json",
                "{\"login\":\"gina\",\"roles\":[\"operator\"],\"password\":\"%s\",\"reason\":\"joins\"}"
                        .formatted(PASSWORD));
        try (var browser = new Browser(plumbline)) {
            browser.logIn("gina", PASSWORD, null);
            assertThat(location(browser.get(INBOX))).isEqualTo("/console/me");
            assertThat(browser.get("/console/me").body()).contains("an admin has seen it");
            chooses(browser, PASSWORD, own);
            assertThat(browser.get(INBOX).statusCode()).isEqualTo(200);

            plumbline.post(
                    "/v1/users/gina/password",
                    "application/json",
                    "{\"password\":\"typed once more\",\"reason\":\"forgot it\"}");
            assertThat(location(browser.get(INBOX))).startsWith("/login?why=ended");
            browser.logIn("gina", "typed once more", INBOX);
            assertThat(location(browser.get(INBOX))).isEqualTo("/console/me");
        }
        try (var admin = Browser.of(plumbline, "gives", "admin")) {
            assertThat(admin.get("/console/people/gina").body()).contains("given by an admin, not changed yet");
            assertThat(admin.get("/console/people/gives").body()).doesNotContain("not changed yet");
        }
    }

    private static void chooses(Browser browser, String current, String next) {
        browser.submit(
                "/console/me", "/console/me/password", Map.of("current", current, "password", next, "again", next));
    }

    @Test
    @DisplayName("S-8: roles are those of now: given or taken away, the session that is open has them at once")
    void hasTheRolesOfNow() {
        try (var browser = Browser.of(plumbline, "moves", "viewer")) {
            HttpResponse<String> refused = browser.get(PAGE);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("operator or admin");
            roles("moves", "operator");
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(200);
            roles("moves", "viewer");
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(403);
        }
    }

    private static void roles(String login, String role) {
        HttpResponse<String> changed = plumbline.send(plumbline
                .request("/v1/users/" + login)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"roles\":[\"" + role + "\"],\"reason\":\"x\"}"))
                .build());
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    }

    /** What the page shows is replaced as a whole: without its edit number the older form gave the role back. */
    @Test
    @DisplayName(
            "S-8: a page of somebody that was opened before another admin took a role from them does not give it back; nor does an admin take off their own device there")
    void givesNoRoleBackByAnOlderPage() {
        Browser.person(plumbline, "twin", "product", "operator");
        try (var browser = Browser.of(plumbline, "tabs", "admin")) {
            String opened = browser.get("/console/people/twin").body();
            assertThat(opened).contains("name=\"edit\" value=\"0\"");
            plumbline.send(plumbline
                    .request("/v1/users/twin")
                    .header("Content-Type", "application/json")
                    .method(
                            "PATCH",
                            HttpRequest.BodyPublishers.ofString(
                                    "{\"roles\":[\"product\"],\"reason\":\"leaves operations\"}"))
                    .build());
            HttpResponse<String> stale = browser.submit(
                    "/console/me",
                    "/console/people/twin/roles",
                    Map.of("name", "Twin", "roles", "operator", "edit", "0", "reason", "a name"));
            assertThat(stale.body()).contains("They were changed meanwhile").contains("name=\"edit\" value=\"1\"");
            assertThat(plumbline.json("/v1/users/twin").path("roles").toString())
                    .isEqualTo("[\"product\"]");

            HttpResponse<String> own =
                    browser.submit("/console/me", "/console/people/tabs/second-factor", Map.of("reason", "lost it"));
            assertThat(own.body()).contains("You take off your own where you show a code of it");
        }
    }

    @Test
    @DisplayName(
            "S-16 S-25: pages come with a policy without inline scripts, are framed by nobody, guessed at nowhere and kept in no cache")
    void sendsHeaders() {
        try (var browser = Browser.of(plumbline, "headers", "operator")) {
            for (String path : List.of("/login", "/", PAGE, "/console/nothing")) {
                HttpResponse<String> page = browser.get(path);
                Map<String, List<String>> headers = page.headers().map();
                assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                        .as(path)
                        .contains(
                                "default-src 'none'",
                                "script-src 'self';",
                                "frame-ancestors 'none'",
                                "base-uri 'none'",
                                "form-action 'self'",
                                "report-uri /console/csp")
                        .doesNotContain("unsafe");
                assertThat(headers.get("X-Content-Type-Options")).as(path).containsExactly("nosniff");
                assertThat(headers.get("X-Frame-Options")).as(path).containsExactly("DENY");
                assertThat(headers.get("Referrer-Policy")).as(path).containsExactly("same-origin");
                assertThat(page.headers().firstValue("Cache-Control").orElse(""))
                        .as(path)
                        .contains("no-store");
                assertThat(page.body()).as(path).doesNotContain("<script>", "onclick", "style=\"");
            }
        }
    }

    @Test
    @DisplayName("S-16: what a browser stops is counted, whoever reports it, in both forms; what is no report is not")
    void countsReports() {
        try (var browser = Browser.of(plumbline, "reports", "operator")) {
            long before = reports(browser);
            for (String report : List.of(
                    "{\"csp-report\":{\"violated-directive\":\"script-src-elem\",\"blocked-uri\":\"inline\"}}",
                    "[{\"type\":\"csp-violation\",\"body\":{\"effectiveDirective\":\"style-src-attr\"}}]",
                    "[{\"body\":{\"effectiveDirective\":\"<script>alert(1)</script>\"}}]",
                    "not json",
                    "{".repeat(20_000))) {
                HttpResponse<String> taken = plumbline.send(HttpRequest.newBuilder(plumbline.uri(PAGE))
                        .header("Content-Type", "application/csp-report")
                        .POST(HttpRequest.BodyPublishers.ofString(report))
                        .build());
                assertThat(taken.statusCode()).isEqualTo(204);
            }
            assertThat(reports(browser) - before).isEqualTo(3);
            assertThat(plumbline.get("/actuator/prometheus").body())
                    .contains("plumbline_csp_reports_total{directive=\"script-src-elem\"}")
                    .contains("directive=\"other\"")
                    .doesNotContain("alert(1)");
        }
    }

    private static long reports(Browser browser) {
        return Long.parseLong(browser.get(PAGE).body().replaceAll("[^0-9]", ""));
    }

    @Test
    void showsWhatIsNotThereAsNotThere() {
        try (var browser = Browser.of(plumbline, "lost", "viewer")) {
            for (String path :
                    List.of("/console/nothing", "/refused", "/console/../v1/users", "/oauth2/authorization/oidc")) {
                HttpResponse<String> page = browser.get(path);
                assertThat(page.statusCode()).as(path).isIn(400, 404);
            }
            assertThat(browser.get("/console/nothing").body()).contains("There is nothing under this address");
            HttpResponse<String> mars = browser.get("/console/matrix?market=mars");
            assertThat(mars.statusCode())
                    .as("a filter that is wrong is said to be")
                    .isEqualTo(200);
            assertThat(mars.body()).contains("class=\"wrong\"");
            try (var nobody = new Browser(plumbline)) {
                assertThat(nobody.get("/console/nothing").statusCode()).isEqualTo(404);
                HttpResponse<String> start = nobody.get("/");
                assertThat(start.statusCode()).isEqualTo(200);
                assertThat(start.body())
                        .as("how many customers there are is nobody's business, and to count them is work")
                        .contains("log in")
                        .doesNotContain("answers written");
            }
        }
    }
}
