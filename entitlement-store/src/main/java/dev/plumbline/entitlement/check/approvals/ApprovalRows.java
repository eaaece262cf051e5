package dev.plumbline.entitlement.check.approvals;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.approvals.Approval.Decision;
import dev.plumbline.entitlement.check.approvals.Approval.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows. The database holds the rule too: who decides is none of the authors, and decides once. */
@Repository
class ApprovalRows {
    private static final String COLUMNS = """
            , id, kind, subject, title, content_sha256, asked_by, hands_behind(asked_ids) as asked_ids, asked_at, reason, link, expires_at,
                   state, decided_by, decided_at, decision_reason, decision_link, outcome
            from approval
            """;
    private static final String SELECT = "select content" + COLUMNS;
    /** A catalog file is up to megabytes, and none is ever deleted: many rows are not read with theirs. */
    private static final String WITHOUT_CONTENT = "select null as content" + COLUMNS;

    private static final String LISTED =
            "select case when kind = any(:long) then null else content end as content" + COLUMNS;

    private final JdbcClient jdbc;

    ApprovalRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws org.springframework.dao.DuplicateKeyException when the very same is asked for already */
    void insert(Approval asked) {
        jdbc.sql("""
                        insert into approval (id, kind, subject, title, content, content_sha256, asked_by, asked_ids, asked_at,
                                              reason, link, expires_at)
                        values (:id, :kind, :subject, :title, :content, :sha256, :by, :ids, :at, :reason, :link, :expires)
                        """)
                .param("id", asked.id())
                .param("kind", asked.kind())
                .param("subject", asked.subject())
                .param("title", asked.title())
                .param("content", asked.content())
                .param("sha256", asked.contentSha256())
                .param("by", asked.askedBy())
                .param("ids", asked.askedIds().toArray(String[]::new))
                .param("at", timestamp(asked.askedAt()))
                .param("reason", asked.reason())
                .param("link", asked.link(), Types.VARCHAR)
                .param("expires", timestamp(asked.expiresAt()))
                .update();
    }

    Optional<Approval> find(String id) {
        return jdbc.sql(SELECT + " where id = :id")
                .param("id", id)
                .query((row, n) -> approval(row))
                .optional();
    }

    /** Nobody else decides it before this transaction ends. */
    Optional<Approval> lock(String id) {
        return jdbc.sql(SELECT + " where id = :id for update")
                .param("id", id)
                .query((row, n) -> approval(row))
                .optional();
    }

    Optional<String> pending(String kind, String subject, String sha256) {
        return jdbc.sql("""
                        select id from approval
                        where kind = :kind and subject = :subject and content_sha256 = :sha256 and state = 'pending'
                        """)
                .param("kind", kind)
                .param("subject", subject)
                .param("sha256", sha256)
                .query(String.class)
                .optional();
    }

    void decide(
            String id,
            State state,
            Caller by,
            Instant at,
            String reason,
            @Nullable String link,
            @Nullable Object outcome) {
        jdbc.sql("""
                        update approval set state = :state, decided_by = :by, decided_ids = :ids, decided_at = :at,
                                            decision_reason = :reason, decision_link = :link, outcome = :outcome::jsonb
                        where id = :id
                        """)
                .param("id", id)
                .param("state", key(state))
                .param("by", by.name())
                .param("ids", by.identities().toArray(String[]::new))
                .param("at", timestamp(at))
                .param("reason", reason)
                .param("link", link, Types.VARCHAR)
                .param("outcome", outcome == null ? null : ApprovalJson.write(outcome), Types.VARCHAR)
                .update();
    }

    void expire(String id, Instant at) {
        jdbc.sql("update approval set state = 'expired', decided_at = :at where id = :id")
                .param("id", id)
                .param("at", timestamp(at))
                .update();
    }

    /** Those whose time was up; nobody else takes them meanwhile. */
    List<Approval> overdue(Instant now, int atMost) {
        return jdbc.sql(
                        WITHOUT_CONTENT
                                + " where state = 'pending' and expires_at <= :now order by id limit :most for update skip locked")
                .param("now", timestamp(now))
                .param("most", atMost)
                .query((row, n) -> approval(row))
                .list();
    }

    /**
     * @param state null for all; what has expired and was not yet put down as such counts as expired
     * @param withoutContent kinds of which it may be long
     */
    record Filter(@Nullable State state, @Nullable String kind, Set<String> withoutContent) {}

    /** Newest first. */
    List<Approval> list(Filter filter, @Nullable Instant before, String beforeId, Instant now, int limit) {
        return jdbc.sql(LISTED + """
                         where (:state::text is null
                                or case when state = 'pending' and expires_at <= :now then 'expired' else state end = :state)
                           and (:kind::text is null or kind = :kind)
                           and (:before::timestamptz is null or (asked_at, id) < (:before, :beforeId))
                         order by asked_at desc, id desc limit :limit
                        """)
                .param("state", filter.state() == null ? null : key(filter.state()), Types.VARCHAR)
                .param("kind", filter.kind(), Types.VARCHAR)
                .param("long", filter.withoutContent().toArray(String[]::new))
                .param("now", timestamp(now))
                .param("before", before == null ? null : timestamp(before), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("beforeId", beforeId)
                .param("limit", limit)
                .query((row, n) -> approval(row))
                .list();
    }

    /** What waits for whoever may decide about these kinds and is known by these names; newest first, without contents. */
    List<Approval> undecided(Set<String> kinds, Set<String> identities, Instant now, int limit) {
        return jdbc.sql(WITHOUT_CONTENT + """
                         where state = 'pending' and expires_at > :now and kind = any(:kinds)
                           and not hands_behind(asked_ids) && :ids::text[]
                         order by asked_at desc, id desc limit :limit
                        """)
                .param("now", timestamp(now))
                .param("kinds", kinds.toArray(String[]::new))
                .param("ids", identities.toArray(String[]::new))
                .param("limit", limit)
                .query((row, n) -> approval(row))
                .list();
    }

    private static String key(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Approval approval(ResultSet row) throws SQLException {
        return new Approval(
                row.getString("id"),
                row.getString("kind"),
                row.getString("subject"),
                row.getString("title"),
                row.getString("content"),
                row.getString("content_sha256"),
                row.getString("asked_by"),
                ids(row),
                instant(row, "asked_at"),
                row.getString("reason"),
                row.getString("link"),
                instant(row, "expires_at"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                decided(row));
    }

    private static @Nullable Decision decided(ResultSet row) throws SQLException {
        String by = row.getString("decided_by");
        String outcome = row.getString("outcome");
        return by == null
                ? null
                : new Decision(
                        by,
                        instant(row, "decided_at"),
                        row.getString("decision_reason"),
                        row.getString("decision_link"),
                        outcome == null ? null : ApprovalJson.read(outcome));
    }

    private static Set<String> ids(ResultSet row) throws SQLException {
        return Stream.of((Object[]) row.getArray("asked_ids").getArray())
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
