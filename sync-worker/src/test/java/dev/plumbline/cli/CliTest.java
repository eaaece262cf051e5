package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a running Plumbline. */
class CliTest {
    private static RunningPlumbline plumbline;
    private static final String DATABASE = TestPostgres.freshDatabase();

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(options -> options.on(DATABASE));
        plumbline.stripe().catalogue().createProduct("prod_team", "Team");
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.yearly("prod_team", "eur", 12_000).withId("price_unmapped"));
        plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named("Acme").withId("cus_acme").in("FI"), Line.of("price_t", 7))
                .events()
                .forEach(plumbline::deliver);
        plumbline.comeToRest();
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    private static Typed.At terminal() {
        return new Typed.At()
                .with("PLUMBLINE_URL", plumbline.uri("").toString())
                .with("PLUMBLINE_API_KEY", RunningPlumbline.KEY)
                .with("PLUMBLINE_STRIPE_DEFAULT_API_KEY", "rk_test_key")
                .with("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", "whsec_older," + RunningPlumbline.SECRET);
    }

    private static Typed typed(String... arguments) {
        return terminal().type(arguments);
    }

    @Test
    void checksAndExplains() {
        Typed check = typed("check", "cus_acme", "seats", "--strict");
        assertThat(check.exit()).isZero();
        assertThat(check.out()).isEqualToIgnoringNewLines("cus_acme seats: granted, 7 (PLAN from team@2)");
        Typed denied = typed("check", "cus_acme", "sso");
        assertThat(denied.exit()).as("a denial is an answer").isZero();
        assertThat(denied.out()).contains("denied (NOT_IN_PLAN");
        assertThat(typed("check", "cus_acme", "invoices").out()).contains("granted, 0 of 300 used, again from ");
        assertThat(typed("check", "cus_acme", "bank_payouts", "--country", "DE").out())
                .as("by the market that is asked for")
                .isNotEqualTo(typed("check", "cus_acme", "bank_payouts").out());
        assertThat(typed("check", "cus_acme", "support", "--json")
                        .json()
                        .path("level")
                        .asString())
                .isEqualTo("email");

        Typed explained = typed("explain", "cus_acme", "seats");
        assertThat(explained.exit()).isZero();
        assertThat(explained.out())
                .contains("  * 1 plan version")
                .contains("team@2: nothing → 7")
                .contains("fact subscription");
    }

    @Test
    void saysWhomItDoesNotKnow() {
        Typed typed = typed("check", "cus_nobody", "seats");

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.err()).contains("(CUSTOMER_UNKNOWN)");
        assertThat(typed("check", "cus_acme", "no_feature").err()).contains("(FEATURE_UNKNOWN)");
        assertThat(terminal()
                        .with("PLUMBLINE_API_KEY", "plk_wrong_key_0123456789_0123456789")
                        .type("check", "cus_acme", "seats")
                        .err())
                .contains("mend: Set PLUMBLINE_API_KEY")
                .doesNotContain("plk_wrong");
    }

    @Test
    void showsTheMatrix() {
        Typed typed = typed("catalog", "matrix", "--market", "FI", "--term", "yearly");

        assertThat(typed.exit()).isZero();
        assertThat(typed.out().lines().findFirst().orElse(""))
                .contains("FEATURE")
                .contains("team@2");
        assertThat(typed.out().lines())
                .anyMatch(line -> line.startsWith("support ") && line.contains("dedicated-manager"));
        assertThat(typed("catalog", "matrix", "--json").json().path("columns").size())
                .isGreaterThanOrEqualTo(4);
    }

    @Test
    @DisplayName("M9 a person decides for one customer, for a while: tried out, added, seen, ended")
    void decidesForOneCustomer() {
        String until = Instant.now()
                .plus(Duration.ofDays(30))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        Typed dry = typed(
                "override", "add", "cus_acme", "sso", "grant", "--reason", "INC-7", "--until", until, "--dry-run");
        assertThat(dry.exit()).as(dry.err()).isZero();
        assertThat(dry.out()).contains("sso: would change from ");
        assertThat(typed("override", "list", "cus_acme").err()).contains("none");

        Typed added = typed("override", "add", "cus_acme", "sso", "grant", "--reason", "INC-7", "--until", until);
        assertThat(added.exit()).as(added.err()).isZero();
        String id = added.out().split(" ", -1)[1];
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                typed("check", "cus_acme", "sso", "--strict").out())
                        .contains("granted (OVERRIDE from "));
        assertThat(typed("override", "list", "cus_acme").out()).contains(id).contains("INC-7");

        assertThat(typed("override", "end", id, "--reason", "over").out()).contains("ended: " + id);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                typed("check", "cus_acme", "sso", "--strict").out())
                        .contains("denied"));
        assertThat(typed("override", "end", id, "--reason", "over").err()).contains("(OVER_ALREADY)");

        Typed refused = typed("override", "add", "cus_acme", "seats", "set", "many", "--reason", "x", "--until", until);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("/value");
    }

    @Test
    @DisplayName("M19 which plans on sale would give it")
    void namesUpgrades() {
        Typed typed = typed("upgrades", "cus_acme", "sso");

        assertThat(typed.exit()).isZero();
        assertThat(typed.out()).contains("business@1");
        assertThat(typed("upgrades", "cus_acme", "sso", "--json")
                        .json()
                        .path("data")
                        .isArray())
                .isTrue();
    }

    @Test
    @DisplayName(
            "M18 a draft is held against every customer: nothing for the same file, a loss for the one who has seats")
    void plansADraft() throws IOException {
        Path file = folder.resolve("draft.yaml");
        Files.writeString(
                file,
                plumbline
                        .send(plumbline
                                .request("/v1/catalog")
                                .header("Accept", "application/yaml")
                                .build())
                        .body());
        Typed same = typed("catalog", "plan", file.toString());
        assertThat(same.exit()).as(same.err()).isZero();
        assertThat(same.out()).contains("says what is published already").contains("0 get another answer");

        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("availableIn: \\[ \\{ market: nordics }, \\{ market: eea } ]", "")
                        .replaceFirst(
                                "type: quantity, unit: seat",
                                "type: quantity, unit: seat, availableIn: [ { market: eea } ]"));
        Typed plan = typed("catalog", "plan", file.toString());
        assertThat(plan.exit()).as(plan.err()).isEqualTo(2);
        assertThat(plan.out()).contains("~ ").contains("lose");
        Typed whatIf = typed("whatif", file.toString());
        assertThat(whatIf.exit()).isEqualTo(2);
        assertThat(whatIf.out()).contains("cus_acme").contains("LOST seats: ");

        Files.writeString(file, Files.readString(file).replace("type: level", "type: lever"));
        assertThat(typed("catalog", "plan", file.toString()).err())
                .contains("(CATALOG_INVALID)")
                .containsPattern("draft\\.yaml:\\d+:\\d+: ");
    }

    @Test
    @DisplayName("From what is sold to a published catalog: pull, validate, publish, lock")
    void goesTheWayOfACatalog() throws IOException {
        Path file = folder.resolve("catalog.yaml");
        Typed pulled = typed("catalog", "pull", "stripe", "default", "-o", file.toString());
        assertThat(pulled.err()).containsPattern("drafted: [12] prices");
        assertThat(pulled.out()).isEmpty();
        assertThat(Files.readString(file)).contains("price_unmapped");
        assertThat(typed("catalog", "pull", "stripe", "-o", file.toString()).err())
                .contains("is there already");
        assertThat(typed("catalog", "pull", "stripe", "other").err())
                .contains("(ACCOUNT_UNKNOWN)")
                .contains("stripe/default");
        assertThat(typed("catalog", "validate", file.toString()).exit()).isZero();

        Typed stale = typed("catalog", "publish", file.toString(), "--base", "99");
        assertThat(stale.exit()).isEqualTo(1);
        assertThat(stale.err()).contains("(STALE_BASE)");
        Typed published = typed("catalog", "publish", file.toString(), "--reason", "a new plan");
        assertThat(published.exit()).as(published.err()).isZero();
        assertThat(published.out()).contains("published: revision ");
        assertThat(published.err()).contains("next: plumbline catalog lock " + file);
        assertThat(typed("catalog", "publish", file.toString()).out()).contains("unchanged: ");
        assertThat(typed("catalog", "lock", file.toString()).exit()).isZero();

        // An edit of what is published: caught offline by the lock, and by the server without it.
        Files.writeString(file, Files.readString(file).replace("seats: 5\n", "seats: 6\n"));
        assertThat(typed("catalog", "validate", file.toString()).out()).contains("team@1");
        Typed refused = typed("catalog", "publish", file.toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("(FROZEN_VERSION_CHANGED)").containsPattern("catalog\\.yaml:\\d+:\\d+: ");
    }

    @Test
    @DisplayName("A triggered event is kept as a real one is: once, though it came twice, and signed with every secret")
    void triggersEvents() {
        Typed typed =
                typed("trigger", "stripe", "customer.subscription.updated", "--customer", "cus_acme", "--duplicate");

        assertThat(typed.exit()).as(typed.out() + typed.err()).isZero();
        List<String> lines = typed.out().lines().toList();
        assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("200 evt_"));
        String event = lines.getFirst().split(" ", -1)[1];
        assertThat(plumbline
                        .sql()
                        .sql("select deliveries from inbox where event_id = :id")
                        .param("id", event)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        plumbline.comeToRest();
        assertThat(typed("check", "cus_acme", "seats", "--strict").out())
                .as("what is true is fetched, whatever the event shows")
                .contains("granted, 7");
    }

    @Test
    void triggersWhatHappenedAtOnceBackwards() {
        Typed typed = typed(
                "trigger",
                "stripe",
                "checkout.session.completed",
                "--customer",
                "cus_acme",
                "--reorder",
                "--delay",
                "PT10M");

        List<String> types =
                typed.out().lines().map(line -> line.split(" ", -1)[2]).toList();
        assertThat(typed.exit()).isZero();
        assertThat(types).hasSize(5).startsWith("checkout.session.completed").endsWith("customer.created");
        assertThat(typed("trigger", "stripe", "invoice.paid", "--customer", "cus_acme", "--json")
                        .json()
                        .at("/0/status")
                        .asInt())
                .isEqualTo(200);
        plumbline.comeToRest();
    }

    @Test
    @DisplayName("Every type that can be rehearsed is taken by the endpoint")
    void triggersEveryType() {
        String known = typed("trigger", "stripe", "x").err();
        List<String> types = List.of(known.substring(known.indexOf("there are ") + 10, known.indexOf('\n'))
                .split(", ", -1));
        assertThat(types)
                .hasSizeGreaterThan(15)
                .contains(
                        "customer.deleted",
                        "charge.refunded",
                        "customer.subscription.paused",
                        "invoice.payment_failed");
        for (String type : types) {
            assertThat(typed("trigger", "stripe", type, "--customer", "cus_acme")
                            .exit())
                    .as(type)
                    .isZero();
        }
        plumbline.comeToRest();
        assertThat(typed("check", "cus_acme", "seats", "--strict").out()).contains("granted, 7");
    }

    @Test
    void saysWhyADeliveryWasNotTaken() {
        Typed typed = terminal()
                .with("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", "whsec_other")
                .type("trigger", "stripe", "customer.updated");
        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.out()).startsWith("401 evt_").contains("the secret here is not the server's");

        assertThat(terminal()
                        .with("PLUMBLINE_STRIPE_EU_WEBHOOK_SECRETS", "whsec_x")
                        .type("trigger", "stripe", "customer.updated", "--account", "eu")
                        .out())
                .startsWith("404 ")
                .contains("no such account");
    }

    @Test
    @DisplayName("The doctor finds all in place but a price that nobody mapped, and says how to mend it")
    void looksAtEverything() {
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 9_900).withId("price_unmapped_too"));
        List<Event> events = plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named("Odd").withId("cus_odd").in("FI"), Line.of("price_unmapped_too", 1))
                .events();
        events.forEach(plumbline::deliver);
        plumbline.comeToRest();
        Typed typed = terminal()
                .with("PLUMBLINE_DB_URL", DATABASE)
                .with("PLUMBLINE_DB_USER", "postgres")
                .type("doctor");

        assertThat(typed.exit()).as(typed.out()).isEqualTo(2);
        assertThat(typed.out())
                .contains("ok    connection: ")
                .contains("ok    clock: ")
                .contains("ok    readiness: ")
                .contains("ok    key: ")
                .contains("ok    database: reachable, all ")
                .contains("ok    stripe/default: test key and 2 webhook secret(s)")
                .contains("look  mappings: 1 times a price is paid that no plan maps")
                .contains("mend: plumbline catalog pull stripe default")
                .doesNotContain(RunningPlumbline.SECRET);
        assertThat(typed("doctor", "--json").json().path(0).path("health").asString())
                .isEqualTo("good");
    }

    @Test
    void findsADatabaseThatCannotBeReached() {
        Typed typed = terminal()
                .with("PLUMBLINE_DB_URL", "jdbc:postgresql://127.0.0.1:9/none?password=pg_secret")
                .type("doctor");

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.out())
                .contains("wrong database: it cannot be reached (08")
                .doesNotContain("pg_secret");
    }
}
