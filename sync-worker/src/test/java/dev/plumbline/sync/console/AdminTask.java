package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/** An admin lets somebody in, gives and takes roles, helps them with their way in, and makes, changes and takes away a key. */
final class AdminTask {
    private final RunningPlumbline plumbline;
    private final Browser browser;
    private final boolean withScripts;
    private final String login;
    private final List<String> secrets = new ArrayList<>();

    AdminTask(RunningPlumbline plumbline, Browser browser, boolean withScripts) {
        this.plumbline = plumbline;
        this.browser = browser;
        this.withScripts = withScripts;
        this.login = withScripts ? "nora" : "nils";
    }

    /** All that was shown once. */
    List<String> isDone() {
        looksAfterPeople();
        looksAfterKeys();
        browser.go("/console/audit?object=user:" + login).awaits("user.disabled");
        assertThat(browser.text()).contains("user.added", "user.changed", "user.password-set", "user.signed-out");
        browser.expectNoComplaints();
        return secrets;
    }

    private void looksAfterPeople() {
        browser.follow("People").awaits("finance-reviewer").follow("Add somebody");
        browser.fill("#login", login.toUpperCase(java.util.Locale.ROOT)).fill("#reason", "Joins support");
        browser.press("Add them").awaits("1 to 100 of a-z");
        assertThat(browser.one("#reason").getDomProperty("value"))
                .as("nothing that was filled in is lost")
                .isEqualTo("Joins support");
        browser.fill("#login", login).fill("#name", "N. " + Company.SCRIPT.substring(0, 30));
        browser.click("[name=roles][value=viewer]").press("Add them").awaits("may log in.");
        shownOnce();
        if (withScripts) {
            browser.shoot("person");
        }
        browser.click("[name=roles][value=support]").press("Save name and roles");
        browser.awaits("Say why").fill("#why", "Is trained now").press("Save name and roles");
        browser.awaits("They are support, viewer now");

        act("Make another password", true, "Their password is another one");
        shownOnce();
        act("End their sessions", false, "They are out");
        act("Disable", true, "They are disabled");
        act("Enable", false, "They may log in again");
        browser.expectThatItFits();

        browser.go("/console/people/admin").awaits("This is you");
        browser.click("[name=roles][value=viewer]").click("[name=roles][value=admin]");
        browser.fill("#why", "Had enough").press("Save name and roles").awaits("Another admin takes this role");
        browser.go("/console/people?role=support&q=" + login).awaits(login);
        browser.go("/console/roles").awaits("users, keys, the test clock");
        browser.expectThatItFits();
    }

    private void act(String button, boolean isAsked, String done) {
        browser.fill("#reason", "They asked for it").press(button);
        if (isAsked && withScripts) {
            browser.confirm();
        }
        browser.awaits(done);
    }

    private void looksAfterKeys() {
        browser.follow("API keys").awaits("Name has").follow("Make a key");
        browser.fill("#name", "shop of " + login).click("[name=scopes][value=read]");
        browser.press("Make it").awaits("Say why");
        browser.fill("#reason", "A new shop").press("Make it").awaits("The key is made");
        String first = shownOnce();
        assertThat(reads(first)).isEqualTo(200);
        browser.expectThatItFits();

        browser.fill("#reason", "Every year")
                .choose("#overlap", "P7D")
                .press("Rotate")
                .awaits("takes the place");
        String second = shownOnce();
        assertThat(reads(first)).as("beside the new one").isEqualTo(200);
        assertThat(reads(second)).isEqualTo(200);
        browser.follow("the one before").awaits("Its place took");
        assertThat(browser.text()).doesNotContain("Rotate");
        act("Revoke", true, "It is revoked");
        assertThat(reads(first)).isEqualTo(401);
        browser.go("/console/keys?state=active&q=" + login).awaits("shop of " + login);
        assertThat(browser.all("tbody tr")).hasSize(1);
        browser.expectThatItFits();
    }

    /** On this page, in no address, and not when it is loaded again. */
    private String shownOnce() {
        String secret = browser.one("#secret").getText();
        assertThat(secret).hasSizeGreaterThan(20);
        assertThat(browser.path()).doesNotContain(secret);
        browser.go(browser.path());
        assertThat(browser.text()).doesNotContain(secret, "never again");
        secrets.add(secret);
        return secret;
    }

    private int reads(String key) {
        return plumbline
                .send(HttpRequest.newBuilder(plumbline.uri("/v1/customers?limit=1"))
                        .header("Authorization", "Bearer " + key)
                        .build())
                .statusCode();
    }
}
