package dev.plumbline.entitlement.migration;

import java.sql.Types;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of migrations as the process that works at them writes them. Every write names its owner: who was taken for dead
 * and was not changes nothing any more. Instants are the database's.
 */
@Repository
public class MigrationWork {
    private static final String OURS = " where id = :id and owner = :owner and status = 'RUNNING'";

    private final JdbcClient jdbc;

    MigrationWork(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param attempt raised whenever a person asks something of it, and with every wave */
    public record Claimed(long id, int attempt) {}

    /**
     * One that waits, whose next wave is due, or whose process is dead; from now on it is ours.
     *
     * @param working at these we are: who was frozen for a while is not to take its own over
     */
    @Transactional
    public Optional<Claimed> claim(String owner, Duration lease, Collection<Long> working) {
        return jdbc.sql("""
                        with due as (
                            select id, status from migration
                            where (status = 'PENDING'
                                   or status = 'WAITING' and next_wave_at <= clock_timestamp()
                                   or status = 'RUNNING'
                                      and coalesce(heard_at, '-infinity') < clock_timestamp() - :lease * interval '1 ms')
                              and id <> all(:working)
                            order by id limit 1 for update skip locked
                        )
                        update migration m
                        set status = 'RUNNING', owner = :owner, heard_at = clock_timestamp(), next_wave_at = null,
                            attempt = m.attempt + case due.status when 'WAITING' then 1 else 0 end,
                            action_since = case due.status when 'WAITING' then clock_timestamp() else m.action_since end
                        from due where m.id = due.id
                        returning m.id, m.attempt
                        """)
                .param("owner", owner)
                .param("lease", lease.toMillis())
                .param("working", working.toArray(Long[]::new))
                .query((row, n) -> new Claimed(row.getLong("id"), row.getInt("attempt")))
                .optional();
    }

    /** @param stopAskedBy null when it is to go on */
    public record Heard(long id, @Nullable String stopAskedBy) {}

    /** We live. What of ours is to end, and who says so. */
    public List<Heard> heartbeat(String owner) {
        return jdbc.sql("""
                        update migration set heard_at = clock_timestamp()
                        where owner = :owner and status = 'RUNNING'
                        returning id, stop_requested_by
                        """)
                .param("owner", owner)
                .query((row, n) -> new Heard(row.getLong("id"), row.getString("stop_requested_by")))
                .list();
    }

    /** Empty when it is another process's by now. */
    public Optional<Migration> ours(long id, String owner) {
        return jdbc.sql("select" + MigrationRows.COLUMNS + "from migration" + OURS)
                .param("id", id)
                .param("owner", owner)
                .query((row, n) -> MigrationRows.migration(row))
                .optional();
    }

    /** So many more are done, in the transaction that did them. False when it is another process's by now: take it back. */
    boolean done(long id, String owner, long more) {
        return of(id, owner, "update migration set done = done + :more" + OURS)
                        .param("more", more)
                        .update()
                == 1;
    }

    boolean total(long id, String owner, long total) {
        return of(id, owner, "update migration set total = :total, done = 0" + OURS)
                        .param("total", total)
                        .update()
                == 1;
    }

    /** @param model that it was made with */
    boolean previewed(long id, String owner, int waves, String summary, long model) {
        return of(id, owner, """
                        update migration
                        set status = 'PREVIEWED', owner = null, waves = :waves, wave = 0, summary = :summary::jsonb,
                            previewed_at = clock_timestamp(), previewed_with = :model
                        """ + OURS)
                        .param("waves", waves)
                        .param("summary", summary)
                        .param("model", model)
                        .update()
                == 1;
    }

    /** @param pause until it goes on by itself; null: a person says so */
    boolean nextWave(long id, String owner, int wave, long inIt, @Nullable Duration pause) {
        return of(id, owner, """
                        update migration
                        set status = 'WAITING', owner = null, wave = :wave, done = 0, total = :inIt,
                            next_wave_at = clock_timestamp() + :pause * interval '1 ms'
                        """ + OURS)
                        .param("wave", wave)
                        .param("pause", pause == null ? null : Long.valueOf(pause.toMillis()), Types.BIGINT)
                        .param("inIt", inIt)
                        .update()
                == 1;
    }

    /** COMPLETED or UNDONE: nothing is left to do. */
    boolean end(long id, String owner, Migration.Status as) {
        return of(id, owner, "update migration set status = :status, owner = null, ended_at = clock_timestamp()" + OURS)
                        .param("status", as.name())
                        .update()
                == 1;
    }

    public void fail(long id, String owner, String why) {
        of(id, owner, """
                        update migration set status = 'FAILED', owner = null, ended_at = clock_timestamp(), failure = :why
                        """ + OURS).param("why", why).update();
    }

    public void stopped(long id, String owner) {
        of(id, owner, "update migration set status = 'STOPPED', owner = null, ended_at = clock_timestamp()" + OURS)
                .update();
    }

    /** This process ends: whoever is there next goes on where it stopped. */
    public void leave(long id, String owner) {
        of(id, owner, "update migration set status = 'PENDING', owner = null" + OURS)
                .update();
    }

    private JdbcClient.StatementSpec of(long id, String owner, String sql) {
        return jdbc.sql(sql).param("id", id).param("owner", owner);
    }
}
