package dev.plumbline.sync.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.sync.login.Browser;
import dev.plumbline.sync.support.RunningPlumbline;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whoever starts the demo can log in as everybody. */
@ExtendWith(OutputCaptureExtension.class)
class DemoPeopleTest {
    @Test
    @DisplayName("M30: the demo prints one login for each role, and each works; no password stands in the database")
    void printsOneLoginForEachRole(CapturedOutput output) {
        try (RunningPlumbline demo = RunningPlumbline.start(options -> options.with("plumbline.demo", true)
                .with("plumbline.demo.breaks", false)
                .without("plumbline.stripe.default.api-key")
                .without("plumbline.stripe.default.api-base")
                .without("plumbline.stripe.default.webhook-secrets")
                .without("plumbline.stripe.default.requests-per-second"))) {
            assertThat(output.getAll()).contains("/login").contains("DEMO ONLY");
            for (PersonRole role : PersonRole.values()) {
                Matcher line = Pattern.compile("(?m)^  " + role.key() + " +([a-z0-9-]{19})$")
                        .matcher(output.getAll());
                assertThat(line.find()).as(role.key()).isTrue();
                try (var browser = new Browser(demo)) {
                    String token = browser.token("/login");
                    assertThat(Browser.location(browser.post(
                                    "/login",
                                    Map.of("username", role.key(), "password", line.group(1), "_csrf", token))))
                            .isEqualTo("/console");
                }
                assertThat(demo.sql()
                                .sql("select count(*) from person p where p::text like '%' || ? || '%'")
                                .param(line.group(1))
                                .query(Long.class)
                                .single())
                        .isZero();
            }
        }
    }
}
