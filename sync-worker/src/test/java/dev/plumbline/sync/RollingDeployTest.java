package dev.plumbline.sync;

import static dev.plumbline.sync.support.Seats.buy;
import static dev.plumbline.sync.support.Seats.changeSeats;
import static dev.plumbline.sync.support.Seats.seats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * This version on a database that a newer one has migrated and writes to, as in the middle of a rolling deploy. What the newer
 * one may have done is made by hand: nobody has it yet. With a real older jar see OldJarIT.
 */
class RollingDeployTest {
    private static final String DATABASE = TestPostgres.freshDatabase();
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        try (RunningPlumbline before = RunningPlumbline.start(options -> options.on(DATABASE))) {
            sell(before);
            before.stripe()
                    .subscriptions()
                    .checkout(
                            NewCustomer.named("Overtaken")
                                    .withId("cus_overtaken")
                                    .in("FI"),
                            Line.of("price_t", 5))
                    .events()
                    .forEach(before::deliver);
            before.comeToRest();
        }
        theFutureMigrates(JdbcClient.create(new DriverManagerDataSource(DATABASE, "postgres", "")));
        plumbline = RunningPlumbline.start(options -> options.on(DATABASE));
        sell(plumbline);
        // A new simulator counts its events from the beginning: those of before are known already.
        buy(plumbline, "cus_nobody", 5);
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    private static void sell(RunningPlumbline node) {
        node.stripe().catalogue().createProduct("prod_team", "Team");
        node.stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
    }

    /** A column more wherever we write, words that we do not know, an older and a later migration that we do not have. */
    private static void theFutureMigrates(JdbcClient sql) {
        sql.sql("""
                        do $$ declare t text; begin
                            for t in select relname from pg_class
                                     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
                                       and relname <> 'flyway_schema_history' loop
                                execute format('alter table %I add column of_a_version_to_come jsonb', t);
                            end loop;
                        end $$;
                        insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,
                                                           installed_by, installed_on, execution_time, success)
                        values (901, '010.1', 'came with a lower number', 'SQL', 'V010.1__x.sql', 1, 'postgres', now(), 1, true),
                               (902, '999', 'of a version to come', 'SQL', 'V999__y.sql', 2, 'postgres', now(), 1, true);
                        alter table inbox drop constraint inbox_state_check;
                        alter table subject drop constraint subject_state_check;
                        insert into inbox (provider, account, event_id, type, state, payload)
                        values ('chargebee', 'default', 'ev_future', 'unheard_of', 'HELD_FOR_REVIEW', 'x');
                        insert into subject (provider, account, kind, id, dirty_seq, dirty_cause, due_at)
                        values ('chargebee', 'default', 'customer', 'cb_1', nextval('subject_dirty_seq'), 'teleport', '2020-01-01');
                        insert into break (type, fingerprint, detail) values ('SPACE_TIME_BENT', 'future', 'unheard of');
                        insert into audit (actor, action, object_kind, object_ref, reason, cause)
                        values ('plumbline', 'wormhole.opened', 'wormhole', '1', 'of a version to come',
                                '{"kind":"teleport","actor":"plumbline","events":[],"more":1}');
                        insert into outbox (kind, customer_key, version, payload)
                        values ('wormhole.opened', 'cus_overtaken', 1, '{}');
                        update billing_snapshot set snapshot = snapshot || '{"ofAVersionToCome":{"a":1}}';
                        update entitlement set timeline =
                            jsonb_set(timeline, '{seats,0,reason}', '"GIVEN_BY_THE_FUTURE"') where customer_key = 'cus_overtaken'
                        """).update();
    }

    @Test
    @DisplayName("F-26 starts on a database that a newer version migrated, and does all of its work there")
    void worksOnTheDatabaseOfANewerVersion() {
        buy(plumbline, "cus_old_node", 7)
                .forEach(event -> assertThat(plumbline.deliver(event)).isEqualTo(200));
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> seats(plumbline, "cus_old_node") == 7);
        assertThat(plumbline
                        .put("/v1/customers/cus_old_node/links/stripe/default/cus_second", java.util.Map.of())
                        .statusCode())
                .isEqualTo(201);
        assertThat(plumbline.json("/actuator/health/readiness").get("status").asString())
                .isEqualTo("UP");
    }

    @Test
    @DisplayName("F-26 words that only the newer version knows are shown, not stumbled over")
    void toleratesWhatItDoesNotKnow() {
        assertThat(plumbline.check("cus_overtaken", "seats").get("limit").asInt())
                .as("the reason is unheard of; whether and how much is not")
                .isEqualTo(5);
        assertThat(plumbline
                        .json("/v1/inbox?provider=chargebee")
                        .get("data")
                        .get(0)
                        .get("state")
                        .asString())
                .isEqualTo("HELD_FOR_REVIEW");
        assertThat(plumbline.json("/v1/subjects?provider=chargebee").get("data"))
                .hasSize(1);
        assertThat(plumbline.json("/v1/breaks?type=SPACE_TIME_BENT").get("data"))
                .hasSize(1);
        assertThat(plumbline.json("/v1/audit?object=wormhole").get("data")).hasSize(1);
        assertThat(plumbline.json("/v1/customers/cus_overtaken/timeline").get("data"))
                .isNotEmpty();
        long id = plumbline
                .json("/v1/inbox?provider=chargebee")
                .get("data")
                .get(0)
                .get("id")
                .asLong();
        assertThat(plumbline
                        .post("/v1/inbox/" + id + "/replay?reason=x", "application/json", "")
                        .statusCode())
                .isEqualTo(200);
    }

    /** It is the longest due: claimed by who does not know its provider, it would keep every other from being claimed. */
    @Test
    @DisplayName("F-26 a subject of a billing system that only newer nodes know is left to them and holds up nobody")
    void leavesOtherProvidersToNewerNodes() {
        buy(plumbline, "cus_behind_cb", 6)
                .forEach(event -> assertThat(plumbline.deliver(event)).isEqualTo(200));
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> seats(plumbline, "cus_behind_cb") == 6);
        assertThat(plumbline
                        .sql()
                        .sql("select fence = 0 and attempts = 0 from subject where id = 'cb_1'")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    /** Before, the mark was cleared all the same: the newer node never heard of it. */
    @Test
    @DisplayName(
            "F-26 whom a newer resolver answered an older one refuses to write, goes on serving, and leaves every mark")
    void refusesToWriteOverANewerResolver() {
        buy(plumbline, "cus_newer", 5).forEach(plumbline::deliver);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> seats(plumbline, "cus_newer") == 5);
        plumbline
                .sql()
                .sql("update customer set resolver = 99 where key = 'cus_newer'")
                .update();

        changeSeats(plumbline, "cus_newer", 9)
                .forEach(event -> assertThat(plumbline.deliver(event)).isEqualTo(200));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> plumbline
                        .sql()
                        .sql("select dirty_seq is null or dirty_cause = 'settle' from subject where id = 'cus_newer'")
                        .query(Boolean.class)
                        .single());
        assertThat(seats(plumbline, "cus_newer"))
                .as("served as the newer one left it")
                .isEqualTo(5);
        assertThat(isMarked("cus_newer")).as("the newer one resolves it").isTrue();

        plumbline
                .sql()
                .sql("update customer set dirty_seq = null where key = 'cus_newer'")
                .update();
        assertThat(plumbline
                        .post(
                                "/v1/customers/cus_newer/overrides",
                                "application/json",
                                "{\"feature\":\"sso\",\"effect\":\"grant\",\"reason\":\"a try\",\"validUntil\":\""
                                        + Instant.now().plus(Duration.ofDays(2)) + "\"}")
                        .statusCode())
                .isEqualTo(201);
        buy(plumbline, "cus_after_edit", 8).forEach(plumbline::deliver);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> seats(plumbline, "cus_after_edit") == 8);
        assertThat(isMarked("cus_newer")).as("an edit on the old node, too").isTrue();

        // The newer node is gone again, a rollback: ours does what was left.
        plumbline
                .sql()
                .sql("update customer set resolver = 0 where key = 'cus_newer'")
                .update();
        await().atMost(Duration.ofSeconds(60)).until(() -> seats(plumbline, "cus_newer") == 9);
        assertThat(plumbline.check("cus_newer", "sso").get("hasAccess").asBoolean())
                .isTrue();
    }

    @Test
    @DisplayName("F-26 F-29 what an older node cannot read it leaves to the newer one: it quarantines nobody")
    void quarantinesNothingItIsTooOldFor() {
        buy(plumbline, "cus_unreadable", 5).forEach(plumbline::deliver);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> seats(plumbline, "cus_unreadable") == 5);
        plumbline.sql().sql("""
                        update billing_snapshot set snapshot = jsonb_set(snapshot, '{subscriptions,0,status}', '"frozen"')
                        where provider_customer = 'cus_unreadable'
                        """).update();
        changeSeats(plumbline, "cus_unreadable", 6).forEach(plumbline::deliver);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            plumbline.sql().sql("""
                            update subject set due_at = clock_timestamp()
                            where id = 'cus_unreadable' and attempts < 5
                            """).update();
            return plumbline
                    .sql()
                    .sql("select attempts >= 5 from subject where id = 'cus_unreadable'")
                    .query(Boolean.class)
                    .single();
        });
        assertThat(plumbline
                        .sql()
                        .sql("select state || ' ' || last_error from subject where id = 'cus_unreadable'")
                        .query(String.class)
                        .single())
                .startsWith("LIVE left to a newer version");
        assertThat(plumbline.json("/v1/breaks?type=QUARANTINED").get("data")).isEmpty();
    }

    private static boolean isMarked(String customer) {
        return plumbline
                .sql()
                .sql("select dirty_seq is not null from customer where key = :key")
                .param("key", customer)
                .query(Boolean.class)
                .single();
    }
}
