package dev.plumbline.entitlement.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.check.TestCatalog;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.resolve.Law;
import dev.plumbline.entitlement.resolve.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What was answered then, what we now know was true then, and what will be: over HTTP, on PostgreSQL, by the writer path. */
class TimeTravelTest {
    private static final String SILVER_AND_GOLD = TestCatalog.YAML.replace("precedence:", """
              gold:
                name: Gold
                rank: 30
                versions:
                  - version: 1
                    grants: { sso: true, seats: 50, support: dedicated-manager, bank_payouts: true }
                    billing: { stripe: [ { price: price_gold, term: monthly } ] }
            precedence:""");

    private RunningStore store;

    @BeforeEach
    void start() {
        store = RunningStore.start("plumbline.test-clock=true");
        setClock("2026-02-01T00:00:00Z");
        publish(SILVER_AND_GOLD, "");
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void knowsWhatACustomerHadBeforeItMovedToAnotherPlan() {
        setClock("2026-03-01T00:00:00Z");
        look("mover", "price_team", BillingStatus.ACTIVE, null);
        setClock("2026-04-01T00:00:00Z");
        look("mover", "price_gold", BillingStatus.ACTIVE, null);

        assertThat(seats("mover", "2026-03-15T00:00:00Z")).isEqualTo(5);
        assertThat(seats("mover", "2026-04-15T00:00:00Z")).isEqualTo(50);
        assertThat(store.get("/v1/customers/mover/entitlements/seats/explain?at=2026-03-15T00:00:00Z")
                        .json()
                        .at("/decision/source/ref")
                        .asString())
                .isEqualTo("team@1");
    }

    @Test
    @Law("F-53 valid time changes, recorded time is new")
    void learnsThatAnEndWasBackdated() {
        setClock("2026-03-01T00:00:00Z");
        look("late", "price_team", BillingStatus.ACTIVE, null);
        String before = now();
        setClock("2026-03-20T00:00:00Z");
        look("late", "price_team", BillingStatus.CANCELED, Instant.parse("2026-03-05T00:00:00Z"));

        assertThat(has("late", "at=2026-03-10T00:00:00Z"))
                .as("what we now know")
                .isFalse();
        assertThat(has("late", "at=2026-03-03T00:00:00Z"))
                .as("it did run until then")
                .isTrue();
        assertThat(has("late", "at=2026-03-10T00:00:00Z&knownAt=" + before))
                .as("what we answered")
                .isTrue();
    }

    @Test
    void answersThePastByTheModelOfThatTime() {
        setClock("2026-05-01T00:00:00Z");
        look("loyal", "price_team", BillingStatus.ACTIVE, null);
        setClock("2026-05-10T00:00:00Z");
        String everywhere = SILVER_AND_GOLD.replace(", availableIn: [ { market: nordics } ]", "");
        publish(everywhere, "");
        resolveAll();

        assertThat(check("loyal", "bank_payouts", "country=DE")
                        .path("hasAccess")
                        .asBoolean())
                .isTrue();
        assertThat(check("loyal", "bank_payouts", "country=DE&at=2026-05-05T00:00:00Z")
                        .path("reason")
                        .asString())
                .isEqualTo("NOT_AVAILABLE_IN_MARKET");
    }

    /** No job runs between the publish and the reads: the change is in the timeline. */
    @Test
    void switchesAtTheAgreedInstantOnEveryNodeWithoutAJob() {
        setClock("2026-07-01T00:00:00Z");
        look("waiting", "price_team", BillingStatus.ACTIVE, null);
        long base = publish(
                SILVER_AND_GOLD.replace(", availableIn: [ { market: nordics } ]", ""),
                "?effectiveAt=2026-07-10T04:00:00Z");
        resolveAll();

        assertThat(store.get("/v1/catalog").json().path("inForce").asLong()).isEqualTo(base - 1);
        assertThat(check("waiting", "bank_payouts", "country=DE")
                        .path("hasAccess")
                        .asBoolean())
                .isFalse();
        assertThat(check("waiting", "bank_payouts", "country=DE&at=2026-07-10T04:00:00Z")
                        .path("hasAccess")
                        .asBoolean())
                .isTrue();
        setClock("2026-07-10T03:59:00Z");
        assertThat(check("waiting", "bank_payouts", "country=DE")
                        .path("hasAccess")
                        .asBoolean())
                .isFalse();
        setClock("2026-07-10T04:00:00Z");
        assertThat(check("waiting", "bank_payouts", "country=DE")
                        .path("hasAccess")
                        .asBoolean())
                .isTrue();
        assertThat(store.get("/v1/catalog").json().path("inForce").asLong()).isEqualTo(base);

        assertThat(store.bean(CustomersToResolve.class).resolveSettled(1_000))
                .as("afterwards, pins and findings are those of the new model")
                .isPositive();
        assertThat(check("waiting", "bank_payouts", "country=DE&at=2026-07-05T00:00:00Z")
                        .path("hasAccess")
                        .asBoolean())
                .as("and the past stays")
                .isFalse();
    }

    @Test
    void takesBackWhatHasNotTakenEffect() {
        setClock("2026-08-01T00:00:00Z");
        look("doubting", "price_team", BillingStatus.ACTIVE, null);
        long agreed = publish(
                SILVER_AND_GOLD.replace("seats:    5", "seats:    5 ").replace("name: Team members", "name: Members"),
                "?effectiveAt=2026-08-10T00:00:00Z");

        var tooEarly = store.post(
                "/v1/catalog/publish",
                SILVER_AND_GOLD.replace("name: Gold", "name: Golden"),
                "Content-Type",
                "application/yaml");
        assertThat(tooEarly.status()).isEqualTo(409);
        assertThat(tooEarly.code()).isEqualTo("CHANGE_PENDING");
        assertThat(store.post("/v1/catalog/revisions/" + agreed + "/withdraw", "{}")
                        .status())
                .isEqualTo(400);

        var withdrawn = store.post("/v1/catalog/revisions/" + agreed + "/withdraw", "{\"reason\":\"not yet\"}");
        assertThat(withdrawn.status()).isEqualTo(200);
        assertThat(store.get("/v1/catalog/revisions?limit=2")
                        .json()
                        .path("data")
                        .valueStream()
                        .map(each -> each.path("state").asString()))
                .containsExactly("IN_FORCE", "WITHDRAWN");
        setClock("2026-08-11T00:00:00Z");
        assertThat(store.get("/v1/catalog").text()).contains("Team members");
        assertThat(store.post("/v1/catalog/revisions/" + agreed + "/withdraw", "{\"reason\":\"again\"}")
                        .code())
                .isEqualTo("NOT_PENDING");
    }

    @Test
    void takesBackTwoThatAreAgreedOneAfterTheOther() {
        setClock("2026-08-01T00:00:00Z");
        String members = SILVER_AND_GOLD.replace("name: Team members", "name: Members");
        long first = publish(members, "?effectiveAt=2026-08-10T00:00:00Z");
        long second = publish(members.replace("name: Gold", "name: Golden"), "?effectiveAt=2026-08-20T00:00:00Z");

        long again = withdraw(second).json().path("revision").asLong();
        var successor = withdraw(first);
        assertThat(successor.code()).as("what it said is agreed still").isEqualTo("HAS_SUCCESSOR");
        assertThat(successor.json().path("detail").asString()).contains("Revision " + again);
        assertThat(withdraw(again).status()).isEqualTo(200);

        assertThat(withdraw(first).code()).isEqualTo("NOT_PENDING");
        assertThat(store.get("/v1/catalog/revisions?limit=4")
                        .json()
                        .path("data")
                        .valueStream()
                        .map(each -> each.path("state").asString()))
                .as("nothing is left that would take effect")
                .containsExactly("IN_FORCE", "WITHDRAWN", "WITHDRAWN", "SUPERSEDED");
        setClock("2026-09-01T00:00:00Z");
        assertThat(store.get("/v1/catalog").text()).contains("Team members");
    }

    private RunningStore.Answer withdraw(long revision) {
        return store.post("/v1/catalog/revisions/" + revision + "/withdraw", "{\"reason\":\"not yet\"}");
    }

    /** Explained by the model in force, and so without the end that the agreed one sets: it said null (tried). */
    @Test
    @Law("L-5 the explanation is of the decision that a check makes")
    void explainsAsLongAsTheCheckSaysItIsSo() {
        setClock("2026-07-01T00:00:00Z");
        look("until", "price_team", BillingStatus.ACTIVE, null);
        publish(
                SILVER_AND_GOLD.replace(", availableIn: [ { market: nordics } ]", ""),
                "?effectiveAt=2026-07-10T04:00:00Z");
        resolveAll();

        String explained = store.get("/v1/customers/until/entitlements/bank_payouts/explain?country=DE")
                .json()
                .at("/decision/validUntil")
                .asString();
        assertThat(explained)
                .isEqualTo("2026-07-10T04:00:00Z")
                .isEqualTo(check("until", "bank_payouts", "country=DE")
                        .path("validUntil")
                        .asString());
    }

    /** Seeded histories of looks and publishes; at each step what was answered is noted, and asked again at the end. */
    @Test
    @Law("L-2 what the store answered at T is at=T&knownAt=T, and later facts never change that")
    void neverChangesWhatItAnswered() {
        Seeds.cases("L-2", 12, seed -> {
            var random = new SplittableRandom(seed);
            String customer = "l2-" + Long.toHexString(seed);
            var answered = new ArrayList<Answered>();
            Instant time = Instant.parse("2026-09-01T00:00:00Z");
            for (int n = 0; n < 6; n++) {
                time = time.plus(Duration.ofHours(1 + random.nextInt(200)));
                setClock(time.toString());
                happen(random, customer, time);
                answered.add(note(customer));
            }
            for (Answered then : answered) {
                JsonNode again = store.get("/v1/customers/%s/entitlements?at=%s&knownAt=%s"
                                .formatted(customer, then.at(), then.knownAt()))
                        .json()
                        .path("data");
                assertThat(meaning(again)).as("asked again of " + then.at()).isEqualTo(then.meaning());
            }
        });
    }

    private record Answered(String at, String knownAt, List<String> meaning) {}

    private Answered note(String customer) {
        JsonNode all = store.get("/v1/customers/" + customer + "/entitlements?consistency=strict")
                .json();
        return new Answered(all.path("asOf").asString(), now(), meaning(all.path("data")));
    }

    private static List<String> meaning(JsonNode entitlements) {
        assertThat(entitlements.size()).isPositive();
        return entitlements
                .valueStream()
                .map(each -> each.path("feature") + " " + each.path("hasAccess") + " " + each.path("limit") + " "
                        + each.path("level") + " " + each.path("reason") + " " + each.path("source"))
                .toList();
    }

    private void happen(SplittableRandom random, String customer, Instant now) {
        switch (random.nextInt(5)) {
            case 0 -> look(customer, "price_gold", BillingStatus.ACTIVE, null);
            case 1 ->
                look(customer, "price_team", BillingStatus.CANCELED, now.minus(Duration.ofHours(random.nextInt(300))));
            case 2 -> look(customer, "price_team", BillingStatus.UNPAID, null);
            case 3 -> {
                look(customer, "price_team", BillingStatus.ACTIVE, null);
                publish(
                        random.nextBoolean()
                                ? SILVER_AND_GOLD
                                : SILVER_AND_GOLD.replace(", availableIn: [ { market: nordics } ]", ""),
                        "");
                resolveAll();
            }
            default ->
                look(customer, "price_team", BillingStatus.ACTIVE, now.plus(Duration.ofHours(random.nextInt(300))));
        }
    }

    private boolean has(String customer, String query) {
        return check(customer, "sso", query).path("hasAccess").asBoolean();
    }

    private int seats(String customer, String at) {
        return check(customer, "seats", "at=" + at).path("limit").asInt();
    }

    private JsonNode check(String customer, String feature, String query) {
        String freshly = query.contains("at=") ? query : query + "&consistency=strict";
        var answer = store.get("/v1/customers/%s/entitlements/%s?%s".formatted(customer, feature, freshly));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** What a fetch found, applied as a pass does. */
    private void look(String customer, String price, BillingStatus status, @Nullable Instant endsAt) {
        var subject = new SubjectRef("stripe", "default", customer);
        var began = Instant.parse("2026-02-10T00:00:00Z");
        var snapshot = new BillingSnapshot(
                subject,
                false,
                null,
                "NO",
                List.of(new BillingSnapshot.Subscription(
                        "sub_1",
                        status,
                        status.name(),
                        began,
                        began,
                        endsAt,
                        null,
                        began,
                        "eur",
                        false,
                        null,
                        List.of(new BillingSnapshot.Item("si_1", began, price, null, "prod_1", 1L, began, null)))));
        store.bean(TransactionTemplate.class).executeWithoutResult(_ -> {
            store.jdbc()
                    .sql("""
                            insert into billing_snapshot (provider, account, provider_customer, snapshot, fetched_at)
                            values ('stripe', 'default', :customer, :snapshot::jsonb, clock_timestamp())
                            on conflict (provider, account, provider_customer) do update set snapshot = excluded.snapshot
                            """)
                    .param("customer", customer)
                    .param("snapshot", StoredJson.write(snapshot))
                    .update();
            store.bean(Recording.class)
                    .recordSubject(
                            store.bean(Ledger.class), snapshot, Cause.ofSubject("event", subject, List.of("evt_1")));
        });
        assertThat(store.bean(Answers.class).current(new CustomerKey(customer))).isPresent();
    }

    private long publish(String yaml, String query) {
        var published = store.post("/v1/catalog/publish" + query, yaml, "Content-Type", "application/yaml");
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        return published.json().path("revision").asLong();
    }

    private void resolveAll() {
        var work = store.bean(CustomersToResolve.class);
        while (work.resolveBehind(100) > 0) {}
    }

    private void setClock(String now) {
        assertThat(store.put("/v1/test-clock", "{\"now\":\"" + now + "\"}").status())
                .isEqualTo(200);
    }

    /** Recorded time, by the clock of the database; later than all that is recorded. */
    private String now() {
        return store.jdbc()
                .sql("select clock_timestamp()")
                .query(java.time.OffsetDateTime.class)
                .single()
                .toInstant()
                .truncatedTo(ChronoUnit.MICROS)
                .toString();
    }
}
