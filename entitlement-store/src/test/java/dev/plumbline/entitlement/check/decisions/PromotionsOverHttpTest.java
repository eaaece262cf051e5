package dev.plumbline.entitlement.check.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** M10: places in promotions. Each test has a store of its own: places are few. */
class PromotionsOverHttpTest {
    private static final String SUMMER = "/v1/promotions/summer-sso/enrolments";
    private Deciding people;

    @BeforeEach
    void start() {
        people = Deciding.start();
    }

    @AfterEach
    void stop() {
        people.close();
    }

    private Answer enrol(String customer) {
        return people.store.post(
                SUMMER, "{\"customer\":\"%s\",\"reason\":\"cohort B\",\"link\":\"INC-9\"}".formatted(customer));
    }

    private void onTeam(String customer, String country) {
        people.customer(customer, country);
        Answer phase = people.store.post(
                "/v1/customers/" + customer + "/phases",
                "{\"kind\":\"evergreen\",\"plan\":\"team@2\",\"from\":\"2026-06-01T00:00:00Z\",\"reason\":\"a test\"}");
        assertThat(phase.status()).as(phase.text()).isEqualTo(201);
        people.resolve();
    }

    private JsonNode summer() {
        for (JsonNode promotion : people.store.get("/v1/promotions").json().get("data")) {
            if (promotion.get("key").asString().equals("summer-sso")) {
                return promotion;
            }
        }
        throw new AssertionError("summer-sso is not listed");
    }

    @Test
    void enrolsACustomerForTheWindowAndWithdrawsIt() {
        onTeam("acme", "FR"); // not in the audience: a person may enrol it all the same
        assertThat(people.store.get(SUMMER).json().get("data").isEmpty()).isTrue();
        Answer enrolled = enrol("acme");
        assertThat(enrolled.status()).as(enrolled.text()).isEqualTo(201);
        assertThat(enrolled.header("Location")).isEqualTo(SUMMER + "/acme");
        people.resolve();
        assertThat(people.has("acme", "sso")).isFalse();
        JsonNode inSummer = people.check("acme", "sso", "&at=2026-07-01T00:00:00Z");
        assertThat(inSummer.get("reason").asString()).isEqualTo("PROMOTION");
        assertThat(inSummer.get("validUntil").asString()).isEqualTo("2026-09-01T00:00:00Z");
        JsonNode audited = people.audited("acme", "promotion.enrolled");
        assertThat(audited.get("reason").asString()).isEqualTo("cohort B");
        assertThat(audited.get("link").asString()).isEqualTo("INC-9");
        assertThat(summer().get("state").asString()).isEqualTo("upcoming");
        assertThat(summer().get("enrolled").asLong()).isEqualTo(1);
        assertThat(summer().get("placesLeft").asLong()).isEqualTo(6);

        assertThat(enrol("acme").status()).isEqualTo(200);
        assertThat(summer().get("placesLeft").asLong()).isEqualTo(6);

        people.clock(Instant.parse("2026-07-01T00:00:00Z"));
        assertThat(summer().get("state").asString()).isEqualTo("running");
        assertThat(people.store
                        .delete(SUMMER + "/acme")
                        .json()
                        .at("/errors/0/parameter")
                        .asString())
                .isEqualTo("X-Reason");
        for (int i = 0; i < 2; i++) {
            assertThat(people.store
                            .delete(SUMMER + "/acme", "X-Reason", "not in the cohort")
                            .status())
                    .isEqualTo(204);
        }
        people.resolve();
        assertThat(people.has("acme", "sso")).isFalse();
        assertThat(places()).isZero();
        assertThat(summer().get("placesLeft").asLong()).isEqualTo(7);
        assertThat(people.audited("acme", "promotion.withdrawn")
                        .at("/after/withdrawn/reason")
                        .asString())
                .isEqualTo("not in the cohort");
        assertThat(enrol("acme").code()).isEqualTo("WITHDRAWN_BEFORE");
        JsonNode list = people.store.get(SUMMER).json().get("data");
        assertThat(list.size()).isEqualTo(1);
        assertThat(list.at("/0/withdrawReason").asString()).isEqualTo("not in the cohort");

        people.customer("beta", "FI");
        assertThat(enrol("beta").status()).isEqualTo(201);
        // A page of the console read all places, a thousand at a time, to show the few (tried).
        assertThat(listed("?state=withdrawn")).containsExactly("acme");
        assertThat(listed("?state=held&limit=1")).containsExactly("beta");
        assertThat(listed("")).containsExactly("acme", "beta");
        assertThat(people.store.get(SUMMER + "?state=gone").code()).isEqualTo("INVALID_PARAMETER");
    }

    private List<String> listed(String filter) {
        JsonNode page = people.store.get(SUMMER + filter).json();
        assertThat(page.path("nextCursor").isNull()).isTrue();
        return page.path("data")
                .valueStream()
                .map(place -> place.path("customer").asString())
                .toList();
    }

    private long places() {
        return people.store
                .jdbc()
                .sql("select taken from promotion_places where promotion = 'summer-sso'")
                .query(Long.class)
                .single();
    }

    @Test
    void refusesWhatCannotBeEnrolled() {
        people.customer("late", "FI");
        assertThat(enrol("nobody").code()).isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(people.store
                        .post("/v1/promotions/winter/enrolments", "{\"customer\":\"late\",\"reason\":\"x\"}")
                        .code())
                .isEqualTo("PROMOTION_UNKNOWN");
        assertThat(people.store
                        .post(SUMMER, "{\"reason\":\"x\"}")
                        .json()
                        .at("/errors/0/pointer")
                        .asString())
                .isEqualTo("/customer");
        assertThat(people.store
                        .post(SUMMER, "{\"customer\":\"late\"}")
                        .json()
                        .at("/errors/0/pointer")
                        .asString())
                .isEqualTo("/reason");
        assertThat(people.store
                        .post(SUMMER, "{\"customer\":\"late\",\"reason\":\"x\",\"at\":1}")
                        .status())
                .isEqualTo(400);
        assertThat(people.store.delete(SUMMER + "/late", "X-Reason", "x").code())
                .isEqualTo("ENROLMENT_UNKNOWN");
        assertThat(people.store
                        .post(SUMMER, "{}", "Authorization", "Bearer " + people.key("read"))
                        .status())
                .isEqualTo(403);
        people.clock(Instant.parse("2026-09-01T00:00:00Z"));
        assertThat(enrol("late").code()).isEqualTo("PROMOTION_OVER");
        assertThat(summer().get("state").asString()).isEqualTo("over");
    }

    @Test
    @Timeout(300)
    @DisplayName(
            "03 of 200 who are enrolled at once, exactly as many get a place as there are, and a place given back is given once")
    void givesExactlyAsManyPlacesAsThereAre() throws Exception {
        int many = 200;
        for (int i = 0; i < many; i++) {
            people.store
                    .jdbc()
                    .sql("insert into customer (key) values (:key)")
                    .param("key", "c" + i)
                    .update();
        }
        List<String> codes = atOnce(many, i -> outcome(enrol("c" + i)));
        // Without "and taken < :most" in Enrolments.takePlace all 200 get one (tried).
        assertThat(codes.stream().filter("201 "::equals)).hasSize(7);
        assertThat(codes.stream().filter(code -> !code.equals("201 ")))
                .hasSize(many - 7)
                .containsOnly("409 PROMOTION_FULL");
        assertThat(places()).isEqualTo(7);
        assertThat(summer().get("placesLeft").asLong()).isZero();

        String one = people.store
                .get(SUMMER + "?limit=1")
                .json()
                .at("/data/0/customer")
                .asString();
        assertThat(atOnce(20, i -> outcome(people.store.delete(SUMMER + "/" + one, "X-Reason", "left"))))
                .containsOnly("204 ");
        assertThat(places()).isEqualTo(6);
    }

    private interface Act {
        String of(int i);
    }

    private static String outcome(Answer answer) {
        return answer.status() + " " + (answer.status() < 300 ? "" : answer.code());
    }

    private static List<String> atOnce(int many, Act act) throws Exception {
        var start = new CyclicBarrier(many);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var acts = new ArrayList<Callable<String>>();
            for (int i = 0; i < many; i++) {
                int which = i;
                acts.add(() -> {
                    start.await();
                    return act.of(which);
                });
            }
            var codes = new ArrayList<String>();
            for (var done : threads.invokeAll(acts)) {
                codes.add(done.get());
            }
            return codes;
        }
    }

    @Test
    @DisplayName(
            "M10 whom the audience names is enrolled when it is resolved, as the system and for the promotion's reason")
    void enrolsTheAudience() {
        onTeam("named", "FI");
        assertThat(people.check("named", "sso", "&at=2026-07-15T00:00:00Z")
                        .get("reason")
                        .asString())
                .isEqualTo("PROMOTION");
        assertThat(people.check("named", "support", "&at=2026-06-20T00:00:00Z")
                        .at("/source/ref")
                        .asString())
                .isEqualTo("support-for-all");
        JsonNode audited = people.audited("named", "promotion.enrolled");
        assertThat(audited.get("actor").asString()).isEqualTo("plumbline");
        assertThat(audited.get("reason").asString()).isIn("Upsell test PRC-118", "Anniversary");

        for (int i = 0; i < 8; i++) {
            onTeam("more" + i, "SE");
        }
        assertThat(places()).isEqualTo(7);
        assertThat(people.has("more5", "sso")).isFalse();
        assertThat(people.check("more5", "sso", "&at=2026-07-15T00:00:00Z")
                        .get("hasAccess")
                        .asBoolean())
                .isTrue();
        assertThat(people.check("more6", "sso", "&at=2026-07-15T00:00:00Z")
                        .get("hasAccess")
                        .asBoolean())
                .as("places for the summer are taken")
                .isFalse();
        assertThat(people.store
                        .jdbc()
                        .sql("select promotion from promotion_places")
                        .query(String.class)
                        .list())
                .as("without a bound nobody counts")
                .containsExactly("summer-sso");

        // Withdrawn, it is not enrolled again by the next resolution, and the place goes to the next who is resolved.
        assertThat(people.store
                        .delete(SUMMER + "/named", "X-Reason", "objected")
                        .status())
                .isEqualTo(204);
        people.resolve();
        assertThat(people.check("named", "sso", "&at=2026-07-15T00:00:00Z")
                        .get("hasAccess")
                        .asBoolean())
                .isFalse();
        people.store.put("/v1/customers/more6", "{\"country\":\"DK\"}");
        people.resolve();
        assertThat(people.check("more6", "sso", "&at=2026-07-15T00:00:00Z")
                        .get("hasAccess")
                        .asBoolean())
                .isTrue();
        assertThat(places()).isEqualTo(7);
    }
}
