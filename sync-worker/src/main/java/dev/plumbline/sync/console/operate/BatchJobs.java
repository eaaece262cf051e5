package dev.plumbline.sync.console.operate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What Spring Batch noted of its jobs, of whichever node: executions, newest first, and the steps of one. */
@Repository
class BatchJobs {
    private static final String OURS = "dev.plumbline.";
    private static final int LONGEST = 300;
    private static final String SELECT = """
            select e.job_execution_id, i.job_name, e.status, e.create_time, e.start_time, e.end_time, e.exit_message,
                   (select string_agg(p.parameter_name || '=' || p.parameter_value, ' ' order by p.parameter_name)
                    from batch_job_execution_params p where p.job_execution_id = e.job_execution_id) as parameters,
                   (select p.parameter_value::bigint from batch_job_execution_params p
                    where p.job_execution_id = e.job_execution_id and i.job_name = 'reconcile' and p.parameter_name = 'run') as run,
                   (select count(*) from batch_step_execution s where s.job_execution_id = e.job_execution_id) as steps,
                   (select count(*) from batch_step_execution s
                    where s.job_execution_id = e.job_execution_id and s.status = 'COMPLETED') as done
            from batch_job_execution e join batch_job_instance i using (job_instance_id)
            """;

    private final JdbcClient jdbc;

    BatchJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One execution of a job.
     *
     * @param run of a reconciliation: there it is gone on with
     * @param failure the kind of it, with what we say of it if it is one of ours; null when there is none
     */
    record Execution(
            long id,
            String job,
            String status,
            @Nullable String parameters,
            @Nullable Long run,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            long steps,
            long done,
            @Nullable String failure) {}

    /** @param rolledBack chunks or tasks that had to be done again */
    record Step(
            String name,
            String status,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            long read,
            long written,
            long filtered,
            long skipped,
            long committed,
            long rolledBack,
            @Nullable String failure) {}

    List<Execution> list(@Nullable String job, @Nullable String status, long before, int limit) {
        return jdbc.sql(SELECT + """
                        where e.job_execution_id < :before and (:job::text is null or i.job_name = :job)
                          and (:status::text is null or e.status = :status)
                        order by e.job_execution_id desc limit :limit
                        """)
                .param("before", before)
                .param("job", job, Types.VARCHAR)
                .param("status", status, Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> execution(row))
                .list();
    }

    Optional<Execution> find(long id) {
        return jdbc.sql(SELECT + " where e.job_execution_id = :id")
                .param("id", id)
                .query((row, n) -> execution(row))
                .optional();
    }

    /** In the order in which they began. */
    List<Step> steps(long id) {
        return jdbc.sql("""
                        select step_name, status, start_time, end_time, read_count, write_count, filter_count,
                               read_skip_count + write_skip_count + process_skip_count as skipped, commit_count, rollback_count,
                               exit_message
                        from batch_step_execution where job_execution_id = :id order by step_execution_id
                        """)
                .param("id", id)
                .query((row, n) -> new Step(
                        row.getString("step_name"),
                        row.getString("status"),
                        instant(row, "start_time"),
                        instant(row, "end_time"),
                        row.getLong("read_count"),
                        row.getLong("write_count"),
                        row.getLong("filter_count"),
                        row.getLong("skipped"),
                        row.getLong("commit_count"),
                        row.getLong("rollback_count"),
                        failure(row.getString("exit_message"))))
                .list();
    }

    private static Execution execution(ResultSet row) throws SQLException {
        return new Execution(
                row.getLong("job_execution_id"),
                row.getString("job_name"),
                row.getString("status"),
                row.getString("parameters"),
                row.getObject("run", Long.class),
                instant(row, "start_time"),
                instant(row, "end_time"),
                row.getLong("steps"),
                row.getLong("done"),
                failure(row.getString("exit_message")));
    }

    /** Batch keeps a stack trace. The messages of others may quote data, so of theirs the kind is told and no more. */
    static @Nullable String failure(@Nullable String message) {
        if (message == null || message.isBlank()) {
            return null;
        }
        String first = message.strip().lines().findFirst().orElse("");
        int end = first.indexOf(':');
        String said = first.startsWith(OURS) || end < 0 ? first : first.substring(0, end);
        return said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
    }

    /** Batch writes the time of the wall where its process stands. */
    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        LocalDateTime wall = row.getObject(column, LocalDateTime.class);
        return wall == null ? null : wall.atZone(ZoneId.systemDefault()).toInstant();
    }
}
