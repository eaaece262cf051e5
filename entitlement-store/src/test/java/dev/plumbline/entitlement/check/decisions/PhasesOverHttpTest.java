package dev.plumbline.entitlement.check.decisions;

import static dev.plumbline.entitlement.check.decisions.Deciding.subscribed;
import static dev.plumbline.entitlement.check.decisions.Deciding.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.customer.BillingStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Schedules: what billing systems say, and what people agree by hand. */
class PhasesOverHttpTest {
    private static final String WHY = "\"reason\":\"contract 77\",\"link\":\"https://crm.example/77\"";
    private static Deciding people;

    @BeforeAll
    static void start() {
        people = Deciding.start();
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    private static Answer phase(String customer, String body, String... headers) {
        return people.store.post("/v1/customers/" + customer + "/phases", "{" + body + "}", headers);
    }

    private static JsonNode made(String customer, String body) {
        Answer answer = phase(customer, body + "," + WHY);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        people.resolve();
        return answer.json();
    }

    private static JsonNode schedule(String customer) {
        Answer answer = people.store.get("/v1/customers/" + customer + "/schedule");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("data");
    }

    /** {@code kind plan from until state}, one for each phase. */
    private static List<String> shown(String customer) {
        var shown = new ArrayList<String>();
        schedule(customer)
                .forEach(phase -> shown.add(String.join(
                        " ",
                        phase.get("kind").asString("-"),
                        phase.get("plan").asString("-"),
                        phase.get("from").asString(),
                        phase.get("until").asString("-"),
                        phase.get("state").asString())));
        return shown;
    }

    @Test
    @DisplayName("M7 M8 past, present and future phases of subscriptions, with access dates apart from billing periods")
    void showsWhatIsBilled() {
        people.sync(subscribed(
                "billed",
                subscription(
                        "sub_old",
                        BillingStatus.CANCELED,
                        "price_v1",
                        "2025-03-01T00:00:00Z",
                        "2025-09-01T00:00:00Z",
                        null),
                subscription(
                        "sub_trial",
                        BillingStatus.ACTIVE,
                        "price_v2_y",
                        "2026-05-01T00:00:00Z",
                        null,
                        "2026-05-15T00:00:00Z"),
                subscription(
                        "sub_end",
                        BillingStatus.ACTIVE,
                        "price_v1",
                        "2025-06-01T00:00:00Z",
                        "2026-08-20T00:00:00Z",
                        null),
                subscription("sub_new", BillingStatus.INCOMPLETE, "price_v2", "2026-06-15T00:00:00Z", null, null),
                subscription(
                        "sub_what", BillingStatus.ACTIVE, "price_nobody_knows", "2026-06-02T00:00:00Z", null, null)));

        assertThat(shown("billed"))
                .containsExactly(
                        "fixed team@1 2025-03-01T00:00:00Z 2025-09-01T00:00:00Z past",
                        "fixed team@1 2025-06-01T00:00:00Z 2026-08-20T00:00:00Z present",
                        "trial team@2 2026-05-01T00:00:00Z 2026-05-15T00:00:00Z past",
                        "evergreen team@2 2026-05-15T00:00:00Z - present",
                        "evergreen - 2026-06-02T00:00:00Z - present",
                        "- team@2 2026-06-15T00:00:00Z - present");
        JsonNode ending = schedule("billed").get(1);
        assertThat(ending.at("/billing/periodUntil").asString()).isEqualTo("2026-07-01T00:00:00Z");
        assertThat(ending.at("/billing/status").asString()).isEqualTo("active");
        assertThat(schedule("billed").get(3).get("term").asString()).isEqualTo("yearly");
        assertThat(schedule("billed").get(4).get("unmappedPrice").asString()).isEqualTo("price_nobody_knows");

        assertThat(people.store
                        .jdbc()
                        .sql(
                                "select plan || '@' || version || ' ' || source_ref from api.plan_ledger where customer = 'billed' order by 1")
                        .query(String.class)
                        .list())
                .contains("team@2 stripe/default/billed/sub_trial/si_sub_trial")
                .noneMatch(row -> row.contains("sub_old") || row.contains("sub_new") || row.contains("sub_what"));
    }

    @Test
    @DisplayName(
            "M7 a custom deal is a plan version given by hand, with its quantities, and ends when somebody ends it")
    void agreesOnACustomDeal() {
        people.customer("deal", "FI");
        JsonNode made = made("deal", "\"kind\":\"evergreen\",\"plan\":\"deal@1\"");
        assertThat(people.check("deal", "support", "").get("level").asString()).isEqualTo("dedicated-manager");
        assertThat(people.check("deal", "support", "").get("phase").asString()).isEqualTo("evergreen");
        assertThat(people.store.get("/v1/phases/" + made.get("id").asString()).json())
                .isEqualTo(made);
        JsonNode audited = people.audited("deal", "phase.created");
        assertThat(audited.get("link").asString()).isEqualTo("https://crm.example/77");
        assertThat(audited.at("/after/terms/plan/key").asString()).isEqualTo("deal");

        String end = "/v1/phases/" + made.get("id").asString() + "/end";
        Answer later = people.store.post(end, "{\"at\":\"2026-12-01T00:00:00Z\",\"reason\":\"notice given\"}");
        assertThat(later.status()).as(later.text()).isEqualTo(200);
        people.resolve();
        assertThat(people.has("deal", "support")).isTrue();
        assertThat(people.check("deal", "support", "&at=2026-12-01T00:00:00Z")
                        .get("hasAccess")
                        .asBoolean())
                .isFalse();
        Answer now = people.store.post(end, "{\"reason\":\"they did not pay\"}");
        assertThat(now.status()).isEqualTo(200);
        people.resolve();
        assertThat(people.has("deal", "support")).isFalse();
        assertThat(people.audited("deal", "phase.ended")
                        .at("/before/ended/reason")
                        .asString())
                .isEqualTo("notice given");
        assertThat(people.store.post(end, "{\"reason\":\"again\"}").code()).isEqualTo("OVER_ALREADY");
        assertThat(schedule("deal").get(0).at("/manual/endReason").asString()).isEqualTo("they did not pay");
        assertThat(people.store
                        .post("/v1/phases/phs_0/end", "{\"reason\":\"x\"}")
                        .code())
                .isEqualTo("PHASE_UNKNOWN");
    }

    @Test
    @DisplayName("03 a trial by hand lasts as long as its version says; a version that says nothing needs an end")
    void measuresATrialByItsVersion() {
        people.customer("trial", "FI");
        JsonNode made = made(
                "trial", "\"kind\":\"trial\",\"plan\":\"team@2\",\"term\":\"yearly\",\"quantities\":{\"seats\":9}");
        assertThat(made.get("until").asString()).startsWith("2026-06-29T");
        assertThat(people.check("trial", "support", "").get("level").asString()).isEqualTo("email");
        assertThat(people.check("trial", "support", "").get("phase").asString()).isEqualTo("trial");
        assertThat(people.check("trial", "seats", "").get("limit").asInt()).isEqualTo(9);
        assertThat(people.check("trial", "invoices", "").get("limit").asInt()).isEqualTo(400);

        Answer refused = phase("trial", "\"kind\":\"trial\",\"plan\":\"team@1\"," + WHY);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/until");
        made("trial", "\"kind\":\"trial\",\"plan\":\"team@1\",\"until\":\"2026-07-01T00:00:00Z\"");
    }

    @Test
    @DisplayName("F-53 a phase may be backdated: what was valid changes, when we knew does not")
    void backdatesAPhase() {
        people.customer("backdated", "FI");
        made(
                "backdated",
                "\"kind\":\"fixed\",\"plan\":\"team@1\",\"from\":\"2026-05-01T00:00:00Z\",\"until\":\"2026-07-01T00:00:00Z\"");
        assertThat(people.check("backdated", "sso", "&at=2026-05-20T00:00:00Z")
                        .get("hasAccess")
                        .asBoolean())
                .isTrue();
        assertThat(shown("backdated"))
                .containsExactly("fixed team@1 2026-05-01T00:00:00Z 2026-07-01T00:00:00Z present");
        assertThat(people.store
                        .jdbc()
                        .sql(
                                "select count(*) from customer_phase where created_at < valid_from and customer_key = 'backdated'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    static Stream<Arguments> hostile() {
        String team = "\"kind\":\"evergreen\",\"plan\":\"team@1\"";
        return Stream.of(
                arguments(team, "/reason"),
                arguments(team + ",\"reason\":\"" + "x".repeat(10_240) + "\"", "/reason"),
                arguments(team + "," + WHY + ",\"id\":\"mine\"", "/id"),
                arguments(team + "," + WHY + ",\"until\":\"2027-01-01T00:00:00Z\"", "/until"),
                arguments(team + "," + WHY + ",\"from\":\"yesterday\"", "/from"),
                arguments(team + "," + WHY + ",\"from\":\"0001-01-01T00:00:00Z\"", "/from"),
                arguments(team + "," + WHY + ",\"term\":\"yerly\"", "/term"),
                arguments(team + "," + WHY + ",\"quantities\":{\"sso\":1}", "/quantities"),
                arguments(team + "," + WHY + ",\"quantities\":{\"seats\":-1}", "/quantities/seats"),
                arguments(team + "," + WHY + ",\"quantities\":{\"seats\":null}", "/quantities/seats"),
                arguments(team + "," + WHY + ",\"quantities\":[]", "/quantities"),
                // It became 1, and nobody was told (tried).
                arguments(team + "," + WHY + ",\"quantities\":{\"seats\":1.5}", "/quantities/seats"),
                arguments("\"plan\":\"team@1\"," + WHY, "/kind"),
                arguments("\"kind\":\"forever\",\"plan\":\"team@1\"," + WHY, "/kind"),
                arguments("\"kind\":\"evergreen\"," + WHY, "/plan"),
                arguments("\"kind\":\"evergreen\",\"plan\":\"team\"," + WHY, "/plan"),
                arguments("\"kind\":\"evergreen\",\"plan\":\"team@3\"," + WHY, "/plan"),
                arguments("\"kind\":\"evergreen\",\"plan\":\"team@99999999999\"," + WHY, "/plan"),
                arguments("\"kind\":\"fixed\",\"plan\":\"team@1\"," + WHY, "/until"),
                arguments(
                        "\"kind\":\"fixed\",\"plan\":\"team@1\",\"from\":\"2026-07-01T00:00:00Z\",\"until\":\"2026-07-01T00:00:00Z\","
                                + WHY,
                        "/until"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("hostile")
    void refusesWhatCannotBeMeant(String body, String pointer) {
        people.store.put("/v1/customers/hostile", "{}");
        Answer answer = phase("hostile", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asString())
                .as(answer.text())
                .isEqualTo(pointer);
        assertThat(shown("hostile")).isEmpty();
    }

    @Test
    @DisplayName("S-8 a key that only reads agrees on nothing")
    void takesTheScopeWrite() {
        String reader = "Bearer " + people.key("read");
        assertThat(phase("deal", "\"kind\":\"evergreen\",\"plan\":\"team@1\"," + WHY, "Authorization", reader)
                        .status())
                .isEqualTo(403);
        assertThat(people.store
                        .post("/v1/customers/x/subscriptions/stripe/default/sub/move", "{}", "Authorization", reader)
                        .status())
                .isEqualTo(403);
        assertThat(people.store.get("/v1/customers/nobody/schedule").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("L-6 M3 a customer who is moved to another version stays there, whatever a sync brings")
    void movesOneSubscriptionForGood() {
        var snapshot = subscribed(
                "moved",
                subscription("sub_m", BillingStatus.ACTIVE, "price_v1", "2025-06-01T00:00:00Z", null, null),
                subscription(
                        "sub_other",
                        BillingStatus.ACTIVE,
                        "price_v1",
                        "2025-07-01T00:00:00Z",
                        "2026-06-01T00:00:00Z",
                        null));
        people.sync(snapshot);
        assertThat(people.check("moved", "invoices", "").at("/source/ref").asString())
                .isEqualTo("team@1");

        String move = "/v1/customers/moved/subscriptions/stripe/default/sub_m/move";
        Answer moved = people.store.post(move, "{\"plan\":\"team@2\",\"reason\":\"asked for it\",\"link\":\"INC-7\"}");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(moved.json().get("changed").asBoolean()).isTrue();
        assertThat(moved.json().at("/items/0/before").asString()).isEqualTo("team@1");
        assertThat(moved.json().at("/items/0/after").asString()).isEqualTo("team@2");
        people.resolve();
        assertThat(people.check("moved", "invoices", "").at("/source/ref").asString())
                .isEqualTo("team@2");
        assertThat(people.has("moved", "sso")).isFalse();

        // The same snapshot, another quantity, a renewal: the item still has the price that team@1 is sold by.
        people.sync(snapshot);
        people.sync(subscribed(
                "moved",
                subscription("sub_m", BillingStatus.PAST_DUE, "price_v1", "2025-06-01T00:00:00Z", null, null)));
        people.sync(snapshot);
        assertThat(people.check("moved", "invoices", "").at("/source/ref").asString())
                .isEqualTo("team@2");
        assertThat(shown("moved"))
                .containsExactly(
                        "evergreen team@2 2025-06-01T00:00:00Z - present",
                        "fixed team@1 2025-07-01T00:00:00Z 2026-06-01T00:00:00Z past");

        JsonNode audited = people.audited("moved", "subscription.moved");
        assertThat(audited.at("/object/ref").asString()).isEqualTo("stripe/default/moved/sub_m");
        assertThat(audited.at("/before/items/si_sub_m").asString()).isEqualTo("team@1");
        assertThat(audited.at("/after/items/si_sub_m").asString()).isEqualTo("team@2");
        assertThat(audited.get("link").asString()).isEqualTo("INC-7");

        assertThat(people.store
                        .post(move, "{\"plan\":\"team@2\",\"reason\":\"again\"}")
                        .json()
                        .get("changed")
                        .asBoolean())
                .isFalse();
        Answer otherPlan = people.store.post(move, "{\"plan\":\"deal@1\",\"reason\":\"upsell\"}");
        assertThat(otherPlan.status()).isEqualTo(409);
        assertThat(otherPlan.code()).isEqualTo("NOT_ON_PLAN");
        assertThat(people.store
                        .post(move, "{\"plan\":\"team@9\",\"reason\":\"x\"}")
                        .code())
                .isEqualTo("PLAN_UNKNOWN");
        assertThat(people.store
                        .post(move, "{\"plan\":\"team@1\"}")
                        .json()
                        .at("/errors/0/pointer")
                        .asString())
                .isEqualTo("/reason");
        assertThat(people.store
                        .post(
                                "/v1/customers/moved/subscriptions/stripe/default/sub_x/move",
                                "{\"plan\":\"team@2\",\"reason\":\"x\"}")
                        .code())
                .isEqualTo("SUBSCRIPTION_UNKNOWN");
    }

    @Test
    @DisplayName(
            "03 a pin moves on when the item moves to a price of another version: moving by hand does not freeze it")
    void followsTheItemToAnotherVersion() {
        people.sync(subscribed(
                "follows",
                subscription("sub_f", BillingStatus.ACTIVE, "price_v2", "2026-02-01T00:00:00Z", null, null)));
        String move = "/v1/customers/follows/subscriptions/stripe/default/sub_f/move";
        assertThat(people.store
                        .post(move, "{\"plan\":\"team@1\",\"reason\":\"wants single sign-on\"}")
                        .status())
                .isEqualTo(200);
        people.resolve();
        assertThat(people.has("follows", "sso")).isTrue();
        people.sync(subscribed(
                "follows",
                subscription("sub_f", BillingStatus.ACTIVE, "price_v2_y", "2026-02-01T00:00:00Z", null, null)));
        assertThat(people.check("follows", "invoices", "").at("/source/ref").asString())
                .startsWith("team@2");
    }
}
