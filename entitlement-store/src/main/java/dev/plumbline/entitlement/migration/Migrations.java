package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.migration.Migration.Status;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What people ask of migrations: each is one statement on the row, and a row in the audit. Who works at them hears of it there. */
@Repository
public class Migrations {
    /** Whatever is to be done waits for whoever is there, and nothing of how the one before ended is left. */
    private static final String BEGIN = """
            update migration
            set status = 'PENDING', attempt = attempt + 1, failure = null, stop_requested_by = null, owner = null,
                action_since = clock_timestamp()
            """;

    private final JdbcClient jdbc;
    private final AuditTrail audit;

    Migrations(JdbcClient jdbc, AuditTrail audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    public Optional<Migration> find(long id) {
        return jdbc.sql("select" + MigrationRows.COLUMNS + "from migration where id = :id")
                .param("id", id)
                .query((row, n) -> MigrationRows.migration(row))
                .optional();
    }

    /** Newest first. */
    public List<Migration> list(@Nullable String plan, @Nullable Status status, long before, int limit) {
        return jdbc.sql("select" + MigrationRows.COLUMNS + """
                        from migration
                        where id < :before and (:plan::text is null or plan = :plan)
                          and (:status::text is null or status = :status)
                        order by id desc limit :limit
                        """)
                .param("before", before)
                .param("plan", plan, Types.VARCHAR)
                .param("status", status == null ? null : status.name(), Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> MigrationRows.migration(row))
                .list();
    }

    /** @param authors everything that the author is known by */
    @Transactional
    public Migration draw(Terms terms, Author by, Set<String> authors) {
        long id = jdbc.sql("""
                        insert into migration (plan, from_version, to_version, terms, reason, link, asked_by, asked_ids)
                        values (:plan, :from, :to, :terms::jsonb, :reason, :link, :by, :ids) returning id
                        """)
                .param("plan", terms.from().key())
                .param("from", terms.from().version())
                .param("to", terms.to().version())
                .param("terms", MigrationRows.JSON.writeValueAsString(terms))
                .param("reason", by.reason())
                .param("link", by.link(), Types.VARCHAR)
                .param("by", by.actor())
                .param("ids", authors.toArray(String[]::new))
                .query(Long.class)
                .single();
        tell(by, "drawn", id, null, terms);
        return find(id).orElseThrow();
    }

    /**
     * Other terms, as long as it was not started; a preview of the old ones counts no more.
     *
     * @param onEdit what the editor saw; null for any
     * @return false when it was edited meanwhile, or is beyond that
     */
    @Transactional
    public boolean redraw(Migration before, Terms terms, Author by, Set<String> authors, @Nullable Long onEdit) {
        boolean changed = jdbc.sql("""
                                update migration
                                set plan = :plan, from_version = :from, to_version = :to, terms = :terms::jsonb, reason = :reason,
                                    link = :link, asked_by = :by, asked_ids = array(select distinct unnest(asked_ids || :ids::text[])),
                                    edit = edit + 1, status = 'DRAFT', action = null, summary = null, previewed_at = null,
                                    previewed_with = null, waves = 0, done = 0, total = 0
                                where id = :id and (status in ('DRAFT', 'PREVIEWED') or status in ('STOPPED', 'FAILED') and action = 'preview')
                                  and (:onEdit::bigint is null or edit = :onEdit)
                                """)
                        .param("id", before.id())
                        .param("plan", terms.from().key())
                        .param("from", terms.from().version())
                        .param("to", terms.to().version())
                        .param("terms", MigrationRows.JSON.writeValueAsString(terms))
                        .param("reason", by.reason())
                        .param("link", by.link(), Types.VARCHAR)
                        .param("by", by.actor())
                        .param("ids", authors.toArray(String[]::new))
                        .param("onEdit", onEdit, Types.BIGINT)
                        .update()
                == 1;
        if (changed) {
            forgetCustomers(before.id());
            tell(by, "redrawn", before.id(), before.terms(), terms);
        }
        return changed;
    }

    /** Who would move, looked at; false when it is beyond that. What an earlier one found is gone. */
    @Transactional
    public boolean preview(long id, Author by) {
        boolean asked = told(id, by, "preview-asked", BEGIN + """
                , action = 'preview', done = 0, total = 0, waves = 0, summary = null, previewed_at = null,
                  previewed_with = null
                where id = :id and (status in ('DRAFT', 'PREVIEWED') or status in ('STOPPED', 'FAILED') and action = 'preview')
                """, Map.of());
        if (asked) {
            forgetCustomers(id);
        }
        return asked;
    }

    /**
     * The first wave begins; false when it is not what was previewed any more.
     *
     * @param approval by which it may, whatever the day is; null where the day is agreed
     * @throws org.springframework.dao.DuplicateKeyException when another one moves customers of the plan
     */
    @Transactional
    public boolean start(long id, long edit, Author by, @Nullable String approval) {
        return told(id, by, "started", BEGIN + """
                , action = 'move', wave = 1, done = 0, started_by = :by, started_reason = :reason, started_link = :link,
                  started_at = clock_timestamp(), ended_at = null, approval = :approval,
                  total = (select count(*) from migration_customer c
                           where c.migration = :id and c.wave = 1 and c.outcome is null)
                where id = :id and edit = :edit and status = 'PREVIEWED'
                """, approved(approval, Map.of("edit", edit)));
    }

    /** One that waits ends here; one that runs as soon as its process hears of it. False when nothing is under way. */
    @Transactional
    public boolean stop(long id, Author by) {
        return told(id, by, "stopped", """
                update migration
                set stop_requested_by = :by,
                    status = case status when 'RUNNING' then 'RUNNING' else 'STOPPED' end,
                    ended_at = case status when 'RUNNING' then ended_at else clock_timestamp() end,
                    next_wave_at = null
                where id = :id and status in ('PENDING', 'RUNNING', 'WAITING')
                """, Map.of());
    }

    /**
     * It goes on where it ended, or with the next wave. False when it did not end so.
     *
     * @param approval by which it may, whatever the day is; null where the day is agreed, or it has one
     * @throws org.springframework.dao.DuplicateKeyException when another one moves customers of the plan
     */
    @Transactional
    public boolean resume(long id, Author by, @Nullable String approval) {
        return told(id, by, "resumed", BEGIN + """
                , ended_at = null, next_wave_at = null, approval = coalesce(:approval, approval)
                where id = :id and status in ('STOPPED', 'FAILED', 'WAITING')
                """, approved(approval, Map.of()));
    }

    /**
     * What is not effective yet is taken back, and who is not moved yet is left. False when nothing is left to undo.
     *
     * @throws org.springframework.dao.DuplicateKeyException when another one moves customers of the plan
     */
    @Transactional
    public boolean undo(long id, Instant now, Author by) {
        return told(id, by, "undo-asked", BEGIN + """
                , action = 'undo', ended_at = null, next_wave_at = null, done = 0, undone_by = :by, undone_reason = :reason,
                  undone_link = :link,
                  total = (select count(*) from migration_customer c
                           where c.migration = :id and c.outcome = 'MOVED' and c.effective_at > :now)
                where id = :id and action = 'move' and status in ('STOPPED', 'FAILED', 'WAITING', 'COMPLETED')
                  and exists (select from migration_customer c
                              where c.migration = :id
                                and (c.outcome is null or c.outcome = 'MOVED' and c.effective_at > :now))
                """, Map.of("now", now.atOffset(ZoneOffset.UTC)));
    }

    /** The one that moves customers of a plan. */
    public Optional<Long> moving(String plan) {
        return jdbc.sql("""
                        select id from migration
                        where plan = :plan and action in ('move', 'undo') and status in ('PENDING', 'RUNNING', 'WAITING')
                        """).param("plan", plan).query(Long.class).optional();
    }

    private static Map<String, Object> approved(@Nullable String approval, Map<String, Object> more) {
        var all = new HashMap<>(more);
        all.put("approval", new SqlParameterValue(Types.VARCHAR, approval));
        return all;
    }

    private void forgetCustomers(long id) {
        jdbc.sql("delete from migration_customer where migration = :id")
                .param("id", id)
                .update();
    }

    /** @return false, and nothing is told, when it is not in the state that this takes */
    private boolean told(long id, Author by, String what, String update, Map<String, Object> more) {
        boolean changed = jdbc.sql(update)
                        .param("id", id)
                        .param("by", by.actor())
                        .param("reason", by.reason())
                        .param("link", by.link(), Types.VARCHAR)
                        .params(more)
                        .update()
                == 1;
        if (changed) {
            tell(by, what, id, null, null);
        }
        return changed;
    }

    private void tell(Author by, String what, long id, @Nullable Object before, @Nullable Object after) {
        audit.append(new AuditEntry(
                by,
                "migration." + what,
                "migration",
                Long.toString(id),
                null,
                before,
                after == null ? Map.of("migration", id) : after));
    }
}
