package dev.plumbline.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.api.Weather;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.sync.support.PlumblineProcess;
import dev.plumbline.sync.support.Seats;
import dev.plumbline.sync.support.TestPostgres;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real jar, dead in the middle of a run: at the worst moments, and at any. More of both by the properties that docs/runbook.md
 * names.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // each goes on in the world that the one before left
class KilledReconcileIT {
    private static final long SEED = Long.getLong("plumbline.seed", new SplittableRandom().nextLong() >>> 16);
    private static final int CUSTOMERS = Integer.getInteger("plumbline.kill.customers", 230);
    private static final int KILLS = Integer.getInteger("plumbline.kill.times", 3);
    private static final String KEY = "kill-test-key-0123456789-0123456789-01234";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SOON = Duration.ofMinutes(5);

    private static final SimulatedStripe STRIPE = new SimulatedStripe(InstantSource.system(), 5, Settings.testMode());
    private static final SimulatedApi API = new SimulatedApi(STRIPE, "rk_test_kill", 5);
    private static final String UNDISTURBED = TestPostgres.freshDatabase();
    private static final List<PlumblineProcess> JARS = new ArrayList<>();
    private static final SplittableRandom RANDOM = new SplittableRandom(SEED);

    @TempDir
    static Path folder;

    private static SimulatedStripeServer billing;
    private static PlumblineProcess first;

    @BeforeAll
    static void prepare() throws IOException {
        System.out.println("seed " + SEED);
        Seats.offer(STRIPE);
        for (int i = 0; i < CUSTOMERS; i++) {
            String customer = "cus_" + i;
            STRIPE.silently(() -> Seats.buy(STRIPE, customer, 3 + customer.length()));
        }
        billing = SimulatedStripeServer.start(API, 0);
        first = node("first", UNDISTURBED);
    }

    @AfterAll
    static void end() {
        JARS.stream().filter(PlumblineProcess::isAlive).forEach(PlumblineProcess::kill);
        billing.close();
    }

    private static PlumblineProcess node(String name, String database) throws IOException {
        PlumblineProcess jar = new PlumblineProcess(Files.createDirectory(folder.resolve(name)))
                .with("PLUMBLINE_DEMO", "false")
                .with("PLUMBLINE_DB_URL", database)
                .with("PLUMBLINE_DB_USER", "postgres")
                .with("PLUMBLINE_BOOTSTRAP_KEY", KEY)
                .with("PLUMBLINE_CATALOG", "classpath:demo/harbor.yaml")
                .with("PLUMBLINE_CATALOG_PUBLISH", "true")
                .with("PLUMBLINE_RECONCILE_CRON", "-")
                .with("PLUMBLINE_RECONCILE_LEASE", "PT2S")
                .with("PLUMBLINE_RECONCILE_LOOKS", "2")
                .with("PLUMBLINE_STRIPE_DEFAULT_API_KEY", "rk_test_kill")
                .with("PLUMBLINE_STRIPE_DEFAULT_API_BASE", billing.base().toString())
                .with("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", "whsec_kill")
                .with("PLUMBLINE_STRIPE_DEFAULT_REQUESTS_PER_SECOND", "500");
        JARS.add(jar);
        return jar;
    }

    @Test
    @Order(1)
    @DisplayName(
            "F-70: dead between two pages, inside the comparison, inside a look: it goes on by itself, and its totals"
                    + " are those of a run that nobody killed")
    void comesToTheSameEnd() {
        first.start("-Dplumbline.halt=AFTER_LISTED_PAGE");
        assertThat(send(first, "POST", "/v1/reconciliations", "{\"mode\":\"repair\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(first.awaitEnd()).isEqualTo(137);
        for (String point : List.of("INSIDE_COMPARE", "INSIDE_APPLY")) {
            first.launch("-Dplumbline.halt=" + point);
            assertThat(first.awaitEnd()).as("it halted " + point).isEqualTo(137);
        }
        first.start();
        JsonNode run = ended(first, 1);
        assertThat(run.path("status").asString()).as(run.toString()).isEqualTo("COMPLETED");
        assertThat(run.path("outcomes").toString()).isEqualTo("{\"REPAIRED\":" + CUSTOMERS + "}");
        assertThat(run.path("totals").path("listed").asInt()).isEqualTo(CUSTOMERS);
        assertThat(run.path("progress").path("pages").asInt())
                .as("two short lists, of one page each")
                .isEqualTo(2 + (CUSTOMERS + 99) / 100);
    }

    /**
     * Without the owner in Runs.OURS, or with a page that is committed apart from its place, totals differ; without the unique
     * fingerprint of a finding, breaks do.
     */
    @Test
    @Order(2)
    @DisplayName(
            "F-70: kill -9 at any moments of a repair: totals and breaks (type, subject, amount, status) are those of"
                    + " an undisturbed run of the same world")
    void comesToTheSameBreaks() throws Exception {
        plant();
        String disturbed = copyOf(UNDISTURBED);
        API.weather(Weather.calm().answeringAfter(Duration.ofMillis(15)));
        await().atMost(SOON)
                .ignoreExceptions() // its connections were ended a moment ago
                .until(() -> send(first, "POST", "/v1/reconciliations", "{\"mode\":\"repair\"}")
                                .statusCode()
                        == 202);
        long began = System.nanoTime();
        assertThat(ended(first, 2).path("status").asString()).isEqualTo("COMPLETED");
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        first.kill();

        PlumblineProcess second = node("second", disturbed).start();
        assertThat(send(second, "POST", "/v1/reconciliations", "{\"mode\":\"repair\"}")
                        .statusCode())
                .isEqualTo(202);
        JdbcClient theirs = sql(disturbed);
        var killedIn = new ArrayList<String>();
        for (int kill = 0; kill < KILLS && isOpen(theirs); kill++) {
            if (kill > 0) {
                second.launch();
            }
            String dead = kill == 0 ? "" : owner(theirs);
            await().atMost(SOON).until(() -> !isOpen(theirs) || !dead.equals(owner(theirs)));
            TimeUnit.MILLISECONDS.sleep(RANDOM.nextLong(Math.max(1, took * 2 / 3)));
            second.kill();
            killedIn.add(text(theirs, "select coalesce(step, 'none') from reconciliation where id = 2"));
        }
        System.out.println("seed " + SEED + ": an undisturbed run took " + took + " ms; killed in " + killedIn);
        PlumblineProcess left = node("left", disturbed).with("PLUMBLINE_RECONCILE_CRON", "*/2 * * * * *");
        PlumblineProcess right = node("right", disturbed).with("PLUMBLINE_RECONCILE_CRON", "*/2 * * * * *");
        left.launch();
        right.launch();
        left.awaitReady();
        right.awaitReady();
        assertThat(ended(left, 2).path("status").asString()).isEqualTo("COMPLETED");
        for (String what : List.of(TOTALS, LOOKS, BREAKS, TOLD, REPORT, ANSWERS)) {
            assertThat(lines(theirs, what))
                    .as("seed %s: %s", SEED, what)
                    .isEqualTo(lines(sql(UNDISTURBED), what))
                    .isNotEmpty();
        }
        isScheduledOnce(theirs);
    }

    private static final String TOTALS = """
            select concat_ws(' ', status, listed, held_here, subjects_there, subjects_here, subjects, looked, pages, unreadable,
                             entitled, losing)
            from reconciliation where id = 2
            """;
    private static final String LOOKS = """
            select concat_ws(' ', provider_customer, why, subscriptions, outcome, before_version, after_version)
            from reconciliation_difference where run = 2 order by 1
            """;
    private static final String BREAKS = """
            select concat_ws(' ', type, fingerprint, customer_key, provider_customer, side, amount, currency, money_unknown, cause,
                             reason_code, reopened, resolved_at is null)
            from break order by 1
            """;
    private static final String TOLD = """
            select concat_ws(' ', b.fingerprint, t.entered, t.left_as, t.amount, t.currency, t.severity)
            from break_told t join break b on b.id = t.break where t.run = 2 order by 1
            """;
    private static final String REPORT = """
            select concat_ws(' ', section, line, cells) from reconciliation_report_line
            where run = 2 and section in ('control-totals', 'roll-forward', 'ageing', 'legacy-versions') order by section, line
            """;
    private static final String ANSWERS = """
            select concat_ws(' ', customer_key, version, encode(content_hash, 'hex')) from entitlement order by 1
            """;

    /** Two processes, whose clocks strike at the same instants, every two seconds of the same business date. */
    private static void isScheduledOnce(JdbcClient theirs) {
        String scheduled = "select count(*) from reconciliation where cause = 'schedule' and status = 'COMPLETED'";
        await().atMost(SOON).until(() -> theirs.sql(scheduled).query(Long.class).single() > 0);
        assertThat(lines(theirs, """
                        select count(*)::text from reconciliation where cause = 'schedule' group by business_date
                        """)).as("F-71: one run").containsOnly("1");
        assertThat(lines(theirs, """
                        select count(*)::text from batch_job_execution_params p join reconciliation r on r.id::text = p.parameter_value
                        where p.parameter_name = 'run' and r.cause = 'schedule' group by r.id
                        """)).as("and one job").containsOnly("1");
    }

    /** A break of every kind that can be planted at the billing system, and an answer that somebody wrote. */
    private static void plant() {
        STRIPE.silently(() -> {
            for (int i = 0; i < CUSTOMERS / 10; i++) {
                Seats.changeSeats(STRIPE, "cus_" + i * 7, 40 + i);
            }
            for (int i = 0; i < 4; i++) {
                STRIPE.cancellations()
                        .now(Seats.subscription(STRIPE, "cus_" + (200 + i)).id());
                STRIPE.payments()
                        .fail(Seats.subscription(STRIPE, "cus_" + (205 + i)).id());
                Seats.buy(STRIPE, "cus_new" + i, 5);
                STRIPE.customers().update("cus_" + (215 + i), one -> one.named("Renamed"));
            }
            STRIPE.customers().delete("cus_211");
            return null;
        });
        sql(UNDISTURBED)
                .sql("update entitlement set timeline = '{}' where customer_key in ('cus_220', 'cus_221')")
                .update();
    }

    /** Its connections are ended for it; the jar that works on it makes new ones. */
    private static String copyOf(String database) {
        String name = database.replaceAll(".*/([a-z_0-9]+)(\\?.*)?", "$1");
        JdbcClient server = sql(TestPostgres.url("postgres"));
        server.sql("alter database " + name + " allow_connections false").update();
        server.sql("select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = ?")
                .param(name)
                .query((row, n) -> row.getBoolean(1))
                .list();
        server.sql("create database killed template " + name).update();
        for (String one : List.of(name, "killed")) {
            server.sql("alter database " + one + " allow_connections true").update();
        }
        return TestPostgres.url("killed");
    }

    private static boolean isOpen(JdbcClient theirs) {
        return text(theirs, "select status from reconciliation where id = 2").matches("PENDING|RUNNING");
    }

    private static String owner(JdbcClient theirs) {
        return text(theirs, "select coalesce(owner, '') from reconciliation where id = 2");
    }

    private static JdbcClient sql(String database) {
        return JdbcClient.create(new DriverManagerDataSource(database, "postgres", ""));
    }

    private static String text(JdbcClient database, String query) {
        return database.sql(query).query(String.class).single();
    }

    private static List<String> lines(JdbcClient database, String query) {
        return database.sql(query)
                .query((row, n) -> String.valueOf(row.getString(1)))
                .list();
    }

    private static JsonNode ended(PlumblineProcess jar, int run) {
        await().atMost(SOON)
                .until(() -> !List.of("PENDING", "RUNNING")
                        .contains(run(jar, run).path("status").asString("PENDING")));
        return run(jar, run);
    }

    private static JsonNode run(PlumblineProcess jar, int run) {
        return JSON.readTree(send(jar, "GET", "/v1/reconciliations/" + run, "").body());
    }

    private static HttpResponse<String> send(PlumblineProcess jar, String method, String path, String body) {
        try {
            return jar.http()
                    .send(
                            HttpRequest.newBuilder(jar.uri(path))
                                    .header("Authorization", "Bearer " + KEY)
                                    .header("Content-Type", "application/json")
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
