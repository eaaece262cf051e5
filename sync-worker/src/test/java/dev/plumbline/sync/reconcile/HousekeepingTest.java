package dev.plumbline.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.reconcile.job.EndedJobs;
import dev.plumbline.sync.reconcile.listing.StagedBeside;
import dev.plumbline.sync.reconcile.listing.StagedRows;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is kept of a run, how long, and that it goes in bites. */
class HousekeepingTest {
    private static final Duration A_DAY = Duration.ofDays(1);
    private static Company company;

    @BeforeAll
    static void open() {
        company = new Company(options -> {});
        company.customers("cus_h", 7);
    }

    @AfterAll
    static void close() {
        company.close();
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
        assertThat(rows.forget(A_DAY, 5)).isEqualTo(2);
        assertThat(rows.forget(A_DAY, 5)).isZero();
        assertThat(company.plumbline.bean(StagedBeside.class).forget(A_DAY, 5)).isEqualTo(1);
        assertThat(company.count("select count(*) from reconciliation_row where run = " + young))
                .isEqualTo(7);
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
                .sql("update reconciliation set status = 'RUNNING', owner = 'somebody', heard_at = 'infinity' where id = :open")
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
        assertThat(company.count("select count(*) from batch_step_execution_context c"
                        + " where not exists (select from batch_step_execution s where s.step_execution_id = c.step_execution_id)"))
                .isZero();
        assertThat(company.run(gone).path("status").asString()).isEqualTo("COMPLETED");
        company.plumbline
                .sql()
                .sql("update reconciliation set status = 'COMPLETED', owner = null where id = :open")
                .param("open", open)
                .update();
    }
}
