package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.openqa.selenium.WebElement;

/**
 * Finance closes a month that was signed before: opened again by two, prepared by one, reviewed and locked by the other. Each step
 * begins on the first page of whoever has just logged in.
 */
final class MonthTask {
    private final Browser browser;
    private final boolean withScripts;
    private final String month;
    private String hash = "";

    MonthTask(Browser browser, boolean withScripts, String month) {
        this.browser = browser;
        this.withScripts = withScripts;
        this.month = month;
    }

    /** The preparer's: what was signed is not right. */
    void asksToReopenIt() {
        browser.follow("Periods").follow(month).awaits("Roll-forward");
        hash = hash();
        browser.click("main details > summary").fill("#reopen-reason", "A credit came late");
        browser.press("Ask to reopen it").awaits("a second person has to approve it");
        assertThat(badge()).as("asking alone changes nothing").isEqualTo("locked");
    }

    /** The reviewer's. */
    void letsItBeReopened() {
        browser.awaits("One approval waits").click(".notice a[href*='/console/approvals/']");
        browser.awaits(month).awaits("A credit came late");
        browser.fill("#reason", "The credit is real").press("Approve, and do it");
        confirmed();
        browser.awaits("Approved, and done");
    }

    /** The preparer's, who does not sign. */
    void preparesIt() {
        browser.follow(month).awaits("The credit is real").fill("#prepare-reason", "The late credit is in");
        browser.press("Prepare it again").awaits("is prepared.");
        assertThat(hash()).as("another version is another pack").isNotEqualTo(hash);
        hash = hash();
        assertThat(browser.text()).doesNotContain("Mark as reviewed", "Sign and lock");
    }

    /** The reviewer's: it is signed, and the pack is the one that was prepared. */
    void reviewsAndLocksIt() {
        browser.awaits("For you to do").follow(month).awaits("Roll-forward");
        browser.fill("#review-reason", "It ties now").press("Mark as reviewed").awaits("is reviewed.");
        browser.fill("#lock-reason", "It is right as it is").press("Sign and lock");
        confirmed();
        browser.awaits("is locked.").press("Verify the hash").awaits("every hash holds");
        assertThat(badge()).isEqualTo("locked");
        assertThat(hash()).as("what was prepared is what is signed").isEqualTo(hash);
        List<String> steps = browser.all("#steps + .scroll tbody tr").stream()
                .map(WebElement::getText)
                .toList();
        assertThat(steps.subList(steps.size() - 3, steps.size()))
                .satisfiesExactly(
                        step -> assertThat(step).startsWith("prepared").contains("finance-preparer"),
                        step -> assertThat(step).startsWith("reviewed").contains("finance-reviewer"),
                        step -> assertThat(step).startsWith("locked").contains("finance-reviewer"));
    }

    private String badge() {
        return browser.one("h1 .badge").getText();
    }

    private String hash() {
        String hash = browser.one("code.long").getText();
        assertThat(hash).hasSize(64);
        return hash;
    }

    private void confirmed() {
        if (withScripts) {
            browser.confirm();
        }
    }
}
