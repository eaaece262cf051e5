package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.RunningPlumbline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openqa.selenium.WebElement;
import tools.jackson.databind.json.JsonMapper;

/** Product looks at what is sold, drafts a change, sees who loses by it and why, and publishes another one with a reason. */
final class ProductTask {
    private static final String EVERYWHERE = "[ { market: nordics }, { market: eea } ]";

    private final RunningPlumbline plumbline;
    private final Browser browser;
    private final boolean withScripts;

    ProductTask(RunningPlumbline plumbline, Browser browser, boolean withScripts) {
        this.plumbline = plumbline;
        this.browser = browser;
        this.withScripts = withScripts;
    }

    void isDone() throws IOException {
        looksAtWhatIsSold();
        String file = plumbline.text("select source from model_revision order by revision desc limit 1");
        browser.follow("Model");
        draft(file.replace("type: switch, onOutage: last-known", "type: swich"));
        browser.press("Check").awaits("problem");
        assertThat(browser.text()).containsPattern("[0-9]+:[0-9]+");
        seesWhoLoses(file);
        publishes(file);
    }

    private void looksAtWhatIsSold() {
        browser.follow("Matrix").awaits("Single sign-on");
        browser.fill("#market", "FI").click("[name=differences]").press("Show").awaits("Team members");
        browser.follow("Single sign-on").awaits("Where it is granted");
        assertThat(browser.text()).contains("business@1", "what was known last holds", "one yes is enough");
        browser.follow("Features").awaits("Asked for in 30 days");
        browser.expectThatItFits();
        browser.follow("Plans").follow("team@2").awaits("Customers that have it");
        assertThat(browser.text()).contains("What changed from team@1", "Prices that buy it");
        browser.expectThatItFits();
    }

    private void seesWhoLoses(String file) throws IOException {
        draft(file.replace(EVERYWHERE, "[ { market: eea } ]"));
        browser.press("Plan: who gains").awaits("lose something");
        assertThat(browser.text()).contains("bank_payouts", "lost");
        if (withScripts) {
            browser.shoot("plan");
        }
        browser.follow("Its matrix, beside the one in force").awaits("This is a draft");
        assertThat(browser.all("td.marked")).isNotEmpty();
        assertThat(browser.text()).contains("in force:", "bank_payouts").doesNotContain("Team members");
        browser.expectThatItFits();
        browser.expectNoComplaints();
    }

    private void publishes(String file) throws IOException {
        String name = "Payouts to banks, " + (withScripts ? "scripted" : "plain");
        browser.follow("Model");
        draft(file.replaceAll(
                "bank_payouts: \\{ name: [^,]*(, (scripted|plain)\")?,", "bank_payouts: { name: \"" + name + "\","));
        browser.press("Plan: who gains").awaits("lose something");
        assertThat(browser.one(".figures .figure b").getText())
                .as("nobody is answered anything else")
                .isEqualTo("0");
        publish();
        browser.awaits("Say why");
        browser.fill("#reason", "Customers call it so");
        publish();
        browser.awaits("is published.");
        browser.click("tbody a").awaits("What it changed");
        assertThat(browser.text()).contains(name, "Customers call it so", "Line by line", "in force");
        assertThat(browser.all(".diff .came")).hasSize(1);
        browser.expectThatItFits();
        browser.expectNoComplaints();
    }

    private void publish() {
        browser.press("Publish");
        if (withScripts) {
            browser.confirm();
        }
    }

    /** Typed where there is a keyboard's worth of script, else brought as a file. */
    private void draft(String text) throws IOException {
        if (withScripts) {
            browser.run("document.getElementById('source').value = "
                    + JsonMapper.builder().build().writeValueAsString(text));
        } else {
            Path file = Files.createTempFile("draft", ".yaml");
            Files.writeString(file, text);
            file.toFile().deleteOnExit();
            WebElement upload = browser.one("#file");
            upload.sendKeys(file.toString());
        }
    }
}
