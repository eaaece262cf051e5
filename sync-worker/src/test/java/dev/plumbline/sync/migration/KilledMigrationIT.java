package dev.plumbline.sync.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.StoredJson;
import dev.plumbline.sync.support.PlumblineProcess;
import dev.plumbline.sync.support.TestPostgres;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real jar, killed in the middle of a migration; {@code -Dplumbline.migration.customers=100000} for as many as an issue asks.
 * With the outcome written apart from the pin, customers are moved twice or their outcome is missing.
 */
class KilledMigrationIT {
    private static final long SEED = Long.getLong("plumbline.seed", new SplittableRandom().nextLong() >>> 16);
    private static final int CUSTOMERS = Integer.getInteger("plumbline.migration.customers", 3_000);
    private static final int KILLS = 3;
    private static final int EXCLUDED = 40;
    private static final String KEY = "kill-test-key-0123456789-0123456789-01234";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SOON = Duration.ofMinutes(CUSTOMERS > 10_000 ? 20 : 3);
    private static final SplittableRandom RANDOM = new SplittableRandom(SEED);
    private static final String CATALOG = """
            format: 1
            catalog: { key: harbor, name: Harbor invoicing, currency: EUR }
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
                    billing: { stripe: [ { price: price_v1, term: monthly, listPrice: { amount: 1000, currency: EUR, every: P1M } } ] }
                  - version: 2
                    sellable: { from: 2026-04-01 }
                    grants: { seats: 8 }
                    billing: { stripe: [ { price: price_v2, term: monthly } ] }
            precedence: [manual, stripe]
            """;

    @TempDir
    static Path folder;

    private static PlumblineProcess jar;
    private static JdbcClient sql;

    @BeforeAll
    static void prepare() throws IOException {
        System.out.println("seed " + SEED);
        String database = TestPostgres.freshDatabase();
        sql = JdbcClient.create(new DriverManagerDataSource(database, "postgres", ""));
        Path catalog = Files.writeString(folder.resolve("catalog.yaml"), CATALOG);
        jar = new PlumblineProcess(folder)
                .with("PLUMBLINE_DEMO", "false")
                .with("PLUMBLINE_DB_URL", database)
                .with("PLUMBLINE_DB_USER", "postgres")
                .with("PLUMBLINE_BOOTSTRAP_KEY", KEY)
                .with("PLUMBLINE_CATALOG", catalog.toString())
                .with("PLUMBLINE_CATALOG_PUBLISH", "true")
                .with("PLUMBLINE_RECONCILE_CRON", "-")
                .with("PLUMBLINE_RECONCILE_LEASE", "PT2S")
                .with("PLUMBLINE_MIGRATION_BATCH", CUSTOMERS > 10_000 ? "200" : "25")
                .start();
    }

    @AfterAll
    static void end() {
        if (jar.isAlive()) {
            jar.kill();
        }
    }

    @Test
    @DisplayName(
            "F-70: kill -9 at three moments of a migration in waves: each customer is moved once, outcomes add up, pins are right")
    void movesEachOnce() throws Exception {
        plant();
        long id = ask("POST", "/v1/migrations", """
                        {"from":"team@1","to":"team@2","when":"now","waves":{"percent":[20,60,100],"pause":"PT0S"},
                         "cohort":{"exclude":[%s]},"reason":"version 1 is retired","link":"PRC-7"}
                        """.formatted(excluded()))
                .path("id")
                .asLong();
        long began = System.nanoTime();
        ask("POST", "/v1/migrations/" + id + "/preview", "");
        await().atMost(SOON).until(() -> status(id).equals("PREVIEWED"));
        System.out.printf("seed %s: %d customers looked at in %.1f s%n", SEED, CUSTOMERS, seconds(began));
        int moving = CUSTOMERS - EXCLUDED;
        assertThat(ask("GET", "/v1/migrations/" + id + "/preview", "")
                        .path("summary")
                        .path("moves")
                        .asInt())
                .isEqualTo(moving);
        ask("POST", "/v1/migrations/" + id + "/start", "{\"reason\":\"it is time\"}");

        began = System.nanoTime();
        var killedAt = new ArrayList<Long>();
        for (int kill = 1; kill <= KILLS; kill++) {
            // Somewhere in the kill-th quarter: while it is at work, whichever wave that is in.
            long after = (long) moving * (kill - 1) / 4 + RANDOM.nextLong(1, moving / 4);
            await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> moved(id) >= after);
            TimeUnit.MICROSECONDS.sleep(RANDOM.nextLong(20_000));
            jar.kill();
            killedAt.add(moved(id));
            jar.start();
        }
        await().atMost(SOON).until(() -> status(id).equals("COMPLETED"));
        System.out.printf(
                "seed %s: %d customers moved in %.1f s, killed when %s were%n", SEED, moving, seconds(began), killedAt);
        assertThat(killedAt).as("it was killed at work").allMatch(moved -> moved > 0 && moved < moving);
        addsUp(id, moving);
    }

    private static void addsUp(long id, int moving) {
        JsonNode counts = ask("GET", "/v1/migrations/" + id, "").path("counts");
        assertThat(counts.toString()).isEqualTo("{\"MOVED\":" + moving + ",\"SKIPPED:EXCLUDED\":" + EXCLUDED + "}");
        assertThat(number("""
                        select count(*) from (select customer_key from audit where action = 'subscription.migrated'
                                              group by customer_key having count(*) = 1) once
                        """)).as("one move each").isEqualTo(moving);
        assertThat(number("select count(*) from audit where action = 'subscription.migrated'"))
                .isEqualTo(moving);
        assertThat(number("select count(*) from entitlement where version = 2"))
                .as("one version of each one's answer")
                .isEqualTo(moving);
        assertThat(number("select count(*) from entitlement_history")).isEqualTo(CUSTOMERS + moving);
        assertThat(number("select count(*) from outbox where kind = 'entitlement.changed' and version = 2"))
                .isEqualTo(moving);
        assertThat(number(pinnedTo(2))).isEqualTo(moving);
        assertThat(number(pinnedTo(1))).isEqualTo(EXCLUDED);
        assertThat(number("""
                        select count(*) from api.current_entitlements where feature = 'seats' and "limit" = 8
                        """)).isEqualTo(moving);
        assertThat(number("select count(distinct wave) from migration_customer where outcome = 'MOVED'"))
                .isEqualTo(3);
        assertThat(ask("GET", "/v1/plans/team/versions/1/customers?limit=100", "")
                        .path("data"))
                .hasSize(EXCLUDED);
    }

    private static String pinnedTo(int version) {
        return "select count(*) from billing_pin where (kept #>> '{items,0,binding,plan,version}')::int = " + version;
    }

    /** As the writer path leaves them, and resolved by the process itself. */
    private static void plant() {
        Instant bought = Instant.parse("2026-03-15T09:00:00Z");
        var item = new BillingSnapshot.Item(
                "si_1",
                bought,
                "price_v1",
                null,
                null,
                1L,
                Instant.parse("2026-11-15T09:00:00Z"),
                Instant.parse("2126-12-15T09:00:00Z"));
        String snapshot = StoredJson.write(new BillingSnapshot(
                new SubjectRef("stripe", "default", "KEY"),
                false,
                "Name of KEY",
                "FI",
                List.of(new BillingSnapshot.Subscription(
                        "sub_KEY",
                        BillingStatus.ACTIVE,
                        "active",
                        bought,
                        bought,
                        null,
                        null,
                        bought,
                        "eur",
                        false,
                        null,
                        List.of(item)))));
        // In one statement: the process that looks on would resolve a customer that has no link yet, and take it for
        // done.
        sql.sql("""
                        with one as (select 'c' || lpad(n::text, 7, '0') as key from generate_series(1, :customers) n),
                        customers as (insert into customer (key) select key from one),
                        links as (
                            insert into customer_link (provider, account, provider_customer, customer_key, linked_by)
                            select 'stripe', 'default', key, key, 'a test' from one
                        )
                        insert into billing_snapshot (provider, account, provider_customer, snapshot, fetched_at)
                        select 'stripe', 'default', key, replace(:snapshot, 'KEY', key)::jsonb, now() from one
                        """).param("customers", CUSTOMERS).param("snapshot", snapshot).update();
        sql.sql("analyze").update();
        await().atMost(SOON).until(() -> number("select count(*) from entitlement") == CUSTOMERS);
    }

    private static String excluded() {
        return String.join(
                ",",
                sql.sql("select '\"' || key || '\"' from customer order by md5(key) limit " + EXCLUDED)
                        .query(String.class)
                        .list());
    }

    private static long moved(long id) {
        return number("select count(*) from migration_customer where outcome = 'MOVED' and migration = " + id);
    }

    private static String status(long id) {
        return sql.sql("select status from migration where id = " + id)
                .query(String.class)
                .single();
    }

    private static long number(String query) {
        return sql.sql(query).query(Long.class).single();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static JsonNode ask(String method, String path, String body) {
        try {
            HttpResponse<String> answer = jar.http()
                    .send(
                            HttpRequest.newBuilder(jar.uri(path))
                                    .header("Authorization", "Bearer " + KEY)
                                    .header("Content-Type", "application/json")
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            return JSON.readTree(answer.body());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
