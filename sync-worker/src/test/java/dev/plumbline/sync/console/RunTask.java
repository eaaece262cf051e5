package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import dev.plumbline.sync.demo.PlantedDemo;
import dev.plumbline.sync.support.RunningPlumbline;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What takes two people at a run, as they do it in a browser. */
final class RunTask {
    private final RunningPlumbline plumbline;
    private final People people;
    private final Browser browser;
    private final boolean withScripts;

    RunTask(RunningPlumbline plumbline, People people, Browser browser, boolean withScripts) {
        this.plumbline = plumbline;
        this.people = people;
        this.browser = browser;
        this.withScripts = withScripts;
    }

    /** With scripts the first person is one who may do everything, and still not both. */
    void signs(long run) {
        String page = "/console/runs/" + run;
        String first = withScripts ? "admin" : "finance-preparer";
        people.login(browser, first).go(page).awaits("Nobody has signed it");
        browser.fill("#reason-prepare", "Every break has somebody " + Company.SCRIPT)
                .press("Sign as prepared");
        browser.awaits("a reviewer signs it next").awaits("Somebody else signs that it is reviewed");
        if (withScripts) {
            press("Sign as reviewed", "#reason-review", "And me again");
            browser.awaits("a second person decides");
        } else {
            assertThat(browser.text()).doesNotContain("Sign as reviewed");
        }
        browser.expectThatItFits();
        browser.expectNoComplaints();
        browser.forget();

        people.login(browser, "finance-reviewer").go(page).awaits("prepared by");
        press("Sign as reviewed", "#reason-review", "Looked at the dear ones");
        browser.awaits("It does not change any more.");
        assertThat(browser.text())
                .contains("Looked at the dear ones", "finance-reviewer")
                .doesNotContain("Sign as");
        browser.expectThatItFits();
        JsonNode signed = plumbline.json("/v1/reconciliations/" + run + "/sign-off");
        assertThat(signed.path("reason").asString()).isEqualTo("Looked at the dear ones");
        assertThat(browser.text()).contains(signed.path("contentSha256").asString());
        browser.follow("the decision").awaits(first);
        browser.expectNoComplaints();
    }

    private void press(String button, String reason, String because) {
        browser.fill(reason, because).press(button);
        if (withScripts) {
            browser.confirm();
        }
    }

    /** At the billing system, and no event tells of it: so many that a run asks a person. */
    List<String> ends(int howMany) {
        SimulatedStripe stripe = plumbline.stripe();
        List<String> some = stripe.reading()
                .customers()
                .all()
                .map(one -> one.id())
                .filter(id -> stripe.reading().subscriptions().of(id).count() == 1
                        && stripe.reading().subscriptions().of(id).noneMatch(Subscription::ended)
                        && plumbline.count("select count(*) from entitlement where customer_key = '" + id + "'") > 0
                        && hasAccess(plumbline, id))
                .limit(howMany)
                .toList();
        assertThat(some).hasSize(howMany);
        some.forEach(id -> {
            var _ = stripe.silently(() -> stripe.cancellations()
                    .now(stripe.reading()
                            .subscriptions()
                            .of(id)
                            .findFirst()
                            .orElseThrow()
                            .id()));
        });
        return some;
    }

    /** To what every plan has, and no use takes away. */
    static boolean hasAccess(RunningPlumbline plumbline, String customer) {
        return plumbline.check(customer, "support").path("hasAccess").asBoolean();
    }

    /** By one who may do everything. */
    long beginsOneThatIsHeld(PlantedDemo demo) {
        people.login(browser, "admin").go("/console/runs").click("summary");
        browser.choose("#mode", "repair")
                .fill("#reason", "The month ends")
                .press("Begin")
                .awaits("begins");
        String page = browser.path();
        long run = Long.parseLong(page.substring("/console/runs/".length()));
        assertThat(demo.ended(run)).isEqualTo("HELD");
        browser.go(page).awaits("would lose access");
        press("Release the hold", "#reason-release", "I began it, I end it");
        browser.awaits("a second person releases it");
        assertThat(plumbline.json("/v1/reconciliations/" + run).path("status").asString())
                .isEqualTo("HELD");
        browser.expectNoComplaints();
        browser.forget();
        return run;
    }

    void letsGo(long run, PlantedDemo demo) {
        String page = "/console/runs/" + run;
        people.login(browser, "finance-reviewer").awaits("waits for a second person");
        browser.click(".notice a[href='" + page + "']").awaits("would lose access");
        press("Release the hold", "#reason-release", "They have really ended: billing confirms it");
        browser.awaits("it goes on now");
        assertThat(demo.ended(run)).isEqualTo("COMPLETED");
        browser.go(page).awaits("Released by");
        assertThat(browser.text()).contains("finance-reviewer", "Roll-forward");
        browser.expectNoComplaints();
    }
}
