package dev.plumbline.sync.login;

import static dev.plumbline.sync.login.Browser.location;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Logging in with the company's own issuer: its groups are roles here, and whatever is not as it should be is refused. */
class OidcTest {
    private static Issuer issuer;
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        issuer = Issuer.start();
        plumbline = RunningPlumbline.start(options -> options.with("plumbline.oidc.issuer", issuer.address())
                .with("plumbline.oidc.client-id", Issuer.CLIENT)
                .with("plumbline.oidc.client-secret", Issuer.SECRET)
                .with("plumbline.oidc.name", "Harbor SSO")
                .with("plumbline.oidc.roles-claim", "realm_access.roles")
                .with("plumbline.oidc.roles.operator", "ops,sre")
                .with("plumbline.oidc.roles.viewer", "everybody")
                .with("plumbline.oidc.roles.financereviewer", "fin-lead")
                .with("plumbline.oidc.second-factor", "otp,hwk"));
    }

    @AfterAll
    static void stop() {
        plumbline.close();
        issuer.close();
    }

    @BeforeEach
    void reset() {
        issuer.forged = false;
        issuer.says = claims -> {};
    }

    private static Consumer<JWTClaimsSet.Builder> person(String subject, String login, String... groups) {
        return claims -> claims.subject(subject)
                .claim("preferred_username", login)
                .claim("name", "Ola " + login)
                .claim("amr", List.of("pwd", "otp"))
                .claim("realm_access", Map.of("roles", List.of(groups)));
    }

    /** All the way: to the issuer, back with a code, and where that leads. */
    private static String logIn(Browser browser) {
        String to = leadsTo(browser.get("/oauth2/authorization/oidc"));
        assertThat(to).startsWith(issuer.address()).contains("code_challenge=", "nonce=", "state=");
        return location(browser.get(leadsTo(browser.get(to))));
    }

    private static String leadsTo(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static final String PAGE = "/console/csp";

    @Test
    @DisplayName("M30: groups of the issuer are roles here; each login brings those of that day")
    void logsInWithTheIssuer() {
        issuer.says = person("u-ola", "ola", "everybody", "sre");
        try (var browser = new Browser(plumbline)) {
            assertThat(browser.get("/login?to=" + PAGE).body()).contains("Log in with Harbor SSO");
            String before = browser.cookies().get("plumbline");
            assertThat(logIn(browser)).isEqualTo(PAGE);
            assertThat(browser.cookies().get("plumbline")).isNotEqualTo(before);
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(200);
            assertThat(plumbline.json("/v1/users/ola").path("roles").toString()).isEqualTo("[\"operator\",\"viewer\"]");
            assertThat(plumbline.json("/v1/users/ola").path("logsInBy").asString())
                    .isEqualTo(issuer.address());
        }
        issuer.says = person("u-ola", "ola-married", "everybody");
        try (var browser = new Browser(plumbline)) {
            assertThat(logIn(browser)).isEqualTo("/console");
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(403);
            assertThat(plumbline.json("/v1/users/ola").path("roles").toString()).isEqualTo("[\"viewer\"]");
        }
        assertThat(plumbline
                        .post(
                                "/v1/users/ola/password",
                                "application/json",
                                "{\"password\":\"a way around the issuer\",\"reason\":\"x\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    @DisplayName("S-8: no group that stands for a role, no entry; disabled here, no entry either")
    void deniesByDefault() {
        try (var browser = new Browser(plumbline)) {
            issuer.says = person("u-none", "nobody", "marketing");
            assertThat(logIn(browser)).isEqualTo("/login?why=role");
            assertThat(browser.get("/login?why=role").body()).contains("none of your groups");
            issuer.says = claims -> claims.subject("u-none").claim("groups", List.of("ops"));
            assertThat(logIn(browser)).as("in another claim").isEqualTo("/login?why=role");
            assertThat(plumbline.get("/v1/users/nobody").statusCode()).isEqualTo(404);

            issuer.says = person("u-left", "left", "everybody");
            assertThat(logIn(browser)).isEqualTo("/console");
            plumbline.post("/v1/users/left/disable", "application/json", "{\"reason\":\"has left\"}");
            assertThat(logIn(browser)).isEqualTo("/login?why=disabled");
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(303);
        }
    }

    @Test
    @DisplayName("S-9: a role that decides takes a second factor; reading does not")
    void asksForASecondFactor() {
        try (var browser = new Browser(plumbline)) {
            issuer.says = person("u-fin", "fin", "fin-lead").andThen(claims -> claims.claim("amr", List.of("pwd")));
            assertThat(logIn(browser)).isEqualTo("/login?why=factor");
            issuer.says = person("u-fin", "fin", "fin-lead").andThen(claims -> claims.claim("amr", null));
            assertThat(logIn(browser)).isEqualTo("/login?why=factor");
            issuer.says = person("u-fin", "fin", "fin-lead");
            assertThat(logIn(browser)).isEqualTo("/console");
            issuer.says =
                    person("u-read", "reader", "everybody").andThen(claims -> claims.claim("amr", List.of("pwd")));
            assertThat(logIn(browser)).isEqualTo("/console");
        }
    }

    @Test
    @DisplayName("S-9: a token that is forged, for somebody else, of another login or too old opens nothing")
    void refusesWrongTokens() {
        Map<String, Consumer<JWTClaimsSet.Builder>> wrong = Map.of(
                "audience", claims -> claims.audience("another-client"),
                "issuer", claims -> claims.issuer("https://elsewhere.example"),
                "nonce", claims -> claims.claim("nonce", "of another login"),
                "no nonce", claims -> claims.claim("nonce", null),
                "expired",
                        claims -> claims.issueTime(Date.from(Instant.now().minusSeconds(7_200)))
                                .expirationTime(Date.from(Instant.now().minusSeconds(3_600))));
        try (var browser = new Browser(plumbline)) {
            wrong.forEach((what, claims) -> {
                issuer.says = person("u-wrong", "wrong", "everybody").andThen(claims);
                assertThat(logIn(browser)).as(what).isEqualTo("/login?why=issuer");
            });
            issuer.says = person("u-wrong", "wrong", "everybody");
            issuer.forged = true;
            assertThat(logIn(browser)).as("forged").isEqualTo("/login?why=issuer");
            issuer.forged = false;
            // A code that somebody else began to fetch: planted into this browser it does nothing.
            String back;
            try (var attacker = new Browser(plumbline)) {
                back = leadsTo(attacker.get(leadsTo(attacker.get("/oauth2/authorization/oidc"))));
            }
            assertThat(location(browser.get(back))).isEqualTo("/login?why=issuer");
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(303);
            assertThat(plumbline.get("/v1/users/wrong").statusCode()).isEqualTo(404);
        }
    }

    @Test
    @DisplayName("S-5: a login that somebody has here is not somebody else's because an issuer calls them so")
    void givesNobodysLoginAway() {
        Browser.person(plumbline, "root", "admin");
        issuer.says = person("u-evil", "root", "everybody");
        try (var browser = new Browser(plumbline)) {
            assertThat(logIn(browser)).isEqualTo("/console");
            HttpResponse<String> refused = browser.get(PAGE);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(plumbline.json("/v1/users/root").path("roles").toString())
                    .isEqualTo("[\"admin\"]");
            assertThat(plumbline.json("/v1/users").toString()).contains("\"root~");
        }
    }

    @Test
    void refusesAnIssuerThatAnybodyOnTheWayCouldBe() {
        assertThatThrownBy(() ->
                        new OidcSettings("http://sso.example", "c", "s", Set.of(), "l", "n", "g", Map.of(), Set.of()))
                .hasMessageContaining("https");
        assertThatThrownBy(() -> new OidcSettings(
                        "https://sso.example",
                        "c",
                        "s",
                        Set.of(),
                        "l",
                        "n",
                        "g",
                        Map.of("boss", List.of("x")),
                        Set.of()))
                .hasMessageContaining("boss");
    }
}
