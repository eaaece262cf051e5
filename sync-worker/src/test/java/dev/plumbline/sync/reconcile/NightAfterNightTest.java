package dev.plumbline.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.sync.reconcile.job.EndedJobs;
import dev.plumbline.sync.reconcile.job.Timetable;
import dev.plumbline.sync.reconcile.listing.StagedBeside;
import dev.plumbline.sync.reconcile.listing.StagedRows;
import dev.plumbline.sync.reconcile.look.OldDifferences;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Runs of one account one after the other: what each says of the one before, and what is kept of them and how long. */
class NightAfterNightTest {
    private static final Duration A_DAY = Duration.ofDays(1);
    private static Company company;

    @BeforeAll
    static void open() {
        company = new Company(options -> {});
        company.customers("cus_h", 8);
    }

    @AfterAll
    static void close() {
        company.close();
    }

    /** Figures are added up from the raw table of breaks, by statements that no report uses. */
    @Test
    @DisplayName(
            "F-72: five nights of random drift, reported and repaired in turn: each roll-forward ties, opens with what"
                    + " the last closed with, and closes with what is open")
    void tiesOverFiveNights() {
        long seed = Long.getLong("plumbline.seed", new SplittableRandom().nextLong() >>> 16);
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        Map<String, Long> closed = null;
        Map<String, Long> opened = Map.of();
        for (int night = 1; night <= 5; night++) {
            for (int drift = random.nextInt(1, 4); drift > 0; drift--) {
                String customer = "cus_h" + random.nextInt(7);
                long seats = random.nextInt(6, 60);
                company.silently(() -> random.nextBoolean()
                        ? company.changeSeats(customer, seats)
                        : company.plumbline
                                .stripe()
                                .customers()
                                .update(customer, one -> one.named("Of night " + seats)));
            }
            long run = Company.json(company.plumbline.post("/v1/reconciliations", "application/json", """
                            {"mode": "%s", "businessDate": "2026-12-0%d"}
                            """.formatted(
                                    night == 5 || random.nextBoolean() ? "repair" : "report", night)))
                    .path("id")
                    .asLong();
            assertThat(company.ended(run).path("status").asString()).isEqualTo("COMPLETED");
            Map<String, Map<String, Long>> lines = rollForward(run);
            String where = "seed " + seed + ", night " + night + ": " + lines;
            expectToTie(where, lines);
            assertThat(of(lines, "closing")).as(where).isEqualTo(stillOpen());
            if (closed != null) {
                assertThat(of(lines, "opening")).as(where).isEqualTo(closed);
            } else {
                opened = of(lines, "opening");
            }
            closed = of(lines, "closing");
        }
        assertThat(closed).as("the last night repaired all").isEmpty();
        theMonthOfThemTies("seed " + seed, opened);
    }

    private static void expectToTie(String where, Map<String, Map<String, Long>> lines) {
        lines.forEach((currency, line) -> assertThat(line.getOrDefault("opening", 0L)
                        + line.getOrDefault("new", 0L)
                        + line.getOrDefault("prior-period", 0L)
                        + line.getOrDefault("reopened", 0L)
                        + line.getOrDefault("revalued", 0L)
                        - line.getOrDefault("fixed", 0L)
                        - line.getOrDefault("accepted", 0L)
                        - line.getOrDefault("auto-cleared", 0L)
                        - line.getOrDefault("moved", 0L))
                .as(where + " in " + currency + ": " + line)
                .isEqualTo(line.getOrDefault("closing", 0L)));
    }

    /** What finance signs of the five: from what the first opened with to what the last closed with, each break counted once. */
    private static void theMonthOfThemTies(String seed, Map<String, Long> opened) {
        assertThat(company.plumbline
                        .post("/v1/periods/2026-12/prepare", "application/json", "{\"reason\": \"five nights\"}")
                        .statusCode())
                .as(seed)
                .isEqualTo(200);
        JsonNode pack = company.plumbline.json("/v1/periods/2026-12/pack.json");
        Map<String, Map<String, Long>> month = rollForward(pack);
        expectToTie(seed, month);
        assertThat(of(month, "opening")).as(seed).isEqualTo(opened);
        assertThat(of(month, "closing")).as(seed).isEmpty();
        assertThat(pack.path("runs")).hasSize(5);
        assertThat(pack.path("items")).hasSize((int)
                company.count("select count(distinct break) from break_told t join reconciliation r on r.id = t.run"
                        + " where r.business_date >= date '2026-12-01'"));
    }

    /** Amounts in minor units; of what has none, how many there are. */
    private static Map<String, Map<String, Long>> rollForward(long run) {
        return rollForward(company.plumbline.json("/v1/reconciliations/" + run + "/report.json"));
    }

    private static Map<String, Map<String, Long>> rollForward(JsonNode report) {
        var lines = new TreeMap<String, Map<String, Long>>();
        for (JsonNode line : report.get("rollForward")) {
            JsonNode amount = line.get("amount");
            lines.computeIfAbsent(line.get("currency").asString(), _ -> new TreeMap<>())
                    .put(
                            line.get("line").asString(),
                            amount.isNull() ? line.get("count").asLong() : amount.asLong());
        }
        return lines;
    }

    /** Of those currencies in which there is any. */
    private static Map<String, Long> of(Map<String, Map<String, Long>> lines, String which) {
        var of = new TreeMap<String, Long>();
        lines.forEach((currency, line) -> of.put(currency, line.getOrDefault(which, 0L)));
        of.values().removeIf(sum -> sum == 0);
        return of;
    }

    private static Map<String, Long> stillOpen() {
        var open = new TreeMap<String, Long>();
        company.plumbline.sql().sql("""
                        select coalesce(currency, case when money_unknown then 'unknown' else 'none' end) as currency,
                               coalesce(sum(amount), count(*))::bigint as sum
                        from break where resolved_at is null group by 1
                        """).query(row -> {
            open.put(row.getString("currency"), row.getLong("sum"));
        });
        open.values().removeIf(sum -> sum == 0);
        return open;
    }

    @Test
    @DisplayName(
            "F-66: what a deleted customer once had is listed for ever, and not looked at every night; the totals tie")
    void doesNotLookAtTheGoneAgain() {
        company.silently(() -> company.plumbline.stripe().customers().delete("cus_h7"));
        assertThat(company.ran("repair").path("outcomes").path("REPAIRED").asInt())
                .isPositive();
        JsonNode run = company.ran("report");
        assertThat(run.path("status").asString()).as(run.toString()).isEqualTo("COMPLETED");
        assertThat(run.path("outcomes").toString()).isEqualTo("{\"UNCHANGED\":1}");
        assertThat(run.path("progress").path("looked").asInt()).isZero();
    }

    @Test
    @DisplayName("What was listed goes in bites when its run ended long ago; that of others stays")
    void forgetsWhatWasListed() {
        long old = company.ran("report").path("id").asLong();
        long young = company.ran("report").path("id").asLong();
        company.plumbline.sql().sql("""
                        insert into reconciliation_beside (run, slice, ref, content) values (:old, -1, 'x', '{}'), (:young, -1, 'x', '{}')
                        """).param("old", old).param("young", young).update();
        StagedRows rows = company.plumbline.bean(StagedRows.class);
        assertThat(rows.forget(A_DAY, 5)).isZero();
        company.plumbline
                .sql()
                .sql("update reconciliation set ended_at = ended_at - interval '2 days' where id = :old")
                .param("old", old)
                .update();
        assertThat(rows.forget(A_DAY, 5)).isEqualTo(5);
        assertThat(rows.forget(A_DAY, 5)).isEqualTo(3);
        assertThat(rows.forget(A_DAY, 5)).isZero();
        assertThat(company.plumbline.bean(StagedBeside.class).forget(A_DAY, 5)).isEqualTo(1);
        assertThat(company.count("select count(*) from reconciliation_row where run = " + young))
                .isEqualTo(8);
        assertThat(company.count("select count(*) from reconciliation_beside where run = " + young))
                .isEqualTo(1);
        assertThat(company.plumbline
                        .get("/v1/reconciliations/" + old + "/report.json")
                        .statusCode())
                .as("its report stays")
                .isEqualTo(200);
    }

    /** Without the condition on the run's status the job of the open run goes too. */
    @Test
    @DisplayName("What Batch noted of jobs goes, oldest first, with all that belongs to it; not of a run that goes on")
    void forgetsJobs() {
        long gone = company.ran("report").path("id").asLong();
        long open = company.ran("report").path("id").asLong();
        EndedJobs jobs = company.plumbline.bean(EndedJobs.class);
        assertThat(jobs.forget(A_DAY, 100)).isZero();
        company.plumbline
                .sql()
                .sql("update batch_job_execution set last_updated = last_updated - interval '91 days',"
                        + " create_time = create_time - interval '91 days'")
                .update();
        company.plumbline
                .sql()
                .sql("update reconciliation set status = 'RUNNING', owner = 'somebody', heard_at = 'infinity' where"
                        + " id = :open")
                .param("open", open)
                .update();
        long before = company.count("select count(*) from batch_job_instance");
        assertThat(jobs.forget(Duration.ofDays(90), 1)).isEqualTo(1);
        assertThat(company.count("select count(*) from batch_job_instance")).isEqualTo(before - 1);
        while (jobs.forget(Duration.ofDays(90), 1) > 0) {
            assertThat(before).isPositive();
        }
        assertThat(company.text("select string_agg(distinct parameter_value, ',') from batch_job_execution_params"
                        + " where parameter_name = 'run'"))
                .isEqualTo(Long.toString(open));
        assertThat(company.count("select count(distinct job_execution_id) from batch_step_execution"))
                .isEqualTo(1);
        assertThat(company.count("select count(*) from batch_step_execution_context c where not exists (select from"
                        + " batch_step_execution s where s.step_execution_id = c.step_execution_id)"))
                .isZero();
        assertThat(company.run(gone).path("status").asString()).isEqualTo("COMPLETED");
        company.plumbline
                .sql()
                .sql("update reconciliation set status = 'COMPLETED', owner = null where id = :open")
                .param("open", open)
                .update();
    }

    /** Without the check of what is signed, the rows of the signed run go with the others. */
    @Test
    @DisplayName(
            "What differed goes in bites when its run ended long ago, of what is signed never; what is told of the run stays")
    void forgetsDifferences() {
        company.silently(() -> company.changeSeats("cus_h3", 71));
        company.silently(() -> company.changeSeats("cus_h4", 72));
        long old = company.ran("report").path("id").asLong();
        long signed = company.ran("report").path("id").asLong();
        long young = company.ran("report").path("id").asLong();
        String before = company.run(old).path("outcomes").toString();
        assertThat(before).contains("WOULD_REPAIR");
        company.plumbline.sql().sql("""
                        update reconciliation set ended_at = clock_timestamp() - interval '14 months' where id in (%d, %d);
                        set session_replication_role = replica;
                        insert into reconciliation_sign_off (run, content_sha256, signed_by, signed_ids, reason, approval)
                        values (%d, 'x', 'x', array['x'], 'x', 'x');
                        set session_replication_role = default
                        """.formatted(old, signed, signed)).update();
        long kept = differences(signed);
        long all = differences(old);
        assertThat(all).isGreaterThanOrEqualTo(2);
        OldDifferences differences = company.plumbline.bean(OldDifferences.class);
        assertThat(differences.forget(java.time.Period.ofMonths(15), 9)).isZero();
        assertThat(differences.forget(java.time.Period.ofMonths(13), 1)).isEqualTo(1);
        assertThat(company.run(old).path("outcomes").toString())
                .as("half of them gone")
                .isEqualTo(before);
        assertThat((long) differences.forget(java.time.Period.ofMonths(13), 1_000))
                .isEqualTo(all - 1);
        assertThat(differences(old)).isZero();
        assertThat(differences(signed)).isEqualTo(kept).isPositive();
        assertThat(differences(young)).isPositive();
        JsonNode told = company.run(old);
        assertThat(told.path("outcomes").toString()).isEqualTo(before);
        assertThat(told.path("totals").path("differences").asLong()).isEqualTo(all);
        assertThatThrownBy(() -> company.plumbline
                        .sql()
                        .sql("delete from reconciliation_difference where run = " + signed)
                        .update())
                .hasMessageContaining("is signed");
        company.ran("repair");
    }

    private static long differences(long run) {
        return company.count("select count(*) from reconciliation_difference where run = " + run);
    }

    /** Before, a round that met a locked month was the end of that round, each time, and of the accounts after it. */
    @Test
    @DisplayName(
            "F-71: a clock that was set back asks for a night of a locked month: nothing begins, and it is said once")
    void saysOnceThatTheMonthIsLocked() {
        company.plumbline.sql().sql("""
                        set session_replication_role = replica;
                        insert into finance_period (month, state, version) values ('2019-03', 'locked', 1);
                        set session_replication_role = default
                        """).update();
        long before = company.count("select count(*) from reconciliation");
        try (var timetable = new Timetable(company.plumbline, Instant.parse("2019-03-05T01:59:59Z"))) {
            for (int again = 0; again < 3; again++) {
                timetable.look(Instant.parse("2019-03-05T01:59:58Z"));
                timetable.look(Instant.parse("2019-03-05T02:00:01Z"));
            }
            assertThat(timetable.warnings())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("2019-03-05", "its month is locked");
        }
        assertThat(company.count("select count(*) from reconciliation")).isEqualTo(before);
        company.plumbline.sql().sql("""
                        set session_replication_role = replica;
                        delete from finance_period where month = '2019-03';
                        set session_replication_role = default
                        """).update();
    }
}
