package dev.plumbline.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.sync.reconcile.run.Runs;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.TestPostgres;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two nodes, one run: whoever dies, stops or is taken for dead, it comes to the same end. */
class RestartTest {
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    private static final int CUSTOMERS = 12;
    private static Company company;
    private static RunningPlumbline other;

    @BeforeAll
    static void open() {
        String database = TestPostgres.freshDatabase();
        company = new Company(options -> options.on(database).with("plumbline.reconcile.per-slice", 4));
        other = secondNode(database);
        company.customers("cus_r", CUSTOMERS);
    }

    private static RunningPlumbline secondNode(String database) {
        return RunningPlumbline.start(options -> options.on(database)
                .with("plumbline.sync.settle", "PT1H")
                .with("plumbline.sweep.every", "P1D")
                .with("plumbline.reconcile.per-slice", 4)
                .with("plumbline.stripe.default.api-base", company.plumbline.billing()));
    }

    @AfterAll
    static void close() {
        other.close();
        company.close();
    }

    private static void slowList(Duration by) {
        company.plumbline
                .api()
                .nextTo("/v1/subscriptions", new Trouble.Slow(by), new Trouble.Slow(by), new Trouble.Slow(by));
    }

    private static void drift() {
        company.silently(() -> company.changeSeats("cus_r1", company.seats("cus_r1") + 1));
        company.silently(() -> company.changeSeats("cus_r7", company.seats("cus_r7") + 1));
    }

    private static void isWholeAndRight(JsonNode run) {
        assertThat(run.path("status").asString()).as(run.toString()).isEqualTo("COMPLETED");
        assertThat(run.path("outcomes").toString()).isEqualTo("{\"REPAIRED\":2}");
        assertThat(run.path("totals").path("listed").asInt()).isEqualTo(CUSTOMERS);
        assertThat(company.count("select count(*) from reconciliation_row where run = " + run.path("id")))
                .as("none twice, none left out")
                .isEqualTo(CUSTOMERS);
    }

    private static void runs(long id) {
        await().atMost(Company.SOON)
                .until(() -> company.run(id)
                        .path("progress")
                        .path("step")
                        .asString("")
                        .equals("list"));
    }

    /** Without the owner in Runs.OURS the one that was taken for dead stages its page too, and rows are there twice. */
    @Test
    @DisplayName(
            "F-70: who was taken for dead and was not, wakes and changes nothing; the other node goes on and comes to the same totals")
    void changesNothingOnceItIsTakenForDead() {
        drift();
        slowList(Duration.ofSeconds(3));
        long id = company.start("repair");
        runs(id);
        company.plumbline.sql().sql("""
                        update reconciliation set owner = 'a process that is no more', heard_at = '-infinity' where id = ?
                        """).param(id).update();
        isWholeAndRight(company.ended(id));
        assertThat(company.count(
                        "select count(*) from batch_job_execution e join batch_job_execution_params p using (job_execution_id)"
                                + " where p.parameter_name = 'run' and p.parameter_value = '" + id + "'"))
                .as("recovered and restarted")
                .isEqualTo(2);
        assertThat(company.differences(company.ran("report"))).isZero();
    }

    @Test
    @DisplayName(
            "A second run of the account is refused with the id of the one that goes on; stopped it is STOPPED, resumed it ends")
    void stopsAndGoesOn() {
        drift();
        slowList(Duration.ofSeconds(2));
        long id = company.start("repair");
        HttpResponse<String> second = company.ask("report");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(Company.json(second).path("code").asString()).isEqualTo("RECONCILIATION_RUNNING");
        assertThat(Company.json(second).path("id").asLong()).isEqualTo(id);
        runs(id);
        assertThat(post(id, "stop").statusCode()).isEqualTo(202);
        assertThat(company.ended(id).path("status").asString()).isEqualTo("STOPPED");
        assertThat(post(id, "stop").statusCode()).isEqualTo(409);
        assertThat(post(id, "resume").statusCode()).isEqualTo(202);
        isWholeAndRight(company.ended(id));
        assertThat(post(id, "resume").statusCode()).isEqualTo(409);
        assertThat(post(id, "release").statusCode()).isEqualTo(409);
    }

    private static HttpResponse<String> post(long id, String what) {
        return company.plumbline.post(
                "/v1/reconciliations/" + id + "/" + what, "application/json", "{\"reason\":\"a test\"}");
    }

    @Test
    @DisplayName("F-27: the node that works at it ends: it stops at its page, and the other one goes on")
    void isLeftByANodeThatEnds() {
        drift();
        slowList(Duration.ofSeconds(2));
        // Whom it is asked of hears of it first; should the other one be quicker all the same, once more.
        long id = Company.json(other.post("/v1/reconciliations", "application/json", "{\"mode\":\"repair\"}"))
                .path("id")
                .asLong();
        runs(id);
        for (int i = 0; i < 5 && !other.bean(Runs.class).areOurs(id); i++) {
            post(id, "stop");
            company.ended(id);
            slowList(Duration.ofSeconds(2));
            id = Company.json(other.post("/v1/reconciliations", "application/json", "{\"mode\":\"repair\"}"))
                    .path("id")
                    .asLong();
            runs(id);
        }
        assertThat(other.bean(Runs.class).areOurs(id)).isTrue();
        other.close();
        isWholeAndRight(company.ended(id));
        other = secondNode(company.text(
                "select 'jdbc:postgresql://127.0.0.1:' || inet_server_port() || '/' || current_database()"));
    }

    @Test
    @DisplayName("F-71: every node says at 02:00 that it is time: one run")
    void isScheduledOnce() throws Exception {
        LocalDate night = LocalDate.of(2031, 3, 30);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> words = Stream.of(
                            company.plumbline, other, company.plumbline, other, company.plumbline)
                    .map(node -> (Callable<Boolean>)
                            () -> node.bean(Runs.class).schedule(ACCOUNT, ReconciliationRun.Mode.REPORT, night))
                    .toList();
            long made = 0;
            for (var word : threads.invokeAll(words)) {
                made += word.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
        long id = company.count("select id from reconciliation where business_date = '2031-03-30'");
        assertThat(company.ended(id).path("cause").asString()).isEqualTo("schedule");
        assertThat(other.bean(Runs.class).schedule(ACCOUNT, ReconciliationRun.Mode.REPORT, night))
                .as("F-72: nor later in that night")
                .isFalse();
    }
}
