package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.check.access.AccessTable;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.sync.support.RunningPlumbline;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** The console in a real browser, with scripts and without: what people come for, done as they do it. */
class ConsoleTest {
    private static final Pattern FILE = Pattern.compile("\\.(csv|json|xlsx|zip)$");
    private static final Pattern CELL_OF_A_FORMULA = Pattern.compile("(?m)(^|,)\"?[=+@]");

    private static RunningPlumbline plumbline;
    private static Browser scripted;
    private static Browser plain;
    private static People people;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start();
        Company.found(plumbline);
        people = new People(plumbline);
        String base = plumbline.uri("").toString();
        scripted = Browser.open(base, true);
        plain = Browser.open(base, false);
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable one : java.util.Arrays.asList(scripted, plain, plumbline)) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (Exception left) {
                throw new AssertionError(left);
            }
        }
    }

    @AfterEach
    void leave() {
        scripted.forget();
        plain.forget();
    }

    private static Browser browser(boolean withScripts) {
        return withScripts ? scripted : plain;
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("Support finds a customer, understands an answer, decides for a while and takes it back")
    void helpsACustomer(boolean withScripts) {
        Browser browser = people.login(browser(withScripts), "support");

        browser.go("/console").search(Company.ACME);
        assertThat(browser.path()).as("who is found alone is opened").isEqualTo("/console/customers/" + Company.ACME);
        assertThat(browser.text()).contains("Acme Rockets", "team@2", "active", "260 of 300", "sso");
        browser.press("Fetch now").awaits("Fetched and applied");
        comparesWithAPlan(browser, withScripts);

        browser.follow("Explain").awaits("It rests on");
        assertThat(browser.path().startsWith("/console/customers/" + Company.ACME + "/features/"))
                .as("with scripts the explanation stands beside the table")
                .isEqualTo(!withScripts);
        assertThat(browser.text()).contains("this decides", "1 plan");
        browser.shoot(withScripts ? "customer" : "explanation-plain");

        browser.go("/console/customers/" + Company.ACME).follow("New override");
        assertThat(browser.one("#validUntil").getDomProperty("value"))
                .as("30 days are filled in")
                .isNotEmpty();
        browser.choose("#feature", "seats").choose("#effect", "set").fill("#value", "many");
        browser.fill("#reason", "They asked twice").choose("#category", "Goodwill");
        if (!withScripts) {
            browser.press("Preview");
        }
        browser.awaits("For seats it is a number");
        assertThat(browser.one("#reason").getDomProperty("value")).isEqualTo("They asked twice");
        browser.fill("#value", "9");
        if (!withScripts) {
            browser.press("Preview");
        }
        browser.awaits("What it would change");
        assertThat(browser.text()).contains("Before", "After");
        browser.shoot(withScripts ? "override-preview" : "override-preview-plain");
        // A field that still changes when the button is pressed: on a form of htmx it would be confirmed twice.
        browser.one("#link").sendKeys("INC-42");
        browser.press("Confirm the override").awaits("The override of seats is made");
        assertThat(plumbline
                        .sql()
                        .sql("""
                        select count(*) from customer_override
                        where customer_key = :customer and feature = 'seats' and ended_at is null
                        """)
                        .param("customer", Company.ACME)
                        .query(Long.class)
                        .single())
                .as("made once")
                .isEqualTo(1);
        assertThat(browser.text()).contains("Goodwill: They asked twice");

        plumbline.comeToRest();
        browser.follow("seats");
        browser.fill("#reason", "It was a mistake").press("End the override").awaits("is ended");
        assertThat(browser.path()).isEqualTo("/console/customers/" + Company.ACME);
        browser.expectNoComplaints();
    }

    private static void comparesWithAPlan(Browser browser, boolean withScripts) {
        browser.follow("as they were fetched").awaits("What it said");
        assertThat(browser.text()).contains("price_team", "The same customer at Stripe");
        browser.expectThatItFits();
        browser.go("/console/customers/" + Company.ACME).follow("Compare with plan");
        browser.awaits("Nothing is changed").choose("#plan", "business@1");
        if (!withScripts) {
            browser.press("Compare"); // with scripts a list that is chosen from is applied at once
        }
        browser.awaits("Would have");
        assertThat(browser.text())
                .contains("Dedicated-manager".toLowerCase(java.util.Locale.ROOT), "5000 a month", "more");
        HttpResponse<String> csv =
                people.get(browser, Objects.requireNonNull(browser.one("a.csv").getDomAttribute("href")));
        assertThat(csv.body()).contains("\"invoices\",\"300 a month, then overage\"", "\"more\"");
        browser.expectThatItFits();
        browser.go("/console/customers/" + Company.ACME);
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("Support keeps overrides on that end soon, several at once with one reason, within its cap")
    void extendsOverrides(boolean withScripts) {
        Browser browser = people.login(browser(withScripts), "support");
        browser.follow("Overrides").awaits("Extend those chosen");
        browser.press("Extend those chosen").awaits("None is chosen");
        browser.go("/console/overrides?state=active");
        browser.click("[aria-label='Choose " + (withScripts ? "sso of cus_acme" : "api_access of cus_harm") + "']");
        browser.press("Extend those chosen").awaits("Why it was made");
        browser.fill("#reason", "The outage lasted longer");
        String usual = Objects.requireNonNull(browser.one("#until").getDomProperty("value"));
        browser.run("document.getElementById('until').value = '2199-01-01T00:00'");
        browser.press("Extend it").awaits("1 of 1 stay as they are");
        assertThat(browser.text()).contains("It lasts longer than 30 days");
        browser.go("/console/overrides?state=active");
        browser.click("[aria-label='Choose " + (withScripts ? "sso of cus_acme" : "api_access of cus_harm") + "']");
        browser.press("Extend those chosen").awaits("Why it was made").fill("#reason", "The outage lasted longer");
        assertThat(browser.one("#until").getDomProperty("value"))
                .as("30 days are filled in")
                .startsWith(usual.substring(0, 10));
        browser.press("Extend it").awaits("1 of 1 extended");
        browser.click("tbody td a").awaits("The outage lasted longer");
        assertThat(browser.text()).contains("active");
        browser.expectNoComplaints();
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("An operator sees what is set aside and why, has it looked at again, and finds it in the audit")
    void mendsWhatIsSetAside(boolean withScripts) {
        String subject = withScripts ? "cus_bryggen" : "cus_cafe";
        setAside(subject);
        plumbline.deliver("{\"nonsense\": %b}".formatted(withScripts).getBytes(StandardCharsets.UTF_8));
        Browser browser = people.login(browser(withScripts), "operator");

        browser.go("/console").awaits("set aside");
        if (withScripts) {
            browser.shoot("home");
        }
        browser.go("/console/subjects?state=quarantined").awaits("timed out nine times");
        browser.fill("[name=reason]", "The provider is well again")
                .press("Retry")
                .awaits("looked at again");
        plumbline.comeToRest();
        browser.go("/console/subjects?state=quarantined").awaits("Nobody is set aside");

        browser.go("/console/inbox?disposition=dead").awaits("unreadable");
        browser.click("tbody a").awaits("What to do");
        browser.press("Replay this delivery");
        assertThat(browser.path()).as("a reason is asked for").doesNotContain("replayed");
        browser.fill("#reason", "Perhaps it can be read now")
                .press("Replay this delivery")
                .awaits("looked at again");

        browser.go("/console/inbox?disposition=dead").follow("Replay all that the filter finds");
        browser.awaits("looked at again").awaits("unreadable");
        browser.fill("#reason", "All of them, after the update")
                .press("Replay ")
                .awaits("subjects are looked at again now");
        browser.expectThatItFits();
        plumbline.deliver("/webhooks/stripe/default", "{}".getBytes(StandardCharsets.UTF_8), "t=1,v1=00");
        browser.go("/console/inbox").awaits("signature");

        browser.go("/console/routes").awaits("webhook-stripe-default");
        browser.fill("[name=reason]", "To see whether it starts")
                .press("Restart")
                .awaits("Done: restart");
        browser.go("/console/accounts").awaits("stripe/default");
        browser.go("/console/health").awaits("pipeline");
        browser.go("/console/audit").awaits("route.restart");
        browser.press("Verify the chain").awaits("The chain is whole");
        browser.expectNoComplaints();
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "M25 S-8 S-16: finance's preparer prepares a month, its reviewer reviews, signs and locks it; hostile words do no harm")
    void closesAMonth(boolean withScripts) {
        openABreak();
        plumbline.sql().sql("""
                        insert into break (fingerprint, type, customer_key, detail, amount, currency, opened_at, last_seen_at)
                        values ('worth', 'PAID_BUT_BLOCKED', 'cus_cafe', 'It is worth something', 123456, 'EUR',
                                clock_timestamp(), clock_timestamp())
                        on conflict do nothing
                        """).update();
        var month = java.time.YearMonth.now(java.time.ZoneOffset.UTC).minusMonths(withScripts ? 2 : 1);
        Runs.ran(plumbline, month.atEndOfMonth());
        Browser browser = people.login(browser(withScripts), "finance-preparer");
        browser.follow("Periods").awaits("Hash of the pack");
        browser.follow(month.toString()).awaits("Nobody has prepared it");
        browser.fill("#prepare-reason", "One price is unmapped: " + Company.SCRIPT)
                .press("Prepare the pack");
        browser.awaits("is prepared.").awaits("unmapped price");
        assertThat(browser.text()).as("who prepares does not sign").doesNotContain("Mark as reviewed", "Sign and lock");
        browser.press("Verify the hash").awaits("every hash holds");
        browser.expectThatItFits();
        browser.expectNoComplaints();
        HttpResponse<String> pack = people.get(browser, "/console/periods/" + month + "/pack.json");
        ShownRollForward.isThatOf(
                JsonMapper.builder().build().readTree(pack.body()).path("rollForward"), browser);
        assertThat(pack.body()).contains(browser.one("code.long").getText());
        browser.forget();

        people.login(browser(withScripts), "finance-reviewer").follow("Periods");
        browser.follow(month.toString()).awaits("Roll-forward");
        browser.fill("#review-reason", "Every break has somebody who looks into it")
                .press("Mark as reviewed");
        browser.awaits("is reviewed.");
        browser.fill("#lock-reason", "It is right as it is").press("Sign and lock");
        if (withScripts) {
            browser.confirm();
        }
        browser.awaits("is locked.");
        assertThat(browser.text())
                .contains("finance-preparer", "finance-reviewer")
                .doesNotContain("Prepare it again");
        browser.shoot(withScripts ? "period" : "period-plain");
        browser.go("/console/periods").awaits("locked");
        browser.expectThatItFits();
        browser.expectNoComplaints();
    }

    private static void setAside(String subject) {
        plumbline.sql().sql("""
                        update subject set state = 'QUARANTINED', attempts = 5, last_error = 'It timed out nine times'
                        where id = :id
                        """).param("id", subject).update();
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("M18: product compares plans, drafts a change, sees who loses, and publishes another with a reason")
    void plansAChange(boolean withScripts) throws java.io.IOException {
        Browser browser = people.login(browser(withScripts), "product");
        new ProductTask(plumbline, browser, withScripts).isDone();
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "M4: product moves a customer to another version at its renewal, sees what that does, and takes it back")
    void movesBetweenVersions(boolean withScripts) {
        Browser browser = people.login(browser(withScripts), "product");
        new MigrationTask(browser, withScripts).isDone(Company.FORMULA);
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @ExtendWith(OutputCaptureExtension.class)
    @DisplayName(
            "M30 S-7 S-8 S-9: an admin lets somebody in, gives roles, resets, disables; makes, rotates and revokes a key; secrets are shown once")
    void saysWhoMayDoWhat(boolean withScripts, CapturedOutput output) {
        Browser browser = people.login(browser(withScripts), "admin");
        List<String> secrets = new AdminTask(plumbline, browser, withScripts).isDone();
        assertThat(secrets).hasSize(4);
        if (withScripts) {
            browser.forget();
            comesInWithAPasswordThatAnAdminHasSeen(browser, secrets.get(1));
        }
        assertThat(output.getAll()).doesNotContain(secrets);
        assertThat(people.get(browser, "/console").headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    /** It opens one page, on which it is changed. */
    private static void comesInWithAPasswordThatAnAdminHasSeen(Browser browser, String password) {
        browser.go("/").follow("log in").fill("#username", "nora").fill("#password", password);
        browser.press("Log in").awaits("an admin has seen it");
        assertThat(browser.go("/console/customers").path()).isEqualTo("/console/me");
        String own = "a horse of my own choice";
        browser.fill("#current", password).fill("#password", own).fill("#again", own);
        browser.press("Change it").awaits("Your password is changed");
        browser.go("/console").awaits("What needs attention");
        assertThat(browser.text()).contains("assigned to me").doesNotContain("API keys");
        browser.expectNoComplaints();
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "M24: a viewer finds customers by plan and market, takes the list away, and reads why one may use something")
    void looksUpCustomers(boolean withScripts) {
        Browser browser = people.login(browser(withScripts), "viewer");
        browser.follow("Customers").awaits("Bryggen");
        browser.fill("#market", "FI").choose("#plan", "team@2");
        if (!withScripts) {
            browser.press("Find"); // with scripts a list that is chosen from is applied at once
        }
        browser.awaits("Acme Rockets");
        assertThat(browser.path()).contains("plan=team%402");
        assertThat(browser.text()).contains("Acme Rockets").doesNotContain("Bryggen", "cus_cafe");
        HttpResponse<String> csv =
                people.get(browser, Objects.requireNonNull(browser.one("a.csv").getDomAttribute("href")));
        assertThat(csv.body()).contains(Company.ACME).doesNotContain("cus_bryggen", "cus_cafe");
        browser.go("/console/customers?plan=starter&status=active").awaits("Bryggen");
        assertThat(browser.all("tbody tr")).hasSize(1);
        browser.go("/console/customers?status=past_due").awaits("Nobody is found");
        browser.go("/console/customers?q=ROCKET&plan=team").awaits("Acme Rockets");
        browser.go("/console").search("buyer@ACME.example ");
        assertThat(browser.path()).as("found by the whole address").isEqualTo("/console/customers/" + Company.ACME);
        browser.go("/console/customers?q=nobody@acme.example").awaits("Nobody is found");
        browser.go("/console/customers?q=ROCKET&plan=team").awaits("Acme Rockets");
        browser.expectThatItFits();
        browser.follow("Acme Rockets").follow("Explain").awaits("It rests on");
        assertThat(browser.text()).doesNotContain("Fetch now", "New override", "API keys");
        browser.expectNoComplaints();
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("M24: who takes a break upon themselves finds it on the first page and in the list of what is theirs")
    void worksOnWhatIsTheirs(boolean withScripts) {
        Browser browser = people.login(browser(withScripts), withScripts ? "finance-preparer" : "finance-reviewer");
        browser.go("/console/breaks?assignee=me").awaits("Nothing is assigned to you");
        long one = openABreak();
        browser.go("/console/breaks/" + one).press("It is mine").awaits("It is yours now");
        browser.go("/console").awaits("Breaks assigned to me").follow("breaks assigned to me");
        assertThat(browser.path()).contains("assignee=me");
        assertThat(browser.all("tbody tr")).hasSize(1);
        browser.expectNoComplaints();
        browser.forget();
        people.login(browser, "viewer");
        assertThat(browser.text()).doesNotContain("assigned to me");
    }

    @Test
    @DisplayName(
            "S-16: hostile names and keys break no page: nothing runs, nothing sticks out, the browser complains of nothing")
    void bearsHostileNames() {
        Browser browser = people.login(scripted, "admin");
        openABreak();
        for (String customer :
                List.of(Company.HARMFUL, Company.ENDLESS, Company.TURNED, Company.FORMULA, Company.KEY, Company.ACME)) {
            for (String page : List.of("", "/timeline", "/features/invoices", "/overrides/new")) {
                show(browser, "/console/customers/" + encoded(customer) + page);
            }
        }
        try (var things = new HostileThings(plumbline)) {
            showsAll(browser, things);
        }
        show(browser, "/console/customers?q=" + encoded(Company.SCRIPT));
        show(browser, "/console/audit?actor=" + encoded(Company.SCRIPT));
        browser.go("/console/customers?q=" + encoded(Company.KEY))
                .click("tbody a")
                .awaits("What it may use");
        assertThat(browser.text()).contains(Company.KEY);

        HttpResponse<String> csv = people.get(browser, "/console/customers.csv");
        assertThat(csv.body()).contains("\"'=HYPERLINK").doesNotContain("\"=HYPERLINK");
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(value -> assertThat(value).contains("attachment"));
    }

    /** Every page there is, each of something hostile: a new one with a place of its own is red until it has something for it. */
    private static void showsAll(Browser browser, HostileThings things) {
        Map<String, String> pages = plumbline.bean(AccessTable.class).rules().stream()
                .filter(rule ->
                        rule.path().startsWith("/console") && rule.method().equals(HttpMethod.GET))
                .map(RouteRule::path)
                .filter(path -> !path.endsWith("csp"))
                .collect(Collectors.toMap(Function.identity(), things::filled));
        assertThat(pages.values()).as("an address for each").noneMatch(path -> path.contains("{"));
        assertThat(pages).containsKeys(things.saying().toArray(String[]::new));
        pages.forEach((pattern, path) -> {
            if (FILE.matcher(pattern).find()) {
                takeAway(browser, pattern.endsWith("/compare.csv") ? path + "?plan=business@1" : path);
            } else if (pattern.endsWith("/progress")) { // a part of the page above it, which a script puts there
                assertThat(people.get(browser, path).body()).doesNotContain("<script");
            } else {
                show(browser, path);
                if (things.saying().contains(pattern)) {
                    assertThat(browser.text()).as(pattern).contains("<script>document.title");
                }
            }
        });
    }

    /** No cell of it is a formula. A month that nobody has prepared has no files. */
    private static void takeAway(Browser browser, String path) {
        HttpResponse<String> file = people.get(browser, path);
        assertThat(file.statusCode()).as(path).isIn(path.contains("/pack.") ? List.of(200, 404) : List.of(200));
        if (path.contains(".csv")) {
            assertThat(CELL_OF_A_FORMULA.matcher(file.body()).find()).as(path).isFalse();
        }
    }

    private static void show(Browser browser, String path) {
        browser.go(path);
        assertThat(browser.text()).as(path).isNotEmpty().doesNotContain("This is our fault");
        assertThat(browser.run("return document.title")).as(path).asString().endsWith("· Plumbline");
        assertThat(browser.all("main")).as(path).hasSize(1);
        assertThat(browser.all("[onerror], [onclick], main script")).as(path).isEmpty();
        browser.expectThatItFits();
        browser.expectNoComplaints();
    }

    private static long openABreak() {
        return plumbline
                .sql()
                .sql("""
                        insert into break (fingerprint, type, customer_key, detail, opened_at, last_seen_at)
                        values ('test', 'UNMAPPED_PRICE', :customer, :detail, clock_timestamp(), clock_timestamp())
                        on conflict (fingerprint) do update set detail = excluded.detail, resolved_at = null returning id
                        """)
                .param("customer", Company.HARMFUL)
                .param("detail", Company.SCRIPT + "W".repeat(5_000))
                .query(Long.class)
                .single();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    @DisplayName("S-8: every page stands in the table of who may open it; what is not listed is refused")
    void listsEveryPage() {
        AccessTable table = plumbline.bean(AccessTable.class);
        var unlisted = new ArrayList<String>();
        RequestMappingHandlerMapping mappings =
                Objects.requireNonNull(plumbline.bean(DispatcherServlet.class).getHandlerMappings()).stream()
                        .filter(RequestMappingHandlerMapping.class::isInstance)
                        .map(RequestMappingHandlerMapping.class::cast)
                        .findFirst()
                        .orElseThrow();
        mappings.getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getPackageName().startsWith("dev.plumbline.sync.console")) {
                mapping.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> mapping.getPatternValues().stream()
                                .filter(path -> path.startsWith("/console"))
                                .map(path -> path.replaceAll("\\{[a-z]+}", "x"))
                                .filter(path -> table.find(method.name(), path).isEmpty())
                                .forEach(path -> unlisted.add(method + " " + path)));
            }
        });
        assertThat(unlisted).isEmpty();
    }

    @Test
    @DisplayName(
            "The keyboard is enough: / goes to the search, Tab to the content; the past and the future can be looked at")
    void isUsedWithoutAMouse() {
        Browser browser = people.login(scripted, "viewer");
        browser.go("/console/customers/" + Company.ACME).type("/");
        assertThat(browser.focused()).isEqualTo("search");
        browser.type(Keys.chord("cus_br", Keys.ENTER)).awaits("Bryggen");
        browser.go("/console/customers/" + Company.ACME).type(Keys.TAB);
        browser.type(Keys.ENTER);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> browser.path().endsWith("#main"));
        browser.go("/console/customers/" + Company.ACME + "?at=2020-01-01T00:00")
                .awaits("You look at");
        browser.go("/console/customers/" + Company.ACME + "?at=2030-01-01T00:00")
                .awaits("nothing new is heard");
        browser.go("/console/customers/" + Company.ACME);
        browser.shootAs("customer-dark", "", "dark");
        browser.shootAs("customer-printed", "print", "light");
        assertThat(browser.text())
                .as("what a viewer may not do is not shown")
                .doesNotContain("Fetch now", "New override");
        browser.expectNoComplaints();
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("What is more than one may decide alone is asked for, and done by another person's decision")
    void takesASecondPerson(boolean withScripts) {
        String customer = withScripts ? "cus_bryggen" : "cus_cafe";
        Browser browser = people.login(browser(withScripts), "support");
        browser.go("/console/customers/" + customer + "/overrides/new?feature=invoices");
        browser.fill("#value", "unlimited").choose("#category", "Contract").fill("#reason", "Signed yesterday");
        browser.press("Preview").awaits("What it would change");
        browser.press("Confirm the override").awaits("a second person has to approve it");
        browser.press("Ask a second person").awaits("Asked for");
        assertThat(browser.text()).contains("Signed yesterday", "pending").doesNotContain("Approve, and do it");
        browser.expectNoComplaints();
        browser.forget();

        people.login(browser, "product").awaits("One approval waits");
        browser.follow("Override invoices for " + customer);
        browser.fill("#reason", "I have seen the contract").press("Approve, and do it");
        if (withScripts) {
            browser.confirm();
        }
        browser.awaits("Approved, and done");
        plumbline.comeToRest();
        browser.go("/console/customers/" + customer).awaits("Signed yesterday");
        assertThat(browser.text()).contains("unlimited");
        browser.expectNoComplaints();
    }

    @Test
    @DisplayName(
            "S-16: what a page must not do is heard of: an inline script, a style, a file of another site, a missing one")
    void hearsWhatTheBrowserRefuses() {
        Browser browser = people.login(scripted, "viewer");
        browser.expectNoComplaints();
        for (String harm : List.of(
                "let s = document.createElement('script'); s.textContent = 'document.title = 1'; document.body.append(s)",
                "document.querySelector('main').insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')",
                "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"http://evil.example/x.png\">')",
                "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/assets/missing.png\">')")) {
            browser.run(harm);
            org.awaitility.Awaitility.await(harm)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !browser.complaints().isEmpty());
        }
        assertThat(browser.run("return document.title")).asString().isNotEqualTo("1");
    }

    @Test
    @DisplayName(
            "S-18: a form without its token changes nothing, and a page that one may not open is refused by the same table")
    void refusesWhatItDoesNotShow() {
        Browser browser = people.login(plain, "support");
        browser.go("/console");
        assertThat(people.post(browser, "/console/customers/" + Company.ACME + "/refresh", "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.get(browser, "/console/nothing").statusCode()).isEqualTo(404);
        HttpResponse<String> nobody = plumbline.send(
                HttpRequest.newBuilder(plumbline.uri("/console/customers")).build());
        assertThat(nobody.statusCode()).isIn(302, 303);
        assertThat(browser.text()).doesNotContain("Verify the chain");
        browser.complaints();
    }
}
