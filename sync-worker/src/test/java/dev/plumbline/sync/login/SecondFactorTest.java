package dev.plumbline.sync.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A second factor from its enrolment to the day on which the device is lost, where one is required. */
class SecondFactorTest {
    private static final String NEW_PASSWORD = "five other words are here";
    private static final Pattern SECRET = Pattern.compile("id=\"secret\">([A-Z2-7 ]+)<");
    private static final Pattern RECOVERY = Pattern.compile("<li>((?:[a-z2-7]{4}-){3}[a-z2-7]{4})</li>");

    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(options -> options.with("plumbline.people.second-factor", "required")
                .with("plumbline.people.second-factor-key", "for this test and for nothing else, ever"));
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    /** As a device makes it, by itself. */
    private static String code(String secret, long stepsAhead) {
        try {
            var bits = new StringBuilder();
            secret.replace(" ", "").chars().forEach(letter -> {
                String five = Integer.toBinaryString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter));
                bits.append("0".repeat(5 - five.length())).append(five);
            });
            var bytes = new byte[bits.length() / 8];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Integer.parseInt(bits.substring(i * 8, i * 8 + 8), 2);
            }
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes, "HmacSHA1"));
            long step = Instant.now().getEpochSecond() / 30 + stepsAhead;
            byte[] made = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int number = ByteBuffer.wrap(made, made[19] & 15, 4).getInt() & Integer.MAX_VALUE;
            String digits = "00000" + number % 1_000_000;
            return digits.substring(digits.length() - 6);
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Codes of now are taken again: a test does not wait for half a minute. */
    private static void forgetSteps() {
        plumbline.sql().sql("update person_factor set last_step = 0").update();
    }

    /** @param used the code that it was confirmed with */
    private record Enrolled(String secret, String used, List<String> recovery) {}

    private static Enrolled enrol(Browser browser) {
        browser.submit("/console/me", "/console/me/factor", Map.of());
        Matcher secret = SECRET.matcher(browser.get("/console/me").body());
        assertThat(secret.find()).isTrue();
        String used = code(secret.group(1), 0);
        HttpResponse<String> confirmed =
                browser.submit("/console/me", "/console/me/factor/confirm", Map.of("code", used));
        assertThat(confirmed.statusCode()).isEqualTo(200);
        return new Enrolled(
                secret.group(1),
                used,
                RECOVERY.matcher(confirmed.body())
                        .results()
                        .map(found -> found.group(1))
                        .toList());
    }

    private static HttpResponse<String> second(Browser browser, String code) {
        return browser.submit("/login/code", "/login/code", Map.of("code", code));
    }

    @Test
    @DisplayName(
            "S-9: who has no second factor opens nothing before one is enrolled; then each login asks for a code, once each")
    void asksForTheCode() {
        Browser olga = Browser.of(plumbline, "olga", "operator");
        HttpResponse<String> sent = olga.get("/console/routes");
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(Browser.location(sent)).isEqualTo("/console/me");
        assertThat(olga.get("/console/me").body()).contains("A second factor is required here");
        assertThat(olga.get("/%63onsole/routes").statusCode())
                .as("nor by another way to write it")
                .isEqualTo(400);
        assertThat(olga.submit("/console/me", "/console/me/factor", Map.of()).statusCode())
                .isEqualTo(302);
        assertThat(olga.submit("/console/me", "/console/me/factor/confirm", Map.of("code", "000000"))
                        .body())
                .contains("That is not the code of now");
        assertThat(olga.get("/console/routes").statusCode()).as("not yet").isEqualTo(303);
        Enrolled enrolled = enrol(olga);
        assertThat(enrolled.recovery()).hasSize(10);
        assertThat(olga.get("/console/routes").statusCode()).isEqualTo(200);
        assertThat(olga.get("/console/me").body())
                .as("shown once")
                .doesNotContain(enrolled.secret())
                .doesNotContain(enrolled.recovery().getFirst());

        try (var again = new Browser(plumbline)) {
            HttpResponse<String> half = again.logIn("olga", Browser.PASSWORD, "/console/routes");
            assertThat(Browser.location(half)).startsWith("/login/code?to=");
            assertThat(again.get("/console/routes").statusCode())
                    .as("the password alone opens nothing")
                    .isEqualTo(303);
            assertThat(second(again, enrolled.used()).body())
                    .as("it was taken when it was enrolled")
                    .contains("Each is taken once");
            assertThat(second(again, code(enrolled.secret(), -9)).body()).contains("Each is taken once");
            HttpResponse<String> in = again.submit(
                    "/login/code", "/login/code", Map.of("code", code(enrolled.secret(), 1), "to", "/console/routes"));
            assertThat(Browser.location(in)).isEqualTo("/console/routes");
            assertThat(again.get("/console/routes").statusCode()).isEqualTo(200);
        }
        assertThat(plumbline.count(
                        "select count(*) from audit where action = 'user.second-factor-on' and actor = 'olga'"))
                .isEqualTo(1);
        olga.close();
    }

    @Test
    @DisplayName("S-9: nothing of it is in the database in clear: not the secret, not a code for a lost device")
    void keepsNothingInClear() {
        Browser petra = Browser.of(plumbline, "petra", "finance-preparer");
        Enrolled enrolled = enrol(petra);
        String kept = plumbline.text("""
                select string_agg(t, ' ') from (
                    select encode(sealed, 'escape') || encode(sealed, 'hex') as t from person_factor
                    union all select encode(hash, 'hex') from person_recovery
                    union all select a::text from audit a) all_of_it
                """);
        String secret = enrolled.secret().replace(" ", "");
        assertThat(kept)
                .doesNotContain(secret)
                .doesNotContain(HexFormat.of().formatHex(secret.getBytes(UTF_8)))
                .doesNotContain(enrolled.recovery().getFirst());
        petra.close();
    }

    @Test
    @DisplayName(
            "S-9: a lost device: a recovery code lets in once; without any an admin resets it, with a reason, and everybody is out")
    void survivesALostDevice() {
        Browser rune = Browser.of(plumbline, "rune", "finance-reviewer");
        Enrolled enrolled = enrol(rune);
        String recovery = enrolled.recovery().getFirst();
        for (boolean first : new boolean[] {true, false}) {
            try (var lost = new Browser(plumbline)) {
                lost.logIn("rune", Browser.PASSWORD, null);
                HttpResponse<String> answer = second(lost, recovery.replace("-", ""));
                if (first) {
                    assertThat(Browser.location(answer)).isEqualTo("/console");
                } else {
                    assertThat(answer.body()).contains("Each is taken once");
                }
            }
        }
        String reset = "/v1/users/rune/second-factor/reset";
        assertThat(plumbline.post(reset, "application/json", "{}").statusCode())
                .as("why?")
                .isEqualTo(400);
        assertThat(plumbline
                        .post(reset, "application/json", "{\"reason\":\"lost in the sea\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(rune.get("/console/me").statusCode()).as("out").isEqualTo(303);
        assertThat(plumbline.text(
                        "select reason from audit where action = 'user.second-factor-reset' and object_ref = 'rune'"))
                .isEqualTo("lost in the sea");
        try (var anew = new Browser(plumbline)) {
            assertThat(Browser.location(anew.logIn("rune", Browser.PASSWORD, null)))
                    .isEqualTo("/console");
            assertThat(Browser.location(anew.get("/console/runs"))).isEqualTo("/console/me");
        }
        rune.close();
    }

    @Test
    @DisplayName("S-9: a password that was right lets nobody in once it is another, though the code is awaited already")
    void forgetsAPasswordThatWasChanged() {
        Browser paul = Browser.of(plumbline, "paul", "product");
        Enrolled enrolled = enrol(paul);
        forgetSteps();
        try (var half = new Browser(plumbline)) {
            assertThat(Browser.location(half.logIn("paul", Browser.PASSWORD, null)))
                    .startsWith("/login/code");
            plumbline.post(
                    "/v1/users/paul/password",
                    "application/json",
                    "{\"password\":\"" + NEW_PASSWORD + "\",\"reason\":\"stolen\"}");
            assertThat(Browser.location(second(half, code(enrolled.secret(), 0))))
                    .isEqualTo("/login?why=ended");
            assertThat(half.get("/console/customers").statusCode()).isEqualTo(303);
        }
        paul.close();
    }

    @Test
    @DisplayName("S-9: codes are guessed no more often than passwords: then one waits, whatever the code")
    void limitsGuesses() {
        Browser vera = Browser.of(plumbline, "vera", "viewer");
        Enrolled enrolled = enrol(vera);
        forgetSteps();
        try (var guessing = new Browser(plumbline)) {
            guessing.logIn("vera", Browser.PASSWORD, null);
            for (int i = 0; i < 5; i++) {
                assertThat(second(guessing, "00000" + i).statusCode()).isEqualTo(200);
            }
            assertThat(Browser.location(second(guessing, code(enrolled.secret(), 0))))
                    .startsWith("/login?why=wait");
        }
        vera.close();
    }

    @Test
    @DisplayName("S-9: many codes tried at the same moment are no more than one after the other")
    void limitsGuessesAtOnce() throws Exception {
        Browser otto = Browser.of(plumbline, "otto", "operator");
        enrol(otto);
        try (var guessing = new Browser(plumbline);
                var threads = Executors.newFixedThreadPool(15)) {
            guessing.logIn("otto", Browser.PASSWORD, null);
            String token = guessing.token("/login/code");
            var answers = new ArrayList<Future<HttpResponse<String>>>();
            for (int i = 0; i < 30; i++) {
                String code = "0000%02d".formatted(i);
                answers.add(threads.submit(() -> guessing.post("/login/code", Map.of("_csrf", token, "code", code))));
            }
            int lookedAt = 0;
            for (Future<HttpResponse<String>> answer : answers) {
                lookedAt += answer.get().statusCode() == 200 ? 1 : 0;
            }
            assertThat(lookedAt).isEqualTo(5);
        }
        otto.close();
    }

    @Test
    @DisplayName(
            "S-9: one's own password is changed by who knows it; others who are logged in as them are out, they stay")
    void changesThePassword() {
        Browser mette = Browser.of(plumbline, "mette", "support");
        Enrolled enrolled = enrol(mette);
        forgetSteps();
        var elsewhere = new Browser(plumbline);
        elsewhere.logIn("mette", Browser.PASSWORD, null);
        second(elsewhere, code(enrolled.secret(), 0));
        assertThat(elsewhere.get("/console/customers").statusCode()).isEqualTo(200);
        assertThat(change(mette, "not the one", NEW_PASSWORD, NEW_PASSWORD).body())
                .contains("That is not your password");
        assertThat(change(mette, Browser.PASSWORD, NEW_PASSWORD, "another").body())
                .contains("The two are not the same");
        assertThat(change(mette, Browser.PASSWORD, "short", "short").body()).contains("12 to 200 characters");
        assertThat(change(mette, Browser.PASSWORD, Browser.PASSWORD, Browser.PASSWORD)
                        .body())
                .contains("It is the one that you have");
        HttpResponse<String> changed = change(mette, Browser.PASSWORD, NEW_PASSWORD, NEW_PASSWORD);
        assertThat(Browser.location(changed)).isEqualTo("/console/me");
        assertThat(mette.get("/console/customers").statusCode()).as("they stay").isEqualTo(200);
        assertThat(elsewhere.get("/console/customers").statusCode())
                .as("who is in elsewhere is out")
                .isEqualTo(303);
        assertThat(Browser.location(elsewhere.logIn("mette", Browser.PASSWORD, null)))
                .startsWith("/login?why=failed");
        assertThat(Browser.location(elsewhere.logIn("mette", NEW_PASSWORD, null)))
                .startsWith("/login/code");
        assertThat(plumbline.text("select reason from audit where action = 'user.password-set' and actor = 'mette'"))
                .isEqualTo("changed their own password");
        elsewhere.close();
        mette.close();
    }

    private static HttpResponse<String> change(Browser browser, String current, String password, String again) {
        return browser.submit(
                "/console/me",
                "/console/me/password",
                Map.of("current", current, "password", password, "again", again));
    }
}
