package dev.plumbline.sync.console;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.check.access.AccessTable;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.sync.login.Browser;
import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.json.JsonMapper;

/** Lists are all of one kind: the filter in the URL, on the next page and in the CSV; and what to do where nothing fits. */
class ListPagesTest {
    private static final Pattern NEXT = Pattern.compile("href=\"([^\"]*cursor=[^\"]*)\"");
    private static final int MANY = 53;
    private static final String FILTER = "<form class=\"filter\" method=\"get\"";

    /** Each list, as it is asked for when nothing is to fit. */
    private static final Map<String, String> LISTS = Map.ofEntries(
            entry("/console/approvals", "state=expired"),
            entry("/console/audit", "action=user.flew"),
            entry("/console/breaks", "customer=nobody"),
            entry("/console/customers", "q=nobody"),
            entry("/console/features", "q=nothing"),
            entry("/console/inbox", "type=nothing"),
            entry("/console/jobs", "job=nothing"),
            entry("/console/keys", "q=nothing"),
            entry("/console/migrations", "plan=none"),
            entry("/console/overrides", "actor=nobody"),
            entry("/console/people", "q=nobody"),
            entry("/console/periods", "state=reopened"),
            entry("/console/plans", "q=nothing"),
            entry("/console/promotions", "state=over"),
            entry("/console/revisions", "author=nobody"),
            entry("/console/routes", "q=nothing"),
            entry("/console/runs", "status=HELD"),
            entry("/console/subjects", "id=nobody"));

    /** Pages that are no lists, and why. */
    private static final Map<String, String> NO_LISTS = Map.ofEntries(
            entry("/console", "what needs attention, each with the way to its list"),
            entry("/console/accounts", "those that the settings name, each with its figures"),
            entry("/console/csp", "no page: a test's own, on which nothing may run"),
            entry("/console/health", "the parts of one node"),
            entry("/console/keys/new", "a form"),
            entry("/console/matrix", "features by plans: it is narrowed by columns, and is seldom without rows"),
            entry("/console/me", "oneself"),
            entry("/console/migrations/new", "a form"),
            entry("/console/model", "a form"),
            entry("/console/new-person", "a form"),
            entry("/console/replay", "a form, for what the inbox's filter has found"),
            entry("/console/roles", "the table of rights, which stands in the code"),
            entry("/console/settings", "those of one node"));

    private static RunningPlumbline plumbline;
    private static Browser admin;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start();
        admin = Browser.of(plumbline, "root", "admin", "product", "operator", "finance-preparer");
        publishAPromotion();
        for (int i = 0; i < MANY; i++) {
            plumbline.post(
                    "/v1/users",
                    "application/json",
                    "{\"login\":\"many%02d\",\"roles\":[\"viewer\"],\"reason\":\"joins\"}".formatted(i));
        }
    }

    /** With somebody in it. */
    private static void publishAPromotion() {
        plumbline.post(
                "/v1/catalog/publish",
                "application/yaml",
                plumbline.text("select source from model_revision order by revision desc limit 1") + """
                promotions:
                  spring:
                    reason: A test
                    window: { from: 2098-01-01T00:00:00Z, until: 2099-01-01T00:00:00Z }
                    audience: { plans: [business] }
                    grants: { sso: true }
                """);
        var _ = plumbline.put("/v1/customers/cus_held", Map.of("name", "Has a place"));
        HttpResponse<String> enrolled = plumbline.post(
                "/v1/promotions/spring/enrolments",
                "application/json",
                "{\"customer\":\"cus_held\",\"reason\":\"a test\"}");
        assertThat(enrolled.statusCode()).as(enrolled.body()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        admin.close();
        plumbline.close();
    }

    @Test
    @DisplayName(
            "M24 the audit is found by what was done: on the page, on the next one, and in the table that is taken away")
    void findsWhatWasDone() {
        String first = shown("/console/audit?action=user.added&object=user&actor=");
        assertThat(first).contains("value=\"user.added\"", "<option value=\"user.logged-in\">", "many52");
        assertThat(first).doesNotContain("<td>user.logged-in</td>");
        String next = next(first);
        assertThat(next).contains("action=user.added", "object=user");
        assertThat(shown(next)).contains("many00", "<td>user.added</td>").doesNotContain("many52");

        String csv = shown("/console/audit.csv?action=user.added");
        assertThat(csv.lines().skip(1)).hasSize(MANY + 1).allMatch(line -> line.contains("user.added"));
        assertThat(shown("/console/audit?action=user.flew")).contains("Nothing that fits");
    }

    @Test
    @DisplayName("M24 people go on where the page ended, with the filter, and are all in the table")
    void goesOnAmongPeople() {
        String first = shown("/console/people?q=many&state=active");
        assertThat(first).contains("many00", "many49").doesNotContain("many50");
        String next = next(first);
        assertThat(next).contains("q=many", "state=active");
        assertThat(shown(next)).contains("many50", "many52").doesNotContain("many49");
        assertThat(shown("/console/people.csv?q=many").lines().skip(1)).hasSize(MANY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "people?q=nobody",
                "periods?state=reopened",
                "migrations?plan=none",
                "breaks?customer=none",
                "runs?status=HELD"
            })
    @DisplayName("A list in which nothing fits says what to do, and its table has its head alone")
    void saysWhatToDo(String list) {
        assertThat(shown("/console/" + list)).contains("class=\"empty\"").doesNotContain("cursor=");
        assertThat(shown("/console/" + list.replace("?", ".csv?")).lines()).hasSize(1);
    }

    @Test
    @DisplayName(
            "M24 S-16: every list has a filter in the URL, a table that is taken away with it, and says what to do")
    void areAllOfOneKind() {
        assertThat(pagesByThemselves())
                .as("a new page is a list like the others, or stands among those that are none")
                .containsExactlyInAnyOrderElementsOf(Stream.concat(LISTS.keySet().stream(), NO_LISTS.keySet().stream())
                        .toList());
        LISTS.forEach(ListPagesTest::isAList);
    }

    /** Without a place in their path: what has one is a page of one thing. */
    private static List<String> pagesByThemselves() {
        return plumbline.bean(AccessTable.class).rules().stream()
                .filter(rule -> rule.method().equals(HttpMethod.GET))
                .map(RouteRule::path)
                .filter(path -> path.startsWith("/console") && !path.endsWith(".csv") && !path.contains("{"))
                .distinct()
                .toList();
    }

    private static void isAList(String list, String nothingFits) {
        assertThat(shown(list)).as(list).contains(FILTER);
        String empty = shown(list + "?" + nothingFits);
        String chosen = nothingFits.substring(nothingFits.indexOf('=') + 1);
        assertThat(empty)
                .as(list)
                .contains(FILTER, "class=\"empty\"")
                .containsPattern("value=\"" + chosen + "\"( selected=\"selected\")?")
                .doesNotContain("rel=\"next\"");
        long before = takenAway();
        HttpResponse<String> csv = admin.get(list + ".csv?" + nothingFits);
        assertThat(csv.statusCode()).as(list).isEqualTo(200);
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).as(list).startsWith("text/csv");
        assertThat(csv.body().lines()).as(list).hasSize(1);
        assertThat(takenAway()).as(list + ": who takes it away is written down").isEqualTo(before + 1);
    }

    private static long takenAway() {
        return plumbline.count("select count(*) from audit where action like '%.exported'");
    }

    @Test
    @DisplayName(
            "M24 a filter finds what it is for, on the page and in the table: plans, routes, promotions and their places")
    void findsByTheNewFilters() {
        assertThat(shown("/console/plans?q=BUSI&sale=on"))
                .contains("business@1")
                .doesNotContain("team@1", "team@2");
        assertThat(shown("/console/plans?sale=off")).contains("team@1").doesNotContain("team@2", "business@1");
        assertThat(shown("/console/plans.csv?sale=off").lines()).hasSize(2);
        assertThat(shown("/console/routes?q=WEBHOOK-stripe")).contains("webhook-stripe-default", "No job that fits");
        assertThat(shown("/console/routes.csv?q=webhook-stripe").lines().skip(1))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("\"route\",\"") && line.contains("stripe"));
        assertThat(shown("/console/routes.csv?state=running")).contains("\"job\",");
        assertThat(shown("/console/promotions?state=upcoming")).contains("/console/promotions/spring");
        assertThat(shown("/console/promotions/spring?state=withdrawn")).contains(FILTER, "No place that fits");
        assertThat(shown("/console/promotions/spring.csv?state=withdrawn").lines())
                .hasSize(1);
        assertThat(shown("/console/promotions/spring?state=held")).contains("cus_held");
        assertThat(shown("/console/revisions?state=SUPERSEDED")).contains("/console/revisions/1");
        assertThat(shown("/console/revisions?author=boot&state=IN_FORCE")).contains("/console/revisions/2");
        assertThat(shown("/console/revisions.csv?state=SUPERSEDED").lines()).hasSize(2);
        assertThat(admin.get("/console/plans?sale=perhaps").statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("M24 home names a handful of what waits for a second person, and reads no more of it")
    void readsAHandfulForHome() {
        String source = plumbline.text("select source from model_revision order by revision desc limit 1");
        for (int i = 0; i < 7; i++) {
            String asked = JsonMapper.shared()
                    .writeValueAsString(Map.of(
                            "kind",
                            "publish",
                            "content",
                            Map.of("source", source + "# " + i + "\n"),
                            "reason",
                            "a test"));
            HttpResponse<String> answer = plumbline.post("/v1/approvals", "application/json", asked);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        }
        // All of them were read for it, each with its file (tried: it said 7).
        assertThat(shown("/console")).contains("6+ approvals wait");
        assertThat(shown("/console/approvals.csv?state=pending").lines()).hasSizeGreaterThan(7);
    }

    private static String shown(String path) {
        HttpResponse<String> shown = admin.get(path);
        assertThat(shown.statusCode()).as(path).isEqualTo(200);
        return shown.body();
    }

    private static String next(String page) {
        Matcher next = NEXT.matcher(page);
        assertThat(next.find()).as("a way on").isTrue();
        return next.group(1).replace("&amp;", "&");
    }
}
