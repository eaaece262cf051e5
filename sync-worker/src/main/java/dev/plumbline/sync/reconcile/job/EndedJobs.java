package dev.plumbline.sync.reconcile.job;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What Batch noted of jobs that ended long ago. Nothing of a run is in there that its own row does not say. */
@Repository
public class EndedJobs {
    /** Also those of migrations (sync.migration): an execution is of one wave, and its row says what came of it. */
    private static final String[] JOBS = {
        ReconcileJob.NAME, "preview-migration", "migrate-plan-version", "undo-migration"
    };

    private final JdbcClient jdbc;

    EndedJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Some of them, the oldest first. A run that goes on keeps all of its own.
     *
     * @return how many went; fewer than asked for are the last
     */
    @Transactional
    public int forget(Duration after, int atMost) {
        Long[] ended = jdbc.sql("""
                        select i.job_instance_id from batch_job_instance i
                        where i.job_name = any(:jobs)
                          and not exists (select from batch_job_execution e
                                          where e.job_instance_id = i.job_instance_id
                                            and coalesce(e.last_updated, e.create_time)
                                                > localtimestamp - :after * interval '1 ms')
                          and not exists (select from batch_job_execution e
                                          join batch_job_execution_params p on p.job_execution_id = e.job_execution_id
                                          join reconciliation r on r.id = p.parameter_value::bigint
                                          where e.job_instance_id = i.job_instance_id and p.parameter_name = :run
                                            and r.status in ('PENDING', 'RUNNING'))
                        order by i.job_instance_id limit :atMost
                        """)
                .param("jobs", JOBS)
                .param("run", RunTasklet.RUN)
                .param("after", after.toMillis())
                .param("atMost", atMost)
                .query(Long.class)
                .list()
                .toArray(Long[]::new);
        if (ended.length > 0) {
            remove(ended);
        }
        return ended.length;
    }

    /** What points at others first. */
    private void remove(Long[] ended) {
        jdbc.sql("""
                        delete from batch_step_execution_context where step_execution_id in (
                            select s.step_execution_id from batch_step_execution s
                            join batch_job_execution e using (job_execution_id) where e.job_instance_id = any(:ended))
                        """).param("ended", ended).update();
        jdbc.sql("""
                        delete from batch_step_execution where job_execution_id in (
                            select job_execution_id from batch_job_execution where job_instance_id = any(:ended))
                        """).param("ended", ended).update();
        jdbc.sql("""
                        delete from batch_job_execution_context where job_execution_id in (
                            select job_execution_id from batch_job_execution where job_instance_id = any(:ended))
                        """).param("ended", ended).update();
        jdbc.sql("""
                        delete from batch_job_execution_params where job_execution_id in (
                            select job_execution_id from batch_job_execution where job_instance_id = any(:ended))
                        """).param("ended", ended).update();
        jdbc.sql("delete from batch_job_execution where job_instance_id = any(:ended)")
                .param("ended", ended)
                .update();
        jdbc.sql("delete from batch_job_instance where job_instance_id = any(:ended)")
                .param("ended", ended)
                .update();
    }
}
