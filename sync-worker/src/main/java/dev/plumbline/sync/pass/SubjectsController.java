package dev.plumbline.sync.pass;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.setup.Sent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whom we look at, who waits, who is set aside and why: for operators. */
@RestController
class SubjectsController {
    private static final Set<String> STATES = Set.of("live", "gone", "quarantined", "waiting");

    private final JdbcClient jdbc;

    SubjectsController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param dueAt when it is looked at next; null when nothing new is known
     */
    record SubjectRow(
            String provider,
            String account,
            String kind,
            String id,
            String state,
            @Nullable Instant dueAt,
            @Nullable String cause,
            int attempts,
            @Nullable String lastError,
            @Nullable Instant appliedAt) {}

    record SubjectPage(List<SubjectRow> data, @Nullable String nextCursor) {}

    @GetMapping("/v1/subjects")
    SubjectPage list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Sent.checked("cursor", cursor);
        if (state != null && !STATES.contains(state)) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "STATE_UNKNOWN", "state is one of " + STATES);
        }
        if (limit < 1 || limit > 1_000) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "LIMIT_OUT_OF_RANGE", "limit is 1 to 1000");
        }
        List<SubjectRow> page = jdbc.sql("""
                        select provider, account, kind, id, state, due_at, dirty_cause, attempts, last_error, applied_at,
                               dirty_seq
                        from subject
                        where provider || '/' || account || '/' || kind || '/' || id > :cursor
                          and (:state::text is null or state = :state or (:state = 'WAITING' and dirty_seq is not null))
                        order by provider || '/' || account || '/' || kind || '/' || id limit :limit
                        """)
                .param("cursor", cursor)
                .param("state", state == null ? null : state.toUpperCase(Locale.ROOT), Types.VARCHAR)
                .param("limit", limit + 1)
                .query((row, n) -> row(row))
                .list();
        boolean more = page.size() > limit;
        List<SubjectRow> data = more ? page.subList(0, limit) : page;
        return new SubjectPage(data, more ? cursorOf(data.getLast()) : null);
    }

    private static String cursorOf(SubjectRow row) {
        return row.provider() + "/" + row.account() + "/" + row.kind() + "/" + row.id();
    }

    private static SubjectRow row(ResultSet row) throws SQLException {
        boolean waiting = row.getObject("dirty_seq") != null;
        return new SubjectRow(
                row.getString("provider"),
                row.getString("account"),
                row.getString("kind"),
                row.getString("id"),
                row.getString("state").toLowerCase(Locale.ROOT),
                waiting ? instant(row, "due_at") : null,
                waiting ? row.getString("dirty_cause") : null,
                row.getInt("attempts"),
                row.getString("last_error"),
                instant(row, "applied_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime timestamp = row.getObject(column, OffsetDateTime.class);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
