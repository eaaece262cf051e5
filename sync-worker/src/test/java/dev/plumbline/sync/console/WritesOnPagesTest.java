package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.login.Browser;
import dev.plumbline.sync.support.RunningPlumbline;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people write from pages stands on what they read, says why, and is seen whole by the second person. */
class WritesOnPagesTest {
    private static final Pattern BASE = Pattern.compile("name=\"base\" value=\"([^\"]*)\"");
    private static final String NEWEST = "select source from model_revision order by revision desc limit 1";

    private static RunningPlumbline plumbline;
    private static Browser paul;
    private static Browser rita;
    private static String paulsKey = "";

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start();
        paul = Browser.of(plumbline, "paul", "product", "operator", "finance-preparer", "finance-reviewer");
        String key = "{\"name\":\"k\",\"scopes\":[\"read\",\"write\",\"finance\"],\"person\":\"paul\"}";
        paulsKey = json(plumbline.post("/v1/api-keys", "application/json", key))
                .path("secret")
                .asString();
        rita = Browser.of(plumbline, "rita", "product", "finance-reviewer");
    }

    @AfterAll
    static void stop() {
        paul.close();
        rita.close();
        plumbline.close();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JsonMapper.builder().build().readTree(answer.body());
    }

    /** As a program of Paul's does it. */
    private static JsonNode byKey(String path, Object body) {
        return json(plumbline.send(HttpRequest.newBuilder(plumbline.uri(path))
                .header("Authorization", "Bearer " + paulsKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JsonMapper.builder().build().writeValueAsString(body)))
                .build()));
    }

    /** Its page. */
    private static String asked(String kind, Map<String, Object> content) {
        return "/console/approvals/"
                + byKey("/v1/approvals", Map.of("kind", kind, "content", content, "reason", "It is agreed"))
                        .path("id")
                        .asString();
    }

    private static long newest() {
        return plumbline.count("select max(revision) from model_revision");
    }

    private static String file() {
        return plumbline.text(NEWEST);
    }

    /** Which changes nobody's answer. */
    private static String named(String file, String feature, String name) {
        String other = file.replaceFirst(feature + ":( *)\\{ name: [^,]*,", feature + ":$1{ name: " + name + ",");
        assertThat(other).isNotEqualTo(file);
        return other;
    }

    private static String base(HttpResponse<String> page) {
        Matcher base = BASE.matcher(page.body());
        return base.find() ? base.group(1) : "";
    }

    private static Map<String, String> draft(String source, String base) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("source", source);
        fields.put("base", base);
        fields.put("reason", "A test");
        return fields;
    }

    private static HttpResponse<String> send(Browser browser, String action, Map<String, String> fields) {
        return browser.submit("/console/model", "/console/model/" + action, fields);
    }

    /** As Rita, meanwhile. */
    private static void publishes(String source) {
        HttpResponse<String> done = send(rita, "publish", draft(source, base(rita.get("/console/model"))));
        assertThat(Browser.location(done)).as(done.body()).isEqualTo("/console/revisions");
    }

    @Test
    @DisplayName("A file that was opened before another revision is not published over it: what is typed stays, and the"
            + " page says what to do")
    void doesNotUndoAnothersRevision() {
        HttpResponse<String> opened = paul.get("/console/model");
        long before = newest();
        String typed = named(file(), "bank_payouts", "Payouts as Paul has them");
        publishes(named(file(), "sso", "Single sign-on as Rita has it"));

        HttpResponse<String> refused = send(paul, "publish", draft(typed, base(opened)));
        assertThat(newest())
                .as("without a plan no base was sent, and Rita's change was gone")
                .isEqualTo(before + 1);
        assertThat(refused.body())
                .contains("id=\"stale\"", "Payouts as Paul has them", "take the newest file")
                .contains("- ", "+   sso:", "Single sign-on as Rita has it");
        assertThat(base(refused)).isEqualTo(Long.toString(before));
        for (String step : new String[] {"validate", "plan"}) {
            HttpResponse<String> page = send(paul, step, draft(typed, base(opened)));
            assertThat(page.body()).as(step).contains("id=\"stale\"");
            assertThat(base(page))
                    .as("%s: the base was lost, or another one taken unseen", step)
                    .isEqualTo(Long.toString(before));
        }

        String both = named(file(), "bank_payouts", "Payouts as Paul has them");
        var onto = draft(both, base(refused));
        onto.put("onto", Long.toString(before + 1));
        HttpResponse<String> planned = send(paul, "plan", onto);
        assertThat(planned.body()).doesNotContain("id=\"stale\"");
        assertThat(Browser.location(send(paul, "publish", draft(both, base(planned)))))
                .isEqualTo("/console/revisions");
        assertThat(file()).contains("Payouts as Paul has them", "Single sign-on as Rita has it");
    }

    @Test
    @DisplayName(
            "M12: what a second person is asked for is on the revision that the first one saw, or it is not asked for")
    void asksOnWhatWasSeen() {
        HttpResponse<String> opened = paul.get("/console/model");
        String typed = named(file(), "api_access", "Paul's API");
        long asked = plumbline.count("select count(*) from approval");
        publishes(named(file(), "sso", "Rita's sign-on"));

        HttpResponse<String> refused = send(paul, "ask", draft(typed, base(opened)));
        assertThat(refused.body())
                .as("asked on whatever was newest, its approval undid Rita's change")
                .contains("id=\"stale\"", "Paul&#39;s API");
        assertThat(plumbline.count("select count(*) from approval")).isEqualTo(asked);
    }

    @Test
    @DisplayName(
            "M4: nothing is done to a migration from its page without a reason; a preview has the one it was drawn up"
                    + " for")
    void migratesWithAReason() {
        HttpResponse<String> drawn = plumbline.post("/v1/migrations", "application/json", """
            {"from": "team@1", "to": "team@2", "when": "now", "reason": "v1 is retired"}
            """);
        String page = "/console/migrations/" + json(drawn).path("id").asLong();
        paul.submit(page, page + "/preview", Map.of("reason", ""));
        Awaitility.await().until(() -> paul.get(page).body().contains("id=\"start\""));
        assertThat(plumbline.text("""
            select string_agg(distinct reason, ',') from audit where action like 'migration.%' and actor = 'paul'
            """)).as("it was written as \"by API\"").isEqualTo("v1 is retired");
        for (String action : List.of("start", "stop", "resume", "undo", "ask")) {
            for (String blank : List.of("", " ")) {
                assertThat(paul.submit(page, page + "/" + action, Map.of("reason", blank))
                                .body())
                        .as(action)
                        .contains("id=\"wrong-reason\"", "Say why");
            }
        }
    }

    @Test
    @DisplayName("F-30: a run is not begun from a page for a blank; what was typed and is refused stands there again")
    void runsWithAReason() {
        var asked = new LinkedHashMap<>(Map.of("of", "stripe/default", "mode", "report", "reason", " "));
        assertThat(Browser.location(paul.submit("/console/runs", "/console/runs", asked)))
                .as("it began, \"by API\"")
                .isEqualTo("/console/runs");
        assertThat(paul.get("/console/runs").body()).contains("id=\"wrong-reason\"", "Say why");

        Runs.ran(plumbline, LocalDate.of(2026, 3, 1));
        String run = "/console/runs/" + plumbline.count("select max(id) from reconciliation");
        paul.submit(run, run + "/sign-off/prepare", Map.of("reason", "Looked \u202Eat"));
        assertThat(paul.get(run).body())
                .as("it had to be typed again")
                .contains("cannot be read", "id=\"reason-prepare\"", "value=\"Looked \u202Eat\"");
    }

    @Test
    @DisplayName("M12: who approves a model sees what it changes, line by line and in sentences, and who gains and who"
            + " loses by it")
    void approvesWhatIsSeen() {
        String source = named(file(), "bank_payouts", "Payouts that wait") + "# <script>alert(1)</script>\n";
        String page = asked("publish", Map.of("source", source, "base", newest()));

        assertThat(rita.get(page).body())
                .as("it was one escaped text")
                .contains(
                        "class=\"came\"", "+   bank_payouts: { name: Payouts that wait,", "+ # &lt;script&gt;alert(1)")
                .contains("- ", "/console/revisions/" + newest(), "Plan it")
                .doesNotContain("<script>alert", "\\n", "bank_payouts:\\");
        String plan = Browser.location(rita.submit(page, page + "/plan", Map.of()));
        assertThat(plan).startsWith("/console/model/plans/");
        assertThat(rita.get(plan).statusCode()).isEqualTo(200);
        assertThat(rita.get(page).body()).contains("href=\"" + plan + "\"").doesNotContain("Plan it");

        publishes(named(file(), "sso", "Signed on once"));
        assertThat(rita.get(page).body()).contains("cannot be published any more");
    }

    @Test
    @DisplayName(
            "S-8: what is to be approved is read field by field, with a way to the customer it is about, whatever they"
                    + " are called")
    void approvesForWhomIsSeen() {
        String customer = "<b onclick=alert(1)>&\"'/%2e;x";
        String address =
                "/" + URLEncoder.encode(customer, StandardCharsets.UTF_8).replace("+", "%20");
        plumbline.put("/v1/customers" + address, Map.of("country", "FI"));
        String page = asked("override", Map.of("customer", customer, "feature", "sso", "effect", "grant"));
        String body = rita.get(page).body();
        assertThat(body).contains("<dt>effect</dt>", "<dt>feature</dt>").doesNotContain("<b onclick", "<pre");
        Matcher way = Pattern.compile("href=\"(/console/customers/[^\"]+)\"").matcher(body);
        assertThat(way.find()).as("there was no way from here to the customer").isTrue();
        HttpResponse<String> there = rita.get(way.group(1).replace("&amp;", "&"));
        assertThat(there.statusCode()).as(way.group(1)).isEqualTo(200);
        assertThat(there.body()).contains("&lt;b onclick");
    }

    @Test
    @DisplayName(
            "S-8: what somebody asked for by a key of theirs they take back on the page; nobody else is offered to")
    void takesBackWhatAKeyAsked() {
        String page = asked("publish", Map.of("source", named(file(), "sso", "Taken back"), "base", newest()));
        assertThat(rita.get(page).body()).doesNotContain("Take it back");
        assertThat(paul.get(page).body())
                .as("\"paul (k)\" was somebody else than \"paul\"")
                .contains("Take it back")
                .doesNotContain("Approve, and do it");
        assertThat(Browser.location(paul.submit(page, page + "/withdraw", Map.of("reason", "It was a test"))))
                .isEqualTo(page);
        assertThat(paul.get(page).body()).contains("withdrawn").doesNotContain("Take it back");
    }

    @Test
    @DisplayName("S-8: who prepared by a key of theirs is told on the page that somebody else signs, of a run and of a"
            + " month")
    void knowsWhoPreparedByKey() {
        Runs.ran(plumbline, LocalDate.of(2026, 4, 30));
        long run = plumbline.count("select max(id) from reconciliation");
        asked("period", Map.of("reconciliation", run));
        assertThat(paul.get("/console/runs/" + run).body()).containsIgnoringCase("you signed it as prepared");
        assertThat(rita.get("/console/runs/" + run).body()).doesNotContain("igned it as prepared");

        byKey("/v1/periods/2026-04/prepare", Map.of("reason", "All of it"));
        assertThat(paul.get("/console/periods/2026-04").body()).contains("You prepared it");
        assertThat(rita.get("/console/periods/2026-04").body()).doesNotContain("You prepared it");
    }
}
