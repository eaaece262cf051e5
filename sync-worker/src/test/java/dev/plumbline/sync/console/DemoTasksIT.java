package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.sync.support.PlumblineProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo as it comes out of the jar: each login that it prints, from its start page to the end of that role's task. */
class DemoTasksIT {
    private static final Pattern LOGIN = Pattern.compile("(?m)^ +([a-z-]+) +([a-z0-9]{4}(-[a-z0-9]{4}){3})$");
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static final Map<String, String> PASSWORDS = new HashMap<>();
    private static PlumblineProcess demo;
    private static Browser scripted;
    private static Browser plain;

    @BeforeAll
    static void start() throws IOException {
        demo = new PlumblineProcess(folder);
        scripted = Browser.open("http://127.0.0.1:" + demo.port(), true);
        plain = Browser.open("http://127.0.0.1:" + demo.port(), false);
        demo.start();
        Matcher printed = LOGIN.matcher(Files.readString(demo.log()));
        while (printed.find()) {
            PASSWORDS.put(printed.group(1), printed.group(2));
        }
    }

    @AfterAll
    static void stop() {
        // Nothing was started where there is no browser.
        if (scripted != null) {
            scripted.close();
            plain.close();
            demo.stop();
        }
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "M31: viewer, support, product, finance, operator and admin of the demo, each from its start page to done")
    void doesWhatEachRoleIsFor(boolean withScripts) throws IOException {
        Browser browser = withScripts ? scripted : plain;
        assertThat(PASSWORDS).hasSize(7);

        login(browser, "viewer").search("cus_nordlys");
        browser.awaits("Nordlys Design").click("a[href*='features/sso']").awaits("It rests on");
        assertThat(browser.text()).contains("team@1");
        leave(browser);

        login(browser, "support").search("cus_nordlys");
        browser.awaits("Nordlys Design").follow("New override");
        browser.choose("#feature", "seats").choose("#effect", "set").fill("#value", withScripts ? "9" : "11");
        browser.fill("#reason", "They asked for it").choose("#category", "Goodwill");
        if (!withScripts) {
            browser.press("Preview");
        }
        browser.awaits("What it would change").press("Confirm the override").awaits("The override of seats is made");
        leave(browser);

        changesTheModel(login(browser, "product"), withScripts);
        leave(browser);

        login(browser, "finance-preparer");
        String breaks = "/console/breaks?type=" + (withScripts ? "UNPAID_BUT_ACTIVE" : "PAID_BUT_BLOCKED");
        await().atMost(SOON).until(() -> !browser.go(breaks).all("tbody a").isEmpty());
        browser.click("tbody a").press("It is mine").awaits("It is yours now");
        browser.go("/console").awaits("breaks assigned to me");
        closesAMonth(browser, withScripts);

        login(browser, "operator");
        browser.go("/console/inbox?type=customer.subscription.updated")
                .click("tbody a")
                .awaits("Replay this delivery");
        browser.fill("#reason", "To be sure").press("Replay this delivery").awaits("looked at again");
        browser.go("/console/audit").press("Verify the chain").awaits("The chain is whole");
        leave(browser);

        login(browser, "admin").follow("People").awaits("finance-reviewer").follow("Add somebody");
        browser.fill("#login", withScripts ? "nora" : "nils")
                .fill("#name", "N. N.")
                .fill("#reason", "Joins support");
        browser.click("[name=roles][value=viewer]").press("Add them").awaits("may log in.");
        leave(browser);
    }

    /** From a draft to what customers are answered: once it takes something from them, and the other time it gives it back. */
    private static void changesTheModel(Browser browser, boolean narrower) throws IOException {
        browser.follow("Model").one("#file").sendKeys(draft(narrower).toString());
        browser.press("Plan: who gains").awaits("lose something");
        assertThat(browser.one(".figure" + (narrower ? ".bad" : ".good") + " b").getText())
                .as("who is asked before it is done")
                .isNotEqualTo("0");
        assertThat(browser.text()).contains("bank_payouts", narrower ? "lost" : "gained");
        browser.fill("#reason", "The bank has changed its mind").press("Publish");
        if (narrower) { // the pass with scripts, which ask first
            browser.confirm();
        }
        browser.awaits("is published.").click("tbody a").awaits("What it changed");
        assertThat(browser.one("h1 .badge").getText()).isEqualTo("in force");
        String nordic = "/console/customers/cus_bryggen/features/bank_payouts";
        // What the layer of availability says, for in the life of the demo the customer may cancel meanwhile.
        String said = narrower ? "NOT_AVAILABLE_IN_MARKET" : "It is to be had in the customer's market";
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(browser.go(nordic).text()).contains(said));
    }

    /** Last month is signed in the demo, and this one is not over. */
    private static void closesAMonth(Browser browser, boolean withScripts) {
        String last = YearMonth.now(ZoneOffset.UTC).minusMonths(1).toString();
        await().atMost(SOON)
                .until(() -> browser.go("/console/periods/" + last).text().contains("locked"));
        var month = new MonthTask(browser, withScripts, last);
        browser.go("/console");
        month.asksToReopenIt();
        leave(browser);
        login(browser, "finance-reviewer");
        month.letsItBeReopened();
        leave(browser);
        login(browser, "finance-preparer");
        month.preparesIt();
        leave(browser);
        login(browser, "finance-reviewer");
        month.reviewsAndLocksIt();
        leave(browser);
    }

    private static Browser login(Browser browser, String role) {
        browser.go("/").awaits("logins that were printed at the start").follow("log in");
        browser.fill("#username", role).fill("#password", Objects.requireNonNull(PASSWORDS.get(role)));
        browser.press("Log in");
        return browser.awaits("What needs attention");
    }

    private static void leave(Browser browser) {
        browser.expectNoComplaints();
        browser.logOut();
    }

    /** The demo's model, or one in which a feature is no longer to be had in the Nordic countries. */
    private static Path draft(boolean narrower) throws IOException {
        try (InputStream model = Objects.requireNonNull(DemoTasksIT.class.getResourceAsStream("/demo/harbor.yaml"))) {
            String file = new String(model.readAllBytes(), StandardCharsets.UTF_8);
            String less = file.replace("[ { market: nordics }, { market: eea } ]", "[ { market: eea } ]");
            assertThat(less).isNotEqualTo(file);
            return Files.writeString(folder.resolve("draft.yaml"), narrower ? less : file);
        }
    }
}
