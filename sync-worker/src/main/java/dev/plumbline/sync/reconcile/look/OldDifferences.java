package dev.plumbline.sync.reconcile.look;

import java.time.Period;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * What differed in runs of long ago, customer by customer. Of what was ever signed it stays: of a run's report, and of every run
 * whose corrections and exclusions stand in a pack that was locked, though its month was reopened since.
 */
@Repository
public class OldDifferences {
    private final JdbcClient jdbc;

    OldDifferences(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Some of them, of one run after the other. How many there were of each outcome is noted before the first goes.
     *
     * @return how many went; fewer than asked for are the last
     */
    @Transactional
    public int forget(Period after, int atMost) {
        int gone = 0;
        Optional<Long> run = oldest(after);
        while (run.isPresent() && gone < atMost) {
            gone += some(run.get(), atMost - gone);
            run = oldest(after);
        }
        return gone;
    }

    private Optional<Long> oldest(Period after) {
        return jdbc.sql("""
                        select r.id from reconciliation r
                        where r.status in ('COMPLETED', 'FAILED', 'STOPPED')
                          and r.ended_at < clock_timestamp() - :after::interval
                          and exists (select from reconciliation_difference d where d.run = r.id)
                          and not exists (select from reconciliation_sign_off s where s.run = r.id)
                          and not exists (select from period_pack_run q
                                          join period_step s on s.month = q.month and s.version = q.version and s.step = 'locked'
                                          where q.run = r.id)
                        order by r.id limit 1
                        """).param("after", after.toString()).query(Long.class).optional();
    }

    private int some(long run, int atMost) {
        jdbc.sql("""
                        update reconciliation set forgotten_differences = (
                            select jsonb_object_agg(outcome, n) from (
                                select coalesce(outcome, 'NOT_LOOKED_AT') as outcome, count(*) as n
                                from reconciliation_difference where run = :run group by 1) as counted)
                        where id = :run and forgotten_differences is null
                        """).param("run", run).update();
        return jdbc.sql("""
                        delete from reconciliation_difference where ctid = any(array(
                            select ctid from reconciliation_difference where run = :run limit :atMost))
                        """).param("run", run).param("atMost", atMost).update();
    }
}
