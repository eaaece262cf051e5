package dev.plumbline.entitlement.check.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.check.people.Somebody;
import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.migration.MigrationWork;
import dev.plumbline.entitlement.migration.Moving;
import dev.plumbline.entitlement.migration.NotOurs;
import dev.plumbline.entitlement.migration.Previewing;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.BilledCustomers;
import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.entitlement.record.Published;
import dev.plumbline.entitlement.record.Publishing;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** M4: customers moved from one version of a plan to another, in waves. */
class MigrationsOverHttpTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final String CATALOG = """
            format: 1
            catalog: { key: harbor, name: Harbor invoicing, currency: EUR }
            markets:
              nordics: [NO, SE, FI, DK, IS]
            features:
              sso:   { name: Single sign-on, type: switch }
              seats: { name: Team members,   type: quantity, unit: seat }
            plans:
              team:
                name: Team
                versions:
                  - version: 1
                    sellable: { from: 2025-02-01, until: 2026-04-01 }
                    grants: { sso: true, seats: 5 }
                    billing: { stripe: [ { price: price_v1, term: monthly, listPrice: { amount: 1000, currency: EUR, every: P1M } }, { price: price_v1_y, term: yearly } ] }
                  - version: 2
                    sellable: { from: 2026-04-01 }
                    grants: { seats: 8 }
                    billing: { stripe: [ { price: price_v2, term: monthly } ] }
              solo:
                name: Solo
                versions:
                  - { version: 1, grants: { seats: 1 }, billing: { manual: [] } }
            precedence: [manual, stripe]
            """;

    private static RunningStore store;
    private static BilledCustomers customers;
    private static ByHand work;
    private static int tests;

    /** Every test has customers of its own; those before it are forgotten. */
    private String mine = "";

    private long auditBefore;

    @BeforeAll
    static void start() {
        store = RunningStore.start("plumbline.test-clock=true");
        customers = new BilledCustomers(store.jdbc());
        work = new ByHand(store.bean(MigrationWork.class), store.bean(Previewing.class), store.bean(Moving.class));
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @BeforeEach
    void clear() {
        mine = "t" + ++tests + "-";
        store.jdbc().sql("""
                        truncate migration_customer, migration, entitlement, entitlement_history, billing_pin, billing_snapshot,
                                 customer_link, customer_phase, break, customer cascade
                        """).update();
        auditBefore = count("select coalesce(max(id), 0) from audit");
        clock(NOW);
        // As if approved: the agreed days of the test before are not taken away by one alone.
        var anew = new Publishing.Wanted(CATALOG, new Author("test", "anew"), null, null, true);
        assertThat(store.bean(Publishing.class).publish(anew))
                .isInstanceOfAny(Published.Done.class, Published.Unchanged.class);
    }

    private void clock(Instant now) {
        store.put("/v1/test-clock", "{\"now\":\"" + now + "\"}");
    }

    private void publish(String catalog) {
        Answer published = store.post("/v1/catalog/publish", catalog, "Content-Type", "application/yaml");
        assertThat(published.status()).as(published.text()).isEqualTo(200);
    }

    private void buys(String name, String country, String price) {
        customers.add(
                mine + name,
                country,
                List.of(BilledCustomers.subscription(
                        "sub_1",
                        BillingStatus.ACTIVE,
                        List.of(new Item(
                                "si_0",
                                BilledCustomers.BOUGHT,
                                price,
                                null,
                                null,
                                1L,
                                Instant.parse("2026-06-01T00:00:00Z"),
                                Instant.parse("2026-07-01T00:00:00Z"))))));
    }

    private void resolve() {
        var all = store.bean(CustomersToResolve.class);
        while (all.resolveBehind(100) + all.resolveEdited(100) + all.resolveSettled(100) > 0) {
            // until nobody is left
        }
    }

    private long drawn(String more) {
        Answer made = store.post(
                "/v1/migrations",
                "{\"from\":\"team@1\",\"to\":\"team@2\"," + more + ",\"reason\":\"v1 is retired\",\"link\":\"PRC-7\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().path("id").asLong();
    }

    private Answer ask(long id, String what) {
        return store.post("/v1/migrations/" + id + "/" + what, "{\"reason\":\"as agreed\"}");
    }

    private JsonNode does(long id, String what) {
        Answer answer = ask(id, what);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        work.all();
        return store.get("/v1/migrations/" + id).json();
    }

    private String outcomes(long id) {
        var all = new StringBuilder();
        store.get("/v1/migrations/" + id + "/outcomes")
                .json()
                .path("data")
                .forEach(one -> all.append(one.path("customer").asString())
                        .append(' ')
                        .append(one.path("outcome").asString())
                        .append(
                                one.path("why").isNull()
                                        ? ""
                                        : ":" + one.path("why").asString(""))
                        .append('\n'));
        return all.toString().replace(":\n", "\n").replace(mine, "");
    }

    private long seats(String customer, String at) {
        return store.get("/v1/customers/" + mine + customer + "/entitlements/seats?maxAge=PT0S" + at)
                .json()
                .path("limit")
                .asLong(0);
    }

    private long migrated() {
        return count("select count(*) from audit where action = 'subscription.migrated' and id > " + auditBefore);
    }

    private long count(String sql) {
        return store.jdbc().sql(sql).query(Long.class).single();
    }

    @Test
    @DisplayName("M4 a preview says who moves, who loses and gains what, and who is left out and why")
    void previewsWhoMoves() {
        buys("anna", "FI", "price_v1");
        buys("bo", "FI", "price_v1");
        buys("carl", "DE", "price_v1");
        buys("dina", "SE", "price_v1_y");
        buys("new", "SE", "price_v2");
        store.put("/v1/customers/" + mine + "deal", "{\"country\":\"FI\"}");
        store.post(
                "/v1/customers/" + mine + "deal/phases",
                "{\"kind\":\"evergreen\",\"plan\":\"team@1\",\"reason\":\"a deal\"}");
        resolve();
        Answer byHand = store.post(
                "/v1/customers/" + mine + "bo/subscriptions/stripe/default/sub_1/move",
                "{\"plan\":\"team@2\",\"reason\":\"asked for it\"}");
        assertThat(byHand.status()).as(byHand.text()).isEqualTo(200);
        store.post(
                "/v1/customers/" + mine + "bo/subscriptions/stripe/default/sub_1/move",
                "{\"plan\":\"team@1\",\"reason\":\"wants it back\"}");
        resolve();

        long id = drawn("\"when\":\"now\",\"cohort\":{\"markets\":[\"nordics\"],\"terms\":[\"monthly\"]}");
        JsonNode previewed = does(id, "preview");
        assertThat(previewed.path("status").asString()).isEqualTo("PREVIEWED");
        assertThat(outcomes(id))
                .isEqualTo("anna PENDING\nbo SKIPPED:MOVED_BY_HAND\ncarl SKIPPED:NOT_IN_COHORT\n"
                        + "deal SKIPPED:BY_HAND\ndina SKIPPED:NOT_IN_COHORT\n");
        JsonNode summary = store.get("/v1/migrations/" + id + "/preview").json().path("summary");
        assertThat(summary.path("moves").asLong()).isEqualTo(1);
        assertThat(summary.path("lose").asLong()).isEqualTo(1);
        assertThat(summary.at("/byFeature/sso/LOST").asLong()).isEqualTo(1);
        assertThat(summary.at("/byFeature/seats/LIMIT_UP").asLong()).isEqualTo(1);
        assertThat(summary.at("/money/lose/perMonth/0/amount").asLong()).isEqualTo(1_000);
        assertThat(migrated()).as("looking changes nothing").isZero();

        String csv = store.get("/v1/migrations/" + id + "/outcomes", "Accept", "text/csv")
                .text();
        assertThat(csv).startsWith("\"customer\",\"outcome\"").contains("sso lost: yes → no");
        assertThat(store.get("/v1/plans/team/versions/1/customers").json().path("data"))
                .hasSize(5);
        assertThat(store.get("/v1/plans/team/versions/2/customers", "Accept", "text/csv")
                        .text())
                .contains("new\",\"billing\",\"team@2\"");
    }

    @Test
    @DisplayName(
            "M4 in waves: each customer is moved once, by one version of its answer, and a person begins the next wave")
    void movesInWaves() {
        for (int i = 0; i < 20; i++) {
            buys("c" + i, "FI", "price_v1");
        }
        resolve();
        long id = drawn("\"when\":\"now\",\"waves\":{\"percent\":[10,50,100]}");
        assertThat(ask(id, "start").code()).isEqualTo("PREVIEW_REQUIRED");
        does(id, "preview");
        JsonNode first = does(id, "start");
        assertThat(first.path("status").asString()).isEqualTo("WAITING");
        assertThat(first.at("/counts/MOVED").asLong()).isEqualTo(2);
        assertThat(first.at("/counts/PENDING").asLong()).isEqualTo(18);
        assertThat(does(id, "resume").at("/counts/MOVED").asLong()).isEqualTo(10);
        JsonNode last = does(id, "resume");
        assertThat(last.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(last.at("/counts/MOVED").asLong()).isEqualTo(20);
        assertThat(ask(id, "resume").code()).isEqualTo("MIGRATION_NOT_STOPPED");

        assertThat(count("select count(*) from entitlement where version = 2")).isEqualTo(20);
        assertThat(migrated()).isEqualTo(20);
        assertThat(seats("c3", "")).isEqualTo(8);
        assertThat(store.get("/v1/plans/team/versions/2/customers").json().path("data"))
                .hasSize(20);
        JsonNode audited = store.get("/v1/audit?customer=" + mine + "c3").json().path("data");
        assertThat(audited.toString()).contains("subscription.migrated", "as agreed", "team@1", "team@2");
        resolve();
        assertThat(count("select max(version) from entitlement"))
                .as("a sync keeps what was moved (L-6)")
                .isEqualTo(2);
    }

    @Test
    @DisplayName("M4 at renewal: the future is in the timeline, and is taken back as long as it is not effective")
    void movesAtRenewalAndTakesItBack() {
        buys("anna", "FI", "price_v1");
        buys("bo", "FI", "price_v1");
        resolve();
        long id = drawn("\"when\":\"at-renewal\"");
        does(id, "preview");
        assertThat(does(id, "start").path("status").asString()).isEqualTo("COMPLETED");
        assertThat(seats("anna", "")).isEqualTo(5);
        assertThat(seats("anna", "&at=2026-06-30T23:59:59Z")).isEqualTo(5);
        assertThat(seats("anna", "&at=2026-07-01T00:00:00Z")).isEqualTo(8);
        assertThat(store.get("/v1/customers/" + mine + "anna/schedule").text()).contains("team@2");

        JsonNode undone = does(id, "undo");
        assertThat(undone.path("status").asString()).isEqualTo("UNDONE");
        assertThat(undone.at("/counts/UNDONE").asLong()).isEqualTo(2);
        assertThat(seats("anna", "&at=2026-07-01T00:00:00Z")).isEqualTo(5);

        long again = drawn("\"when\":\"at-renewal\",\"notBefore\":\"2026-07-15T00:00:00Z\"");
        does(again, "preview");
        does(again, "start");
        long other = drawn("\"when\":\"now\"");
        does(other, "preview");
        assertThat(outcomes(other)).contains("anna SKIPPED:PLANNED_ALREADY");
        assertThat(seats("bo", "&at=2026-08-01T00:00:00Z")).isEqualTo(8);
        clock(Instant.parse("2026-08-01T00:00:01Z"));
        resolve();
        assertThat(seats("bo", "")).isEqualTo(8);
        assertThat(store.get("/v1/plans/team/versions/2/customers").json().path("data"))
                .as("the pin itself has moved")
                .hasSize(2);
        assertThat(ask(again, "undo").code()).isEqualTo("NOTHING_TO_UNDO");
    }

    /** Without the trigger and the check of the owner in done() the second process would write over the first. */
    @Test
    @DisplayName("F-71 a process that was taken for dead changes nothing any more, and nobody is moved twice")
    void isMovedByOneProcessOnly() {
        for (int i = 0; i < 20; i++) {
            buys("c" + i, "FI", "price_v1");
        }
        resolve();
        long id = drawn("\"when\":\"now\"");
        does(id, "preview");
        assertThat(ask(id, "start").status()).isEqualTo(202);
        assertThat(work.oneTurnAndGone("first", id)).isEqualTo(7);
        var stale = work.work().ours(id, "first").orElseThrow();
        assertThat(work.oneTurnAndGone("second", id)).isEqualTo(7);
        assertThatThrownBy(() -> work.moving().move(stale, "first", 7)).isInstanceOf(NotOurs.class);
        assertThat(count("select count(*) from migration_customer where outcome = 'MOVED'"))
                .isEqualTo(14);
        work.oneTurnAndGone("me", id);
        work.all();
        assertThat(migrated()).isEqualTo(20);
        assertThat(count("select max(version) from entitlement")).isEqualTo(2);
        assertThatThrownBy(() -> store.jdbc()
                        .sql("update migration_customer set outcome = 'FAILED', why = 'x'")
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    @DisplayName(
            "M4 it is stopped and goes on; one of a plan at a time; a customer that cannot be resolved fails alone")
    void stopsResumesAndFailsAlone() {
        for (int i = 0; i < 9; i++) {
            buys("c" + i, "FI", "price_v1");
        }
        resolve();
        long id = drawn("\"when\":\"now\",\"waves\":{\"size\":3}");
        does(id, "preview");
        long other = drawn("\"when\":\"now\"");
        does(other, "preview");
        does(id, "start");
        Answer second = ask(other, "start");
        assertThat(second.code()).isEqualTo("MIGRATION_RUNNING");
        assertThat(second.json().path("running").asLong()).isEqualTo(id);
        assertThat(ask(id, "stop").json().path("status").asString()).isEqualTo("STOPPED");
        String left = store.jdbc()
                .sql("select customer_key from migration_customer where migration = :id and outcome is null limit 1")
                .param("id", id)
                .query(String.class)
                .single();
        store.jdbc()
                .sql("update billing_pin set kept = '{\"items\": 7}' where provider_customer = 'cus_' || :key")
                .param("key", left)
                .update();
        does(id, "resume");
        JsonNode ended = does(id, "resume");
        assertThat(ended.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(ended.at("/counts/MOVED").asLong()).isEqualTo(8);
        assertThat(ended.at("/counts").toString()).contains("FAILED:CANNOT_BE_RESOLVED");
        assertThat(does(other, "start").at("/counts").toString()).contains("SKIPPED:ALREADY_THERE");
    }

    @Test
    @DisplayName(
            "M12 for many, on a day that is not agreed, it takes a second person; what they approve is what was previewed")
    void takesASecondPersonOutsideTheCadence() {
        buys("anna", "FI", "price_v1");
        buys("bo", "FI", "price_v1");
        resolve();
        publish(CATALOG + "cadence: { broadChanges: monthly, day: 1, zone: UTC }\n");
        resolve();
        long id = drawn("\"when\":\"now\"");
        does(id, "preview");
        Answer refused = ask(id, "start");
        assertThat(refused.code()).isEqualTo("OUTSIDE_CADENCE");
        assertThat(refused.json().at("/approval/kind").asString()).isEqualTo("migration");
        String author = key("asks");
        String second = key("approves");
        Answer asked = store.post(
                "/v1/approvals",
                "{\"kind\":\"migration\",\"content\":{\"migration\":" + id + "},\"reason\":\"must be today\"}",
                "Authorization",
                "Bearer " + author);
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        String approve = "/v1/approvals/" + asked.json().path("id").asString() + "/approve";
        assertThat(store.post(approve, "{\"reason\":\"me\"}", "Authorization", "Bearer " + author)
                        .status())
                .as("never the author")
                .isEqualTo(403);
        Answer approved = store.post(approve, "{\"reason\":\"checked\"}", "Authorization", "Bearer " + second);
        assertThat(approved.json().path("state").asString()).as(approved.text()).isEqualTo("executed");
        work.all();
        assertThat(store.get("/v1/migrations/" + id).json().at("/counts/MOVED").asLong())
                .isEqualTo(2);
        long allowed = drawn("\"when\":\"2026-07-01T06:00:00Z\"");
        does(allowed, "preview");
        assertThat(ask(allowed, "start").code()).as("nobody is left").isEqualTo("NOTHING_TO_MOVE");
    }

    @Test
    @DisplayName("M12 what is approved while another one moves customers of the plan has failed, and says so")
    void failsBesideAnother() {
        buys("anna", "FI", "price_v1");
        buys("bo", "FI", "price_v1");
        resolve();
        publish(CATALOG + "cadence: { broadChanges: monthly, day: 1, zone: UTC }\n");
        resolve();
        String author = key("asks");
        String second = key("approves");
        List<Long> both = List.of(drawn("\"when\":\"now\""), drawn("\"when\":\"now\""));
        both.forEach(id -> does(id, "preview"));
        JsonNode approved = MissingNode.getInstance();
        for (long id : both) {
            Answer asked = store.post(
                    "/v1/approvals",
                    "{\"kind\":\"migration\",\"content\":{\"migration\":" + id + "},\"reason\":\"must be today\"}",
                    "Authorization",
                    "Bearer " + author);
            Answer answer = store.post(
                    "/v1/approvals/" + asked.json().path("id").asString() + "/approve",
                    "{\"reason\":\"checked\"}",
                    "Authorization",
                    "Bearer " + second);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            approved = answer.json();
        }
        assertThat(approved.path("state").asString()).isEqualTo("failed");
        assertThat(approved.toString()).contains("MIGRATION_RUNNING");
    }

    @Test
    @DisplayName("M12 each wave lands on an agreed day: later waves do not slip through with the first")
    void keepsEachWaveToTheCadence() {
        buys("anna", "FI", "price_v1");
        buys("bo", "FI", "price_v1");
        resolve();
        publish(CATALOG + "cadence: { broadChanges: monthly, day: 15, zone: UTC }\n");
        resolve();
        for (String waves : List.of(
                "\"percent\":[50,100]", // a person begins the second, on whatever day
                "\"percent\":[50,100],\"pause\":\"P1D\"")) {
            long later = drawn("\"when\":\"now\",\"waves\":{" + waves + "}");
            does(later, "preview");
            assertThat(ask(later, "start").code()).as(waves).isEqualTo("OUTSIDE_CADENCE");
        }
        long today = drawn("\"when\":\"now\",\"waves\":{\"percent\":[50,100],\"pause\":\"PT1H\"}");
        does(today, "preview");
        assertThat(ask(today, "start").status()).isEqualTo(202);
    }

    @Test
    @DisplayName(
            "M12 what was begun on an agreed day and stopped goes on on one, or with a second person; what was approved goes on")
    void goesOnWhereItWasAgreed() {
        for (int i = 0; i < 6; i++) {
            buys("c" + i, "FI", "price_v1");
        }
        resolve();
        publish(CATALOG + "cadence: { broadChanges: monthly, day: 15, zone: UTC }\n");
        resolve();
        long id = drawn("\"when\":\"now\",\"waves\":{\"size\":2,\"pause\":\"PT1H\"}");
        does(id, "preview");
        does(id, "start");
        assertThat(ask(id, "stop").status()).isEqualTo(202);
        clock(Instant.parse("2026-06-16T12:00:00Z"));
        Answer refused = ask(id, "resume");
        assertThat(refused.code()).as(refused.text()).isEqualTo("OUTSIDE_CADENCE");
        assertThat(refused.json().path("nextAllowed").asString()).startsWith("2026-07-15");

        String author = key("asks");
        String second = key("approves");
        String stale = asked(author, id);
        clock(Instant.parse("2026-07-15T12:00:00Z"));
        assertThat(does(id, "resume").path("wave").asInt())
                .as("on the next agreed day")
                .isEqualTo(3);
        assertThat(ask(id, "stop").status()).isEqualTo(202);
        clock(Instant.parse("2026-07-16T12:00:00Z"));
        assertThat(approve(second, stale).toString()).contains("failed").contains("PREVIEW_STALE");

        JsonNode approved = approve(second, asked(author, id));
        assertThat(approved.path("state").asString()).as(approved.toString()).isEqualTo("executed");
        work.all();
        JsonNode ended = store.get("/v1/migrations/" + id).json();
        assertThat(ended.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(ended.path("approval").asString())
                .isEqualTo(approved.path("id").asString());
        assertThat(ended.at("/counts/MOVED").asLong()).isEqualTo(6);
    }

    @Test
    @DisplayName(
            "M12 one that was approved is stopped and goes on whatever the day is; the database takes no approval of another")
    void remembersThatItWasApproved() {
        for (int i = 0; i < 4; i++) {
            buys("c" + i, "FI", "price_v1");
        }
        resolve();
        publish(CATALOG + "cadence: { broadChanges: monthly, day: 1, zone: UTC }\n");
        resolve();
        long id = drawn("\"when\":\"now\",\"waves\":{\"size\":2}");
        does(id, "preview");
        JsonNode approved = approve(key("approves"), asked(key("asks"), id));
        work.all();
        assertThat(ask(id, "stop").status()).isEqualTo(202);
        // Without the mark on its row this was OUTSIDE_CADENCE (tried).
        assertThat(does(id, "resume").path("status").asString()).isEqualTo("COMPLETED");
        long other = drawn("\"when\":\"now\"");
        assertThatThrownBy(() -> store.jdbc()
                        .sql("update migration set approval = :approval where id = :id")
                        .param("approval", approved.path("id").asString())
                        .param("id", other)
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    private String asked(String author, long migration) {
        Answer asked = store.post(
                "/v1/approvals",
                "{\"kind\":\"migration\",\"content\":{\"migration\":" + migration + "},\"reason\":\"must be today\"}",
                "Authorization",
                "Bearer " + author);
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        return asked.json().path("id").asString();
    }

    private JsonNode approve(String key, String id) {
        Answer answer = store.post(
                "/v1/approvals/" + id + "/approve", "{\"reason\":\"checked\"}", "Authorization", "Bearer " + key);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private String key(String name) {
        return Somebody.keyOfNobodyElse(store, name, "", "read", "write");
    }

    @Test
    @DisplayName(
            "M4 what is not understood is refused at its place; an edit is of what was read; a key needs the scope")
    void refuses() {
        refused("\"from\":\"team@1\",\"to\":\"solo@1\"", "/to");
        refused("\"from\":\"team@9\",\"to\":\"team@2\"", "/from");
        refused("\"from\":\"team@1\",\"to\":\"team@2\",\"when\":\"soon\"", "/when");
        refused("\"from\":\"team@1\",\"to\":\"team@2\",\"when\":\"2026-01-01T00:00:00Z\"", "/when");
        refused("\"from\":\"team@1\",\"to\":\"team@2\",\"when\":\"+999999999-12-31T00:00:00Z\"", "/when");
        refused("\"from\":\"team@1\",\"to\":\"team@2\",\"notBefore\":\"+999999999-12-31T00:00:00Z\"", "/notBefore");
        refused("\"from\":\"team@1\",\"to\":\"team@2\",\"waves\":{\"percent\":[50,20]}", "/waves/percent");
        refused("\"from\":\"team@1\",\"to\":\"team@2\",\"waves\":{\"size\":0}", "/waves/size");
        refused("\"from\":\"team@1\",\"to\":\"team@2\",\"waves\":{\"pause\":\"an hour\"}", "/waves/pause");
        refused("\"from\":\"team@1\",\"to\":\"team@2\",\"cohort\":{\"include\":[\"nobody\"]}", "/cohort/include");
        refused("\"from\":\"team@1\",\"to\":\"team@2\",\"cohort\":{\"markets\":[\"mars\"]}", "/cohort/markets");
        assertThat(store.post("/v1/migrations", "{\"from\":\"team@1\",\"to\":\"team@2\"}")
                        .text())
                .contains("/reason");
        Answer zero = store.post(
                "/v1/migrations",
                "{\"from\":\"team@1\",\"to\":\"team@2\",\"reason\":\"r\",\"cohort\":{\"attributes\":{\"a\":\"\\u0000\"}}}");
        assertThat(zero.status()).as(zero.text()).isEqualTo(400);
        long id = drawn("\"when\":\"now\"");
        String edit = "{\"from\":\"team@1\",\"to\":\"team@2\",\"when\":\"at-renewal\",\"reason\":\"later\"}";
        assertThat(store.put("/v1/migrations/" + id, edit, "If-Match", "\"1\"").header("ETag"))
                .isEqualTo("\"2\"");
        assertThat(store.put("/v1/migrations/" + id, edit, "If-Match", "\"1\"").code())
                .isEqualTo("EDITED_MEANWHILE");
        String reader = store.post("/v1/api-keys", "{\"name\":\"reads\",\"scopes\":[\"read\"]}")
                .json()
                .path("secret")
                .asString();
        assertThat(store.post("/v1/migrations", edit, "Authorization", "Bearer " + reader)
                        .status())
                .isEqualTo(403);
        assertThat(store.get("/v1/migrations?plan=team", "Authorization", "Bearer " + reader)
                        .json()
                        .path("data"))
                .hasSize(1);
        assertThat(store.get("/v1/migrations/77").code()).isEqualTo("MIGRATION_UNKNOWN");
        assertThat(store.get("/v1/plans/team/versions/7/customers").code()).isEqualTo("PLAN_UNKNOWN");
    }

    private void refused(String body, String pointer) {
        Answer answer = store.post("/v1/migrations", "{" + body + ",\"reason\":\"why not\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asString(""))
                .as(answer.text())
                .isEqualTo(pointer);
    }
}
