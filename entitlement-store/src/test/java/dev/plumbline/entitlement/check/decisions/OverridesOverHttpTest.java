package dev.plumbline.entitlement.check.decisions;

import static dev.plumbline.entitlement.check.decisions.Deciding.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plumbline.entitlement.RunningStore.Answer;
import java.time.Duration;
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

class OverridesOverHttpTest {
    private static final String UNTIL = "\"validUntil\":\"2026-12-01T00:00:00Z\"";
    private static final String WHY = "\"reason\":\"goodwill after INC-42\"";
    private static Deciding people;

    @BeforeAll
    static void start() {
        people = Deciding.start();
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    private static Answer override(String customer, String body, String... headers) {
        return people.store.post("/v1/customers/" + customer + "/overrides", "{" + body + "}", headers);
    }

    private static JsonNode made(String customer, String body) {
        Answer answer = override(customer, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        people.resolve();
        return answer.json();
    }

    @Test
    @DisplayName(
            "M9 S-14 an override says who, why and until when, is in force within a moment, and ends with its time")
    void grantsForAWhile() {
        people.customer("acme", "FI");
        assertThat(people.has("acme", "sso")).isFalse();

        Answer created = override("acme", """
                "feature":"sso","effect":"grant",%s,%s,"link":"https://tickets.example/42?a=b#c"\
                """.formatted(UNTIL, WHY));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        JsonNode override = created.json();
        assertThat(created.header("Location"))
                .isEqualTo("/v1/overrides/" + override.get("id").asString());
        assertThat(people.store.get(created.header("Location")).json()).isEqualTo(override);
        assertThat(override.get("state").asString()).isEqualTo("active");
        assertThat(override.get("createdBy").asString()).isEqualTo("bootstrap");
        assertThat(override.get("link").asString()).isEqualTo("https://tickets.example/42?a=b#c");

        people.resolve();
        JsonNode check = people.check("acme", "sso", "");
        assertThat(check.get("hasAccess").asBoolean()).isTrue();
        assertThat(check.at("/source/ref").asString())
                .isEqualTo(override.get("id").asString());
        assertThat(check.get("validUntil").asString()).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(people.check("acme", "sso", "&at=2026-12-01T00:00:00Z")
                        .get("hasAccess")
                        .asBoolean())
                .isFalse();

        JsonNode audited = people.audited("acme", "override.created");
        assertThat(audited.get("reason").asString()).isEqualTo("goodwill after INC-42");
        assertThat(audited.get("link").asString()).isEqualTo("https://tickets.example/42?a=b#c");
        assertThat(audited.get("before").isNull()).isTrue();
        assertThat(audited.at("/after/terms/feature").asString()).isEqualTo("sso");
    }

    @Test
    void endsBeforeItsTimeAndOnce() {
        people.customer("ended", "FI");
        String id = made("ended", "\"feature\":\"sso\",\"effect\":\"grant\"," + UNTIL + "," + WHY)
                .get("id")
                .asString();
        assertThat(people.has("ended", "sso")).isTrue();

        assertThat(people.store
                        .post("/v1/overrides/" + id + "/end", "{}")
                        .json()
                        .at("/errors/0/pointer")
                        .asString())
                .isEqualTo("/reason");
        Answer ended = people.store.post("/v1/overrides/" + id + "/end", "{\"reason\":\"given by mistake\"}");
        assertThat(ended.status()).as(ended.text()).isEqualTo(200);
        assertThat(ended.json().get("state").asString()).isEqualTo("ended");
        assertThat(ended.json().get("endReason").asString()).isEqualTo("given by mistake");
        people.resolve();
        assertThat(people.has("ended", "sso")).isFalse();
        JsonNode audited = people.audited("ended", "override.ended");
        assertThat(audited.get("before").has("ended")).isFalse();
        assertThat(audited.at("/after/ended/by").asString()).isEqualTo("bootstrap");

        Answer again = people.store.post("/v1/overrides/" + id + "/end", "{\"reason\":\"twice\"}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("OVER_ALREADY");
        assertThat(people.store
                        .post("/v1/overrides/ovr_0/end", "{\"reason\":\"x\"}")
                        .code())
                .isEqualTo("OVERRIDE_UNKNOWN");
    }

    @Test
    @DisplayName("03 the newest set wins, a deny wins over all, and one that never began never was")
    void decidesBetweenOverridesAlike() {
        people.customer("alike", "FI");
        made("alike", "\"feature\":\"seats\",\"effect\":\"set\",\"value\":10," + UNTIL + "," + WHY);
        made("alike", "\"feature\":\"seats\",\"effect\":\"set\",\"value\":7," + UNTIL + "," + WHY);
        assertThat(people.check("alike", "seats", "").get("limit").asInt()).isEqualTo(7);
        made("alike", "\"feature\":\"seats\",\"effect\":\"set\",\"value\":\"unlimited\"," + UNTIL + "," + WHY);
        assertThat(people.check("alike", "seats", "").get("unlimited").asBoolean())
                .isTrue();
        made("alike", "\"feature\":\"support\",\"effect\":\"grant\",\"value\":\"email\"," + UNTIL + "," + WHY);
        assertThat(people.check("alike", "support", "").get("level").asString()).isEqualTo("email");
        made("alike", "\"feature\":\"seats\",\"effect\":\"deny\"," + UNTIL + "," + WHY);
        assertThat(people.check("alike", "seats", "").get("reason").asString()).isEqualTo("REVOKED_BY_OVERRIDE");

        JsonNode future = made("alike", """
                "feature":"sso","effect":"grant","validFrom":"2026-07-01T00:00:00Z",%s,%s""".formatted(UNTIL, WHY));
        assertThat(future.get("state").asString()).isEqualTo("future");
        assertThat(people.check("alike", "sso", "&at=2026-07-01T00:00:00Z")
                        .get("hasAccess")
                        .asBoolean())
                .isTrue();
        people.store.post("/v1/overrides/" + future.get("id").asString() + "/end", "{\"reason\":\"not needed\"}");
        people.resolve();
        assertThat(people.check("alike", "sso", "&at=2026-07-01T00:00:00Z")
                        .get("hasAccess")
                        .asBoolean())
                .isFalse();
    }

    @Test
    @DisplayName(
            "M9 an override of one user is that user's: the facts that are stored carry it, though the customer's own answer stays")
    void decidesForOneUser() {
        people.customer("users", "FI");
        long version = people.check("users", "sso", "").get("version").asLong();
        made("users", "\"feature\":\"sso\",\"effect\":\"grant\",\"user\":\"ann@users.example\"," + UNTIL + "," + WHY);
        made("users", "\"feature\":\"seats\",\"effect\":\"set\",\"value\":2," + UNTIL + "," + WHY);

        assertThat(people.has("users", "sso")).isFalse();
        assertThat(people.check("users", "sso", "&user=ann@users.example")
                        .get("hasAccess")
                        .asBoolean())
                .isTrue();
        assertThat(people.check("users", "sso", "&user=bob").get("hasAccess").asBoolean())
                .isFalse();
        // Each decision is a version of its own: who decided sees it with minVersion.
        assertThat(people.check("users", "sso", "").get("version").asLong()).isEqualTo(version + 2);

        assertThat(people.store
                        .get("/v1/customers/users/overrides")
                        .json()
                        .get("data")
                        .size())
                .isEqualTo(2);
        JsonNode hers = people.store
                .get("/v1/customers/users/overrides?user=ann@users.example")
                .json()
                .get("data");
        assertThat(hers.size()).isEqualTo(1);
        assertThat(hers.get(0).get("user").asString()).isEqualTo("ann@users.example");
    }

    @Test
    @DisplayName("only an admin's override passes availability by market")
    void passesAvailabilityForAdminsOnly() {
        people.customer("paris", "FR");
        String body =
                "\"feature\":\"bank_payouts\",\"effect\":\"grant\",\"ignoreAvailability\":true," + UNTIL + "," + WHY;
        Answer refused = override("paris", body, "Authorization", "Bearer " + people.key("write"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("SCOPE_MISSING");
        assertThat(refused.text()).contains("admin", "/ignoreAvailability");
        made("paris", body);
        assertThat(people.has("paris", "bank_payouts")).isTrue();
    }

    @Test
    @DisplayName("S-8 a key that reads decides nothing; one that writes does, in its own name")
    void takesTheScopeWrite() {
        people.customer("scoped", "FI");
        String body = "\"feature\":\"sso\",\"effect\":\"grant\"," + UNTIL + "," + WHY;
        assertThat(override("scoped", body, "Authorization", "Bearer " + people.key("read", "check"))
                        .status())
                .isEqualTo(403);
        Answer written = override("scoped", body, "Authorization", "Bearer " + people.key("write"));
        assertThat(written.status()).isEqualTo(201);
        assertThat(written.json().get("createdBy").asString()).startsWith("write");
        assertThat(people.store
                        .get("/v1/overrides", "Authorization", "Bearer " + people.key("write"))
                        .status())
                .isEqualTo(403);
        assertThat(count("scoped")).isEqualTo(1);
    }

    @Test
    void makesOneOverrideOfARepeatedRequest() {
        people.customer("twice", "FI");
        String body = "\"feature\":\"sso\",\"effect\":\"grant\"," + UNTIL + "," + WHY;
        Answer first = override("twice", body, "Idempotency-Key", "once-please");
        Answer second = override("twice", body, "Idempotency-Key", "once-please");
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(count("twice")).isEqualTo(1);
    }

    private static int count(String customer) {
        return people.store
                .get("/v1/customers/" + customer + "/overrides")
                .json()
                .get("data")
                .size();
    }

    @Test
    @DisplayName("10 §1d a preview shows before and after by the same resolver, and writes nothing")
    void previewsWithoutWriting() {
        people.customer("careful", "FR");
        Answer preview = people.store.post(
                "/v1/customers/careful/overrides?dryRun=true",
                "{\"feature\":\"seats\",\"effect\":\"set\",\"value\":12.5," + UNTIL + "," + WHY + "}");
        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        JsonNode changed = preview.json().at("/features/0");
        assertThat(changed.get("changes").asBoolean()).isTrue();
        assertThat(changed.at("/before/hasAccess").asBoolean()).isFalse();
        assertThat(changed.at("/after/limit").decimalValue()).isEqualByComparingTo("12.5");
        assertThat(changed.at("/after/reason").asString()).isEqualTo("OVERRIDE");

        // Not sold in France: an override that does not ignore availability changes nothing, and one sees it here.
        JsonNode nothing = people.store
                .post(
                        "/v1/customers/careful/overrides?dryRun=true",
                        "{\"feature\":\"bank_payouts\",\"effect\":\"grant\"," + UNTIL + "," + WHY + "}")
                .json();
        assertThat(nothing.at("/features/0/changes").asBoolean()).isFalse();
        assertThat(nothing.at("/features/0/after/reason").asString()).isEqualTo("NOT_AVAILABLE_IN_MARKET");

        assertThat(count("careful")).isZero();
        assertThat(people.store.get("/v1/audit?customer=careful").text()).doesNotContain("override");
    }

    static Stream<Arguments> hostile() {
        String sso = "\"feature\":\"sso\",\"effect\":\"grant\"";
        String rest = UNTIL + "," + WHY;
        return Stream.of(
                arguments(sso + "," + WHY, "/validUntil"),
                arguments(sso + "," + UNTIL, "/reason"),
                arguments(sso + "," + UNTIL + ",\"reason\":\"  \"", "/reason"),
                arguments(sso + "," + UNTIL + ",\"reason\":null", "/reason"),
                arguments(sso + "," + UNTIL + ",\"reason\":\"" + "x".repeat(10_240) + "\"", "/reason"),
                arguments(sso + "," + UNTIL + ",\"reason\":\"a\\u0000b\"", "/reason"),
                arguments(sso + "," + UNTIL + ",\"reason\":\"\\ud800 half\"", "/reason"),
                arguments(sso + "," + UNTIL + ",\"reason\":\"paid \\u202egnihton\"", "/reason"),
                arguments(sso + "," + UNTIL + ",\"reason\":{}", "/reason"),
                arguments(sso + "," + rest + ",\"link\":\"javascript:alert(1)\"", "/link"),
                arguments(sso + "," + rest + ",\"link\":\"https://\"", "/link"),
                arguments(sso + "," + rest + ",\"link\":\"https://user@evil.example\"", "/link"),
                arguments(sso + "," + rest + ",\"id\":\"mine\"", "/id"),
                arguments(sso + "," + rest + ",\"createdBy\":\"the boss\"", "/createdBy"),
                arguments(sso + "," + rest + ",\"customer\":\"other\"", "/customer"),
                arguments(sso + "," + rest + ",\"user\":\"\"", "/user"),
                arguments(sso + "," + rest + ",\"user\":\"a\\u0007b\"", "/user"),
                arguments(sso + "," + rest + ",\"ignoreAvailability\":\"perhaps\"", "/ignoreAvailability"),
                arguments(sso + "," + WHY + ",\"validUntil\":\"2026-06-15T12:00:00Z\"", "/validUntil"),
                arguments(sso + "," + WHY + ",\"validUntil\":\"soon\"", "/validUntil"),
                arguments(sso + "," + WHY + ",\"validUntil\":\"+1000000-01-01T00:00:00Z\"", "/validUntil"),
                arguments(sso + "," + rest + ",\"validFrom\":\"2027-01-01T00:00:00Z\"", "/validFrom"),
                arguments(sso + "," + rest + ",\"value\":false", "/value"),
                arguments(sso + "," + rest + ",\"value\":\"true\"", "/value"),
                arguments("\"effect\":\"grant\"," + rest, "/feature"),
                arguments("\"feature\":\"teleport\",\"effect\":\"grant\"," + rest, "/feature"),
                arguments("\"feature\":\"SSO; drop table\",\"effect\":\"grant\"," + rest, "/feature"),
                arguments("\"feature\":\"sso\"," + rest, "/effect"),
                arguments("\"feature\":\"sso\",\"effect\":\"GRANT\"," + rest, "/effect"),
                arguments("\"feature\":\"sso\",\"effect\":\"deny\",\"value\":true," + rest, "/value"),
                arguments("\"feature\":\"sso\",\"effect\":\"set\"," + rest, "/value"),
                arguments("\"feature\":\"seats\",\"effect\":\"set\",\"value\":-1," + rest, "/value"),
                arguments("\"feature\":\"seats\",\"effect\":\"set\",\"value\":1e999999999," + rest, "/value"),
                arguments("\"feature\":\"seats\",\"effect\":\"set\",\"value\":\"5\"," + rest, "/value"),
                arguments("\"feature\":\"seats\",\"effect\":\"set\",\"value\":[5]," + rest, "/value"),
                arguments("\"feature\":\"seats\",\"effect\":\"set\",\"value\":true," + rest, "/value"),
                arguments("\"feature\":\"support\",\"effect\":\"set\",\"value\":\"gold\"," + rest, "/value"),
                arguments("\"feature\":\"support\",\"effect\":\"set\",\"value\":2," + rest, "/value"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("hostile")
    @DisplayName("S-28 S-12 what cannot be meant is refused, with the place and a way to mend it")
    void refusesWhatCannotBeMeant(String body, String pointer) {
        people.store.put("/v1/customers/hostile", "{}");
        Answer answer = override("hostile", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asString())
                .as(answer.text())
                .isEqualTo(pointer);
        assertThat(answer.text()).doesNotContain("Exception", "dev.plumbline", "tools.jackson");
        assertThat(count("hostile")).isZero();
    }

    @Test
    void acceptsReasonsInAnyScriptAndOnSeveralLines() {
        people.customer("scripts", "FI");
        made(
                "scripts",
                "\"feature\":\"sso\",\"effect\":\"grant\",\"reason\":\"פיצוי\\nعلى العطل 🎁\",\"link\":\"INC-42\","
                        + UNTIL);
        JsonNode kept =
                people.store.get("/v1/customers/scripts/overrides").json().at("/data/0");
        assertThat(kept.get("reason").asString()).isEqualTo("פיצוי\nعلى العطل 🎁");
        assertThat(kept.get("link").asString()).isEqualTo("INC-42");
    }

    @Test
    void knowsNoOverridesOfNobody() {
        assertThat(override("nobody", "\"feature\":\"sso\",\"effect\":\"grant\"," + UNTIL + "," + WHY)
                        .code())
                .isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(people.store.get("/v1/customers/nobody/overrides").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("M25 the register finds overrides by state, feature, actor and end, page by page")
    void findsOverridesInTheRegister() {
        people.customer("register", "FI");
        String soon = NOW.plus(Duration.ofDays(3)).toString();
        String base = "\"feature\":\"support\",\"effect\":\"grant\",\"value\":\"email\"," + WHY;
        String key = people.key("write");
        List<String> ids = new ArrayList<>();
        for (String until : List.of(soon, "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")) {
            Answer made =
                    override("register", base + ",\"validUntil\":\"" + until + "\"", "Authorization", "Bearer " + key);
            ids.add(made.json().get("id").asString());
        }
        String actor = people.store
                .get("/v1/overrides/" + ids.getFirst())
                .json()
                .get("createdBy")
                .asString();
        String all = "/v1/overrides?actor=" + actor;

        assertThat(ids(all)).containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(ids(all + "&state=ending")).containsExactly(ids.get(0));
        assertThat(ids(all + "&state=active")).hasSize(3);
        assertThat(ids(all + "&state=future")).isEmpty();
        assertThat(ids(all + "&feature=sso")).isEmpty();
        assertThat(ids(all + "&feature=support&endingBefore=2026-10-15T00:00:00Z"))
                .containsExactly(ids.get(1), ids.get(0));
        people.store.post("/v1/overrides/" + ids.get(1) + "/end", "{\"reason\":\"enough\"}");
        assertThat(ids(all + "&state=ended")).containsExactly(ids.get(1));
        assertThat(ids(all + "&state=active")).containsExactly(ids.get(2), ids.get(0));

        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = people.store.get(all + "&limit=2" + cursor).json();
            page.get("data").forEach(row -> paged.add(row.get("id").asString()));
            cursor = page.get("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.get("nextCursor").asString();
        } while (!cursor.isEmpty());
        assertThat(paged).containsExactly(ids.get(2), ids.get(1), ids.get(0));

        for (String bad : List.of(
                "state=open", "cursor=%21", "cursor=YWJj", "cursor=YSBi", "endingBefore=x", "feature=%00", "limit=0")) {
            assertThat(people.store.get("/v1/overrides?" + bad).status())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(people.store
                        .jdbc()
                        .sql("select state from api.override_register where created_by = :actor order by valid_until")
                        .param("actor", actor)
                        .query(String.class)
                        .list())
                .hasSize(3)
                .allMatch(state -> List.of("active", "ending", "ended").contains(state));
    }

    private static List<String> ids(String path) {
        Answer answer = people.store.get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var ids = new ArrayList<String>();
        answer.json().get("data").forEach(row -> ids.add(row.get("id").asString()));
        return ids;
    }

    @Test
    @DisplayName("S-15 F-77 the register as CSV has every row, and no cell that a spreadsheet would run")
    void writesTheRegisterAsCsv() {
        people.customer("csv", "FI");
        String key = people.key("write");
        for (String reason : List.of("=cmd|' /C calc'!A0", "+1", "\\t=1+1", "say \\\"hi\\\",\\nnext line")) {
            override(
                    "csv",
                    "\"feature\":\"seats\",\"effect\":\"set\",\"value\":3.50,\"user\":\"@sum\",\"reason\":\"" + reason
                            + "\"," + UNTIL,
                    "Authorization",
                    "Bearer " + key);
        }
        String actor = people.store
                .get("/v1/customers/csv/overrides")
                .json()
                .at("/data/0/createdBy")
                .asString();
        Answer csv = people.store.get("/v1/overrides?actor=" + actor, "Accept", "text/csv");
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
        String[] lines = csv.text().split("\r\n");
        assertThat(lines).hasSize(5);
        assertThat(lines[0]).startsWith("\"id\",\"customer\",\"feature\",\"effect\",\"value\",\"user\"");
        assertThat(lines[1]).contains("\"say \"\"hi\"\",\nnext line\"", ",3.50,", "\"'@sum\"");
        assertThat(lines[2]).contains("\"=1+1\"".replace("\"=", "\"'="));
        assertThat(lines[3]).contains("\"'+1\"");
        assertThat(lines[4]).contains("\"'=cmd|' /C calc'!A0\"");
        assertThat(people.store
                        .get("/v1/overrides?state=x", "Accept", "text/csv")
                        .header("Content-Type"))
                .isEqualTo("application/problem+json");
        assertThat(people.store
                        .get("/v1/audit?object=register")
                        .json()
                        .at("/data/0/action")
                        .asString())
                .isEqualTo("overrides.exported");
    }

    @Test
    @DisplayName("M9 the register says what an override forgoes a month, and nothing where that is not known")
    void saysWhatIsForgone() {
        people.customer("valued", "FI");
        var seats = people.store.post(
                "/v1/customers/valued/overrides",
                "{\"feature\":\"sso\",\"effect\":\"grant\",\"reason\":\"goodwill\",\"validUntil\":\"2026-12-01T00:00:00Z\"}");
        assertThat(seats.status()).as(seats.text()).isEqualTo(201);
        // team@1 alone has sso and is not sold any more: nothing on sale gives it.
        assertThat(seats.json().get("valueForgone").isNull()).isTrue();

        var invoices = people.store.post(
                "/v1/customers/valued/overrides",
                "{\"feature\":\"invoices\",\"effect\":\"grant\",\"value\":300,\"reason\":\"goodwill\",\"validUntil\":\"2026-12-01T00:00:00Z\"}");
        assertThat(invoices.status()).as(invoices.text()).isEqualTo(201);
        // The cheaper term, per month: 1,200.00 a year.
        assertThat(invoices.json().at("/valueForgone/amount").asLong()).isEqualTo(10_000);
        assertThat(invoices.json().at("/valueForgone/currency").asString()).isEqualTo("EUR");
        assertThat(people.store.get("/v1/overrides", "Accept", "text/csv").text())
                .contains("10000,\"EUR\"");
    }
}
