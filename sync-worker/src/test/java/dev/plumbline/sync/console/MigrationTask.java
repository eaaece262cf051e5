package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;

/** Product moves a customer to another version of its plan at its renewal, and takes that back before it is effective. */
final class MigrationTask {
    private final Browser browser;
    private final boolean withScripts;

    MigrationTask(Browser browser, boolean withScripts) {
        this.browser = browser;
        this.withScripts = withScripts;
    }

    /** @param customer on team@2, and with a name that is not harmless */
    void isDone(String customer) {
        browser.go("/console").follow("Migrations").awaits("Whoever bought a version of a plan");
        browser.follow("New migration");
        browser.choose("#from", "team@2").fill("#wavespercent", "50, 20").fill("#cohortinclude", customer);
        browser.press("Draw it up").awaits("Say why");
        browser.fill("#reason", "They miss single sign-on").press("Draw it up").awaits("Name a plan and its version");
        browser.choose("#to", "team@1").press("Draw it up").awaits("Percentages rise");
        assertThat(browser.one("#cohortinclude").getDomProperty("value"))
                .as("nothing that was filled in is lost")
                .isEqualTo(customer);
        browser.fill("#wavespercent", "100").press("Draw it up").awaits("Drawn up");
        if (withScripts) {
            browser.shoot("migration-draft");
        }
        edits(customer);
        browser.press("Preview: who moves");
        comesTo("previewed");
        browser.awaits("What the preview found");
        assertThat(browser.text()).contains("customers move", "sso gained 1", "api_access lost 1", "not in cohort 4");
        browser.fill("#reason", " "); // which a browser takes for something
        start();
        browser.awaits("Say why");
        browser.fill("#reason", "As agreed with them");
        start();
        comesTo("completed");
        assertThat(browser.text()).contains("moved", customer);
        if (withScripts) {
            browser.shoot("migration");
        }
        browser.fill("#reason", "They changed their mind").press("Undo what is to come");
        confirmed();
        comesTo("undone");
        assertThat(browser.text()).doesNotContain("Undo what is to come");
        browser.go("/console/migrations").awaits("undone");
        browser.expectNoComplaints();
    }

    /** Everything stands in the form as it was asked; what is wrong is said there, and what was changed meanwhile stays. */
    private void edits(String customer) {
        browser.follow("Edit");
        assertThat(browser.one("#cohortinclude").getDomProperty("value")).isEqualTo(customer);
        assertThat(browser.one("#reason").getDomProperty("value")).isEqualTo("They miss single sign-on");
        browser.fill("#cohortmarkets", "mars").press("Change it").awaits("The model has");
        browser.fill("#cohortmarkets", "").choose("#wavespause", "P1D").press("Change it");
        browser.awaits("preview it again").awaits("the next begins P1D later");
        if (withScripts) {
            browser.follow("Edit");
            browser.run("document.querySelector('input[name=edit]').value = '1'");
            browser.press("Change it").awaits("Somebody changed it while you did");
            browser.follow("Begin again with what is there now");
            browser.press("Change it").awaits("preview it again");
        }
    }

    private void start() {
        browser.press("Start the first wave");
        confirmed();
    }

    private void confirmed() {
        if (withScripts) {
            browser.confirm();
        }
    }

    /** With scripts the page looks again by itself; without, a person does. */
    private void comesTo(String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions() // the page went away while it was read
                .until(() -> {
                    if (!withScripts && !browser.all("#progress a").isEmpty()) {
                        browser.click("#progress a");
                    }
                    return browser.one("#status").getText().equals(status);
                });
    }
}
