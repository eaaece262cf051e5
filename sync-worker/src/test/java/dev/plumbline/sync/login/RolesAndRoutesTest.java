package dev.plumbline.sync.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.check.access.AccessTable;
import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.Scope;
import dev.plumbline.sync.support.RunningPlumbline;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Every route, of the API and pages, as every role, over HTTP; and the table in docs/roles-and-routes.md. */
class RolesAndRoutesTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "roles-and-routes.md");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Files, and what is for everybody: chains of their own. */
    private static final Set<String> ELSEWHERE =
            Set.of("/webhooks/", "/v3/api-docs", "/schema/", "/error", PageRefusals.PAGE);

    private static RunningPlumbline plumbline;
    private static final Map<PersonRole, Browser> BROWSERS = new EnumMap<>(PersonRole.class);
    private static final Map<PersonRole, String> KEYS = new EnumMap<>(PersonRole.class);

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(options -> options.with("plumbline.test-clock", true));
        for (PersonRole role : PersonRole.values()) {
            BROWSERS.put(role, Browser.of(plumbline, role.key(), role.key()));
            HttpResponse<String> issued = plumbline.post(
                    "/v1/api-keys",
                    "application/json",
                    "{\"name\":\"all\",\"scopes\":[\"admin\"],\"person\":\"%s\"}".formatted(role.key()));
            KEYS.put(role, JSON.readTree(issued.body()).path("secret").asString());
        }
    }

    @AfterAll
    static void stop() {
        BROWSERS.values().forEach(Browser::close);
        plumbline.close();
    }

    private static List<RouteRule> rules() {
        return plumbline.bean(AccessTable.class).rules();
    }

    private static String filledIn(String path) {
        return path.replaceAll("\\{(id|n|revision|run)}", "0").replaceAll("\\{[^}]+}", "nobody");
    }

    private static HttpResponse<String> byKey(PersonRole role, RouteRule rule) {
        HttpRequest.Builder request = HttpRequest.newBuilder(plumbline.uri(filledIn(rule.path())))
                .header("Authorization", "Bearer " + KEYS.get(role))
                .header(
                        "Last-Event-ID",
                        "9223372036854775807"); // of a stream without an end the refusal is answer enough
        boolean bare = rule.method().equals(HttpMethod.GET) || rule.method().equals(HttpMethod.DELETE);
        return plumbline.send(request.header("Content-Type", "application/json")
                .method(
                        rule.method().name(),
                        bare ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString("{}"))
                .build());
    }

    @Test
    @DisplayName("S-8: every route of the API as every role: what the role may is not refused, all else is, with 403")
    void letsEachRoleUseItsRoutesOnly() {
        int tried = 0;
        for (RouteRule rule : rules().stream().filter(RouteRule::isApi).toList()) {
            for (PersonRole role : PersonRole.values()) {
                HttpResponse<String> answer = byKey(role, rule);
                String as = role + " " + rule + " " + answer.body();
                if (role.may(rule.right())) {
                    assertThat(answer.statusCode()).as(as).isNotIn(401, 403);
                } else {
                    assertThat(answer.statusCode()).as(as).isEqualTo(403);
                    assertThat(answer.body()).as(as).contains("ROLE_MISSING");
                }
                tried++;
            }
        }
        plumbline.send(plumbline.request("/v1/test-clock").DELETE().build());
        assertThat(tried).isGreaterThan(500);
    }

    @Test
    @DisplayName(
            "S-8: every page as every role, with the form's token: allowed as the table says, else 403; nobody is sent to log in")
    void letsEachRoleOpenItsPagesOnly() {
        List<RouteRule> pages = rules().stream()
                .filter(rule -> !rule.isApi() && !rule.path().startsWith("/log"))
                .toList();
        Map<PersonRole, String> tokens = new EnumMap<>(PersonRole.class);
        BROWSERS.forEach((role, browser) -> tokens.put(role, browser.token("/login")));
        try (var nobody = new Browser(plumbline)) {
            for (RouteRule rule : pages) {
                for (PersonRole role : PersonRole.values()) {
                    HttpResponse<String> answer = page(browser(role), rule, token(tokens, role));
                    String as = role + " " + rule + " " + answer;
                    if (role.may(rule.right())) {
                        assertThat(answer.statusCode()).as(as).isNotIn(401, 403);
                        assertThat(answer.statusCode())
                                .as(as + ", though nothing of its form is sent")
                                .isLessThan(500);
                        assertThat(Browser.location(answer)).as(as).doesNotStartWith("/login");
                    } else {
                        assertThat(answer.statusCode()).as(as).isEqualTo(403);
                    }
                }
                HttpResponse<String> answer = page(nobody, rule, "none");
                if (rule.right() == Right.OPEN) {
                    assertThat(answer.statusCode()).as(rule.toString()).isLessThan(300);
                } else {
                    assertThat(answer.statusCode()).as(rule.toString()).isEqualTo(303);
                    assertThat(Browser.location(answer)).as(rule.toString()).startsWith("/login");
                }
            }
        }
    }

    private static Browser browser(PersonRole role) {
        return Objects.requireNonNull(BROWSERS.get(role));
    }

    private static String token(Map<PersonRole, String> tokens, PersonRole role) {
        return Objects.requireNonNull(tokens.get(role));
    }

    private static HttpResponse<String> page(Browser browser, RouteRule rule, String token) {
        return rule.method().equals(HttpMethod.GET)
                ? browser.get(filledIn(rule.path()))
                : browser.post(filledIn(rule.path()), Map.of("_csrf", token));
    }

    @Test
    @DisplayName("S-8: deny by default: what is served is listed, once, and what is listed is served")
    void listsEveryRouteOnce() {
        Set<String> served = new TreeSet<>();
        for (RequestMappingInfo mapping : plumbline
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()) {
            for (String path : mapping.getPatternValues()) {
                if (ELSEWHERE.stream().noneMatch(path::startsWith)) {
                    assertThat(mapping.getMethodsCondition().getMethods())
                            .as(path)
                            .isNotEmpty();
                    mapping.getMethodsCondition().getMethods().forEach(method -> served.add(method + " " + path));
                }
            }
        }
        // Spring Security's own filters answer these two.
        served.add("POST /login");
        served.add("POST /logout");
        assertThat(rules().stream().map(rule -> rule.method() + " " + rule.path()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    @DisplayName("S-8: the table itself: only admins give rights, support does not publish, who prepares does not sign")
    void keepsDutiesApart() {
        for (PersonRole role : PersonRole.values()) {
            assertThat(role.may(Right.ADMINISTER)).as(role.key()).isEqualTo(role == PersonRole.ADMIN);
            if (role != PersonRole.ADMIN) {
                assertThat(role.may(Right.PREPARE) && role.may(Right.REVIEW))
                        .as(role.key())
                        .isFalse();
                assertThat(role.may(Right.RECONCILE) && role.may(Right.RELEASE))
                        .as(role.key())
                        .isFalse();
            }
        }
        assertThat(PersonRole.SUPPORT.may(Right.OVERRIDE)).isTrue();
        assertThat(PersonRole.SUPPORT.may(Right.PUBLISH)).isFalse();
        assertThat(PersonRole.VIEWER.rights()).containsExactly(Right.CHECK, Right.READ);
    }

    /** Write it anew with {@code -Dplumbline.roles.write=true}. */
    @Test
    @DisplayName("docs/roles-and-routes.md is what the code says")
    void isWrittenDown() throws IOException {
        String now = document();
        if (Boolean.getBoolean("plumbline.roles.write")) {
            Files.writeString(DOCUMENT, now);
        }
        assertThat(Files.readString(DOCUMENT))
                .as(
                        "docs/roles-and-routes.md; if the change is meant: ./mvnw test -pl sync-worker -am"
                                + " -Dtest=RolesAndRoutesTest -Dsurefire.failIfNoSpecifiedTests=false -Dplumbline.roles.write=true")
                .isEqualTo(now);
    }

    private static String document() {
        var text = new StringBuilder("""
                # Roles and routes

                Who may do what. Generated from the code (`PersonRole`, `Right`, the `RouteRules`) by `RolesAndRoutesTest`: do not edit; write it anew with
                `./mvnw test -pl sync-worker -am -Dtest=RolesAndRoutesTest -Dsurefire.failIfNoSpecifiedTests=false -Dplumbline.roles.write=true`. What is not
                listed is refused. People and their roles: [people.md](people.md).

                ## Roles and rights

                A key has the rights of its scopes (`admin` has all); a person those of the roles; a person's key those that both have.

                """);
        text.append("| right | opens | scope of a key |")
                .append(roleCells(PersonRole::key))
                .append("\n|---|---|---|");
        text.append("---|".repeat(PersonRole.values().length)).append('\n');
        for (Right right : Right.values()) {
            if (right != Right.OPEN) {
                text.append("| `%s` | %s | %s |".formatted(right.key(), right.says(), scopes(right)))
                        .append(roleCells(role -> role.may(right) ? "x" : ""))
                        .append('\n');
            }
        }
        text.append("\n| role | |\n|---|---|\n");
        for (PersonRole role : PersonRole.values()) {
            text.append("| %s | %s |\n".formatted(role.key(), role.says()));
        }
        text.append("\n## The API\n\nBy key. ").append(table(true));
        text.append("\n## Pages\n\nBy login; `open`: for everybody. ").append(table(false));
        return text.toString();
    }

    private static String table(boolean api) {
        var text = new StringBuilder("One line for each route, one column for each role.\n\n| route | right |")
                .append(roleCells(PersonRole::key))
                .append("\n|---|---|")
                .append("---|".repeat(PersonRole.values().length))
                .append('\n');
        rules().stream()
                .filter(rule -> rule.isApi() == api)
                .sorted(Comparator.comparing(RouteRule::path)
                        .thenComparing(rule -> rule.method().name()))
                .forEach(rule -> text.append("| `%s %s` | `%s` |"
                                .formatted(
                                        rule.method(), rule.path(), rule.right().key()))
                        .append(roleCells(role -> role.may(rule.right()) ? "x" : ""))
                        .append('\n'));
        return text.toString();
    }

    private static String roleCells(java.util.function.Function<PersonRole, String> cell) {
        return Arrays.stream(PersonRole.values())
                .map(role -> " " + cell.apply(role) + " |")
                .collect(Collectors.joining());
    }

    private static String scopes(Right right) {
        return right.scopes().stream()
                .map(Scope::key)
                .sorted()
                .map(key -> "`" + key + "`")
                .collect(Collectors.joining(", "));
    }
}
