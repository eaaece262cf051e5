package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.demo.PlantedDemo;
import dev.plumbline.sync.support.RunningPlumbline;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Finance's reading task and the rest of the console in a real browser, over the demo's company with its planted breaks. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeskTest {
    private static final String HOSTILE = Company.SCRIPT + "=1+1\u202Egnp.\u2066 مرحبا " + "W".repeat(10_000);

    /** Pages that no document shows, by what stands on them: each build takes their pictures, for whoever looks. */
    private static final Map<String, String> SEEN = Map.ofEntries(
            Map.entry("/console/people/support", "Way in"),
            Map.entry("/console/new-person", "Add them"),
            Map.entry("/console/roles", "users, keys, the test clock"),
            Map.entry("/console/keys", "Make a key"),
            Map.entry("/console/keys/new", "Make it"),
            Map.entry("/console/features", "Asked for in 30 days"),
            Map.entry("/console/customers/cus_nordlys/fetched", "What it said"),
            Map.entry("/console/plans/team@2", "What changed from"),
            Map.entry("/console/overrides", "Extend those chosen"),
            Map.entry("/console/replay?since=2026-01-01T00:00", "subjects are looked at again"),
            Map.entry("/console/accounts", "stripe/default"),
            Map.entry("/console/revisions/1", "The file as it was published"),
            Map.entry("/console/audit", "Verify the chain"),
            Map.entry("/console/settings", "Reasons of breaks"));

    private static RunningPlumbline plumbline;
    private static PlantedDemo demo;
    private static Browser scripted;
    private static Browser plain;
    private static People people;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(options -> {
            PlantedDemo.quiet(options);
            options.with("plumbline.test.failing-page", true);
        });
        demo = PlantedDemo.found(plumbline);
        people = new People(plumbline);
        demo.faults();
        demo.plant();
        demo.ran(1);
        // Some are old by the second run, and one was mended meanwhile: else there is nothing to read from run to run.
        plumbline.sql().sql("""
                        update break set opened_at = opened_at - (id % 5) * interval '11 days' where resolved_at is null
                        """).update();
        plumbline.post(
                "/v1/customers/" + of("QUANTITY_MISMATCH").get("customer").asString() + "/refresh",
                "application/json",
                "{}");
        plumbline.comeToRest();
        demo.ran(2);
        demo.plant();
        demo.ran(3);
        String base = plumbline.uri("").toString();
        scripted = Browser.open(base, true);
        plain = Browser.open(base, false);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : java.util.Arrays.asList(scripted, plain, plumbline)) {
            if (one != null) {
                one.close();
            }
        }
    }

    @AfterEach
    void leave() {
        scripted.forget();
        plain.forget();
    }

    /** The newest open one of a type. */
    private static JsonNode of(String type) {
        return plumbline.json("/v1/breaks?state=open&type=" + type).get("data").get(0);
    }

    private static Browser browser(boolean withScripts) {
        return withScripts ? scripted : plain;
    }

    @Order(1)
    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "Finance reads the last run, sees one break side by side, assigns it, and accepts it until a day with a comment")
    void readsTheRun(boolean withScripts) {
        String type = withScripts ? "PLAN_MISMATCH" : "TERM_OR_CURRENCY_MISMATCH";
        Browser browser = people.login(browser(withScripts), "finance-preparer");
        browser.awaits("breaks above the threshold");
        browser.go("/console/runs").awaits("Run 3");
        browser.follow("Run 2").awaits("Roll-forward");
        assertThat(browser.text())
                .contains("from run 1", "ties", "Data as of", "A break matters from", "How old they are");
        assertThat(browser.text()).doesNotContain("does not tie");
        assertThat(browser.all("svg.chart").size()).isGreaterThanOrEqualTo(3);
        browser.expectThatItFits();

        browser.go("/console/runs/2/parts/breaks?type=" + type).awaits(type);
        browser.click("tbody a").awaits("Side by side");
        assertThat(browser.all("tr.differs")).isNotEmpty();
        assertThat(browser.text()).contains("differs", "Over runs", "Run 1", "Run 2", "Evidence");
        browser.expectThatItFits();

        browser.press("It is mine").awaits("It is yours now");
        browser.fill("#comment", "Asked billing")
                .fill("#reason", "They look into it")
                .choose("#reasonCode", "PROVIDER_FAULT");
        browser.press("Save").awaits("Noted.");
        assertThat(browser.text()).contains("Asked billing", "finance-preparer", "They look into it");
        browser.press("Accept until then");
        assertThat(browser.text()).as("a reason is asked for").doesNotContain("Accepted until then:");
        browser.fill("#because", "Agreed until the contract is renewed");
        browser.press("Accept until then").awaits("Accepted until then");
        assertThat(browser.text()).contains("waived", "Agreed until the contract is renewed");
        browser.go("/console/breaks?state=waived&type=" + type).awaits("waived");
        browser.expectNoComplaints();
    }

    @Test
    @Order(2)
    @DisplayName("What was written meanwhile is not written over; what is refused comes back as it was filled in")
    void doesNotWriteOverOthers() {
        long id = of("EVENT_MISSED").get("id").asLong();
        Browser browser = people.login(plain, "finance-reviewer");
        browser.go("/console/breaks/" + id);
        plumbline.send(plumbline
                .request("/v1/breaks/" + id)
                .header("Content-Type", "application/json")
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString("{\"reason\":\"quicker\",\"comment\":\"I was first\"}"))
                .build());
        browser.fill("#comment", "I am second")
                .fill("#reason", "To see")
                .press("Save")
                .awaits("It was edited meanwhile");
        assertThat(browser.one("#comment").getDomProperty("value")).isEqualTo("I am second");
        assertThat(plumbline.json("/v1/breaks/" + id).get("comment").asString()).isEqualTo("I was first");
        browser.go("/console/breaks/" + id).fill("#waiveUntil", "").fill("#because", "For ever");
        assertThat(people.post(browser, "/console/breaks/" + id + "/waive", "reason=x")
                        .statusCode())
                .isEqualTo(403);
        browser.expectNoComplaints();
    }

    @Order(3)
    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "A run is begun with a reason, watched while it runs, and read when it has ended; accepted breaks are told of as such")
    void beginsARun(boolean withScripts) {
        Browser browser = people.login(browser(withScripts), "finance-preparer");
        browser.go("/console/runs").click("summary");
        browser.fill("#reason", "The month ends").press("Begin").awaits("begins");
        assertThat(browser.path()).startsWith("/console/runs/");
        long run = Long.parseLong(browser.path().substring("/console/runs/".length()));
        demo.ended(run);
        if (withScripts) {
            browser.awaits("Roll-forward");
        } else {
            browser.go("/console/runs/" + run).awaits("Roll-forward");
        }
        assertThat(browser.text()).contains("accepted");
        assertThat(plumbline.count("select count(*) from break_told where left_as = 'accepted' and run > 3"))
                .as("told once, by the first run after it")
                .isEqualTo(2);
        browser.expectNoComplaints();
    }

    @Test
    @Order(4)
    @DisplayName(
            "The trend's figures are the runs' own: added up from each report they are the same, and the page shows them")
    void trendIsWhatTheRunsSay() {
        JsonNode trend = plumbline.json("/v1/reconciliations/3/trend?runs=9").get("data");
        var told = new LinkedHashMap<Long, Map<String, Long>>();
        for (JsonNode night : trend) {
            var sums = told.computeIfAbsent(night.get("run").asLong(), _ -> new LinkedHashMap<>());
            for (String line : List.of("opening", "fixed", "accepted", "autoCleared", "closing")) {
                sums.merge(line, night.get(line).asLong(), Long::sum);
            }
            sums.merge("new", night.get("added").asLong(), Long::sum);
            if (night.get("closingAmount").isNumber()) {
                sums.merge(
                        "closing " + night.get("currency").asString(),
                        night.get("closingAmount").asLong(),
                        Long::sum);
            }
        }
        assertThat(told.keySet()).containsExactly(1L, 2L, 3L);
        told.forEach((run, sums) -> assertThat(sums).as("run %s", run).containsAllEntriesOf(ofReport(run)));
        Browser browser = people.login(plain, "finance-reviewer");
        browser.go("/console/runs/3").awaits("From run to run");
        assertThat(browser.text()).contains("Run 1", "Run 2");
        assertThat(browser.one("#trend-desc").getDomProperty("textContent"))
                .contains("run 2 " + Objects.requireNonNull(told.get(2L)).get("closing") + ";");
        assertThat(plumbline.get("/v1/reconciliations/3/trend?runs=0").statusCode())
                .isEqualTo(400);
        assertThat(plumbline.get("/v1/reconciliations/99/trend").statusCode()).isEqualTo(404);
    }

    private static Map<String, Long> ofReport(long run) {
        var sums = new LinkedHashMap<String, Long>();
        for (JsonNode line :
                plumbline.json("/v1/reconciliations/" + run + "/report.json").get("rollForward")) {
            String name = line.get("line").asString().replace("auto-cleared", "autoCleared");
            if (!name.equals("reopened") && !name.equals("revalued") && !name.equals("moved")) {
                sums.merge(name, line.get("count").asLong(), Long::sum);
            }
            if (name.equals("closing") && line.get("amount").isNumber()) {
                sums.merge(
                        "closing " + line.get("currency").asString(),
                        line.get("amount").asLong(),
                        Long::sum);
            }
        }
        return sums;
    }

    @Test
    @Order(5)
    @DisplayName("S-15: every part of a report is a list with its filter in the URL, and the same filter's CSV")
    void listsEveryPart() {
        Browser browser = people.login(plain, "finance-preparer");
        for (String part :
                List.of("breaks", "overrides", "legacy-versions", "coverage", "roll-forward", "ageing", "summary")) {
            browser.go("/console/runs/2/parts/" + part);
            assertThat(browser.text()).as(part).contains("As run 2 of");
            browser.expectThatItFits();
        }
        browser.go("/console/runs/2/parts/breaks?severity=high&left=-");
        int shown = browser.all("tbody tr").size();
        HttpResponse<String> csv = people.get(browser, "/console/runs/2/parts/breaks.csv?severity=high&left=-");
        assertThat(csv.body().lines().count()).isEqualTo(shown + 1L);
        assertThat((long) shown)
                .isEqualTo(plumbline.count(
                        "select count(*) from break_told where run = 2 and severity = 'high' and left_as is null"));
        browser.go("/console/runs/2/parts/breaks?q=nothinglikethis").awaits("Nothing that fits");
        assertThat(people.get(browser, "/console/runs/2/parts/nonsense").statusCode())
                .isEqualTo(404);
        assertThat(people.get(browser, "/console/runs/2/report.json").body()).contains("contentSha256");
        assertThat(people.get(browser, "/console/runs/2/report.xlsx").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).contains("spreadsheetml"));
        assertThat(people.get(browser, "/console/runs/2/report.csv?section=ageing")
                        .body())
                .startsWith("\"type\"");
        browser.expectNoComplaints();
        browser.forget();
        people.login(plain, "support");
        assertThat(people.get(plain, "/console/runs/2/parts/breaks").statusCode())
                .as("finance's figures are finance's")
                .isEqualTo(403);
        plain.go("/console/runs/2").awaits("Its report is finance's");
        plain.complaints();
    }

    @Test
    @Order(6)
    @DisplayName(
            "A page that fails while it is rendered is a page that says so, with a reference that the log has; a program hears a problem")
    void failsAsAPage() {
        Browser browser = people.login(plain, "viewer");
        browser.go(FailingPage.PATH).awaits("This page could not be made");
        String reference = browser.one("#reference").getText();
        assertThat(reference).matches("[2-9A-Z]{8}");
        assertThat(browser.text()).doesNotContain("Half a page", "Exception", "thymeleaf");
        browser.complaints();
        HttpResponse<String> page = plumbline.send(HttpRequest.newBuilder(plumbline.uri(FailingPage.PATH))
                .header("Cookie", browser.cookies())
                .header("Accept", "text/html,application/xhtml+xml")
                .build());
        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        HttpResponse<String> program = plumbline.send(HttpRequest.newBuilder(plumbline.uri(FailingPage.PATH))
                .header("Cookie", browser.cookies())
                .header("Accept", "application/json")
                .build());
        assertThat(program.statusCode()).isEqualTo(500);
        assertThat(program.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(program.body()).contains("INTERNAL_ERROR", "reference").doesNotContain("Exception");
        assertThat(plumbline
                        .send(HttpRequest.newBuilder(plumbline.uri("/error")).build())
                        .statusCode())
                .as("nobody asks for it by its address")
                .isEqualTo(404);
    }

    @Test
    @Order(7)
    @DisplayName(
            "Operators see the last error of a route with its time and without what was sent, and jobs with their steps")
    void showsWhatWentWrong() {
        plumbline.deliver(
                "/webhooks/stripe/default", "{\"secret\":\"sk_live_x\"}".getBytes(StandardCharsets.UTF_8), "t=1,v1=00");
        Browser browser = people.login(plain, "operator");
        browser.go("/console/routes").awaits("DeliveryRejected");
        assertThat(browser.text()).contains("since this node began").doesNotContain("sk_live_x");
        browser.go("/console/jobs").awaits("reconcile");
        browser.click("tbody a").awaits("Steps");
        assertThat(browser.text()).contains("look", "compare").containsPattern("run [0-9]+");
        browser.expectThatItFits();
        browser.expectNoComplaints();
    }

    @Test
    @Order(8)
    @DisplayName("A customer is found by a part of its name; nobody is found by a percent sign")
    void findsByAPartOfTheName() {
        Browser browser = people.login(plain, "support");
        browser.go("/console/customers?q=lys+des");
        assertThat(browser.path()).isEqualTo("/console/customers/cus_nordlys");
        browser.go("/console/customers?q=%25%25%25").awaits("Nobody is found");
        browser.expectNoComplaints();
    }

    @Test
    @Order(8)
    @DisplayName(
            "Who has no key set cannot enrol, and is told what to set; settings in force are shown, secrets are not")
    void saysWhatToSet() {
        Browser browser = people.login(plain, "operator");
        browser.go("/console/me").press("Enrol a device").awaits("PLUMBLINE_PEOPLE_SECONDFACTORKEY");
        browser.go("/console/settings").awaits("PLUMBLINE_HOLD_CUSTOMERS");
        assertThat(browser.text()).contains("GOODWILL").doesNotContain(RunningPlumbline.KEY, RunningPlumbline.SECRET);
        browser.expectThatItFits();
        browser.expectNoComplaints();
    }

    @Order(8)
    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("S-23: a reviewer is told of a HOLD and who would lose access; without a reason nothing is let go")
    void seesTheHold(boolean withScripts) {
        Browser browser = people.login(browser(withScripts), "finance-reviewer");
        long held = plumbline.count("select max(id) from reconciliation where status = 'HELD'");
        String page = "/console/runs/" + held;
        browser.awaits("waits for a second person");
        browser.click(".notice a[href='" + page + "']").awaits("would lose access");
        assertThat(people.post(browser, page + "/release", "reason=x").statusCode())
                .as("a form of another site")
                .isEqualTo(403);
        browser.press("Release the hold");
        assertThat(browser.path()).as("a reason is asked for").isEqualTo(page);
        assertThat(plumbline.json("/v1/reconciliations/" + held).get("status").asString())
                .isEqualTo("HELD");
        browser.expectNoComplaints();
    }

    @Order(8)
    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "S-8: a run's report is signed on its page, as prepared by one person and as reviewed by another; it does not change then")
    void signsARun(boolean withScripts) {
        long run = withScripts ? plumbline.count("select max(id) from reconciliation where status = 'STOPPED'") : 1;
        new RunTask(plumbline, people, browser(withScripts), withScripts).signs(run);
    }

    @Order(11)
    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "S-23 S-8: who began a run does not let its HOLD go; a reviewer does, on its page, and then those who ended lose access")
    void letsAHoldGo(boolean withScripts) {
        var task = new RunTask(plumbline, people, browser(withScripts), withScripts);
        List<String> ended = task.ends(6);
        long run = task.beginsOneThatIsHeld(demo);
        task.letsGo(run, demo);
        assertThat(ended)
                .as("customers of run %s", run)
                .allSatisfy(customer ->
                        assertThat(RunTask.hasAccess(plumbline, customer)).isFalse());
    }

    @Test
    @Order(9)
    @DisplayName("Pictures of the pages, as wide as a README shows them")
    void isPhotographed() {
        Browser browser = people.login(scripted, "admin");
        var shots = new Screenshots(browser);
        shots.take("home", "/console", "What needs attention");
        shots.take("run", "/console/runs/2", "Roll-forward");
        shots.take(
                "break", "/console/breaks/" + of("UNPAID_BUT_ACTIVE").get("id").asLong(), "Side by side");
        shots.take("matrix", "/console/matrix?market=FI&differences=true", "Matrix");
        shots.take("compare", "/console/customers/cus_nordlys/compare?plan=business@1", "Would have");
        shots.take("feature", "/console/features/invoices", "Where it is granted");
        shots.take("people", "/console/people", "finance-reviewer");
        SEEN.forEach((path, awaited) -> shots.see(path.replaceAll("[^a-z0-9]+", "-"), path, awaited));
        browser.go("/console/customers/cus_nordlys")
                .click("a[href*='features/sso']")
                .awaits("It rests on");
        browser.run("window.scrollTo(0, 0)");
        shots.takeWhatIsThere("customer");
        browser.go("/console/customers/cus_nordlys/overrides/new?feature=seats");
        browser.choose("#effect", "set").fill("#value", "40").choose("#category", "Sales promise");
        browser.fill("#reason", "Season starts early").awaits("What it would change");
        shots.takeWhatIsThere("override-preview");
        browser.go("/console/model");
        browser.run(
                "let file = document.getElementById('source');"
                        + " file.value = file.value.replace('[ { market: nordics }, { market: eea } ]', '[ { market: eea } ]')");
        browser.press("Plan: who gains").awaits("lose something");
        browser.run("window.scrollTo(0, 0)");
        shots.takeWhatIsThere("plan");
        browser.go("/console/runs/2");
        browser.shootAs("run-dark", "", "dark");
        browser.shootAs("run-printed", "print", "light");
        browser.go("/console/breaks/" + of("UNPAID_BUT_ACTIVE").get("id").asLong());
        browser.shootAs("break-dark", "", "dark");
        browser.shootAs("break-printed", "print", "light");
        browser.expectNoComplaints();
    }

    @Test
    @Order(10)
    @DisplayName(
            "S-16: hostile texts on finance's and operators' pages: nothing runs, nothing sticks out, the browser complains of nothing")
    void bearsHostileTexts() {
        plumbline.sql().sql("""
                        update break_told set detail = :hostile, assignee = :hostile where run = 2;
                        """).param("hostile", HOSTILE).update();
        long id = of("UNPAID_BUT_ACTIVE").get("id").asLong();
        plumbline.sql().sql("""
                        update break set detail = :hostile, assignee = left(:hostile, 200), comment = left(:hostile, 1000) where id = :id
                        """).param("hostile", HOSTILE).param("id", id).update();
        plumbline.sql().sql("""
                        update reconciliation_difference set before = jsonb_set(jsonb_set(before,
                            '{snapshot,subscriptions,0,providerStatus}', to_jsonb(:hostile::text)),
                            '{snapshot,subscriptions,0,id}', to_jsonb(:hostile::text))
                        where before #> '{snapshot,subscriptions,0}' is not null
                        """).param("hostile", HOSTILE).update();
        plumbline
                .sql()
                .sql("update reconciliation set reason = :hostile")
                .param("hostile", HOSTILE)
                .update();
        plumbline
                .sql()
                .sql("update batch_step_execution set exit_message = :hostile")
                .param("hostile", "dev.plumbline." + HOSTILE.substring(0, 2_000))
                .update();
        Browser browser = people.login(scripted, "admin");
        var pages = new ArrayList<>(List.of(
                "/console",
                "/console/runs",
                "/console/runs/2",
                "/console/runs/2/parts/breaks",
                "/console/runs/2/parts/breaks?q=" + encoded(Company.SCRIPT),
                "/console/runs/2/parts/breaks?detail=" + encoded(Company.SCRIPT),
                "/console/breaks",
                "/console/breaks/" + id,
                "/console/routes",
                "/console/jobs",
                "/console/jobs?job=" + encoded(Company.SCRIPT),
                "/console/jobs/1",
                "/console/me",
                "/console/settings",
                "/console/customers?q=" + encoded(Company.SCRIPT)));
        for (String page : pages) {
            browser.go(page);
            assertThat(browser.text()).as(page).isNotEmpty().doesNotContain("could not be made", "This is our fault");
            assertThat(browser.run("return document.title")).as(page).asString().endsWith("· Plumbline");
            browser.expectThatItFits();
            browser.expectNoComplaints();
        }
        HttpResponse<String> csv = people.get(browser, "/console/runs/2/parts/breaks.csv");
        assertThat(csv.body()).doesNotContainPattern(Pattern.compile("(^|,)\"[=+@]"));
    }

    private static String encoded(@Nullable String text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
    }
}
