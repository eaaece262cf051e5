package dev.plumbline.sync.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The inbox as operators see it, the newest first. */
@Repository
class Deliveries {
    private static final String SELECT = """
            select i.id, i.provider, i.account, i.event_id, i.type, i.api_version, i.event_created, i.received_at,
                   i.deliveries, i.state, i.why, i.subject_kind, i.subject_id, i.dirty_seq,
                   s.state as subject_state, s.last_error, s.applied_seq
            from inbox i
            left join subject s on s.provider = i.provider and s.account = i.account
                and s.kind = i.subject_kind and s.id = i.subject_id
            """;

    private static final String ALL = """
            where i.id < :before
            """;
    /** Found from the few that are set aside: the inbox is never emptied, and the start page of everybody asks for these. */
    private static final String DEAD = """
            where i.id in (
                select id from inbox where state in ('QUARANTINED', 'REJECTED_MODE') and id < :before
                union all
                select about.id from subject aside
                join inbox about on about.provider = aside.provider and about.account = aside.account
                    and about.subject_kind = aside.kind and about.subject_id = aside.id
                where aside.state = 'QUARANTINED' and about.id < :before)
              and i.id < :before
            """;

    private static final String REST = """
              and (:subject::text is null or i.subject_id = :subject)
              and (:provider::text is null or i.provider = :provider)
              and (:account::text is null or i.account = :account)
            order by i.id desc limit :limit
            """;

    private final JdbcClient jdbc;

    Deliveries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What became of it. */
    enum Fate {
        KEPT,
        IGNORED,
        QUARANTINED,
        REJECTED_MODE,
        /** Nothing came of it and something should: unreadable, of the wrong mode, or about somebody who is set aside. */
        DEAD;

        static Optional<Fate> of(String key) {
            for (Fate fate : values()) {
                if (fate.name().equalsIgnoreCase(key)) {
                    return Optional.of(fate);
                }
            }
            return Optional.empty();
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is looked for; null for any. */
    record Filter(
            @Nullable Fate fate,
            @Nullable String type,
            @Nullable String subject,
            @Nullable String provider,
            @Nullable String account,
            @Nullable Instant since,
            @Nullable Instant until) {}

    List<KeptDelivery> list(Filter filter, long before, int limit) {
        return select(filter, before, limit).query((row, n) -> delivery(row)).list();
    }

    /** Locked in the order in which whoever keeps several locks them. */
    void hold(List<Long> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql("select id from inbox where id = any(:ids) order by provider, account, event_id for update")
                    .param("ids", ids.toArray(Long[]::new))
                    .query(Long.class)
                    .list();
        }
    }

    Optional<KeptDelivery> find(long id) {
        return jdbc.sql(SELECT + "where i.id = :id")
                .param("id", id)
                .query((row, n) -> delivery(row))
                .optional();
    }

    /** The bytes, to be read again: only of what came to nothing, and never shown. Empty once they are forgotten. */
    Optional<byte[]> payload(long id) {
        return jdbc.sql("select payload from inbox where id = :id and payload is not null")
                .param("id", id)
                .query((row, n) -> row.getBytes("payload"))
                .optional();
    }

    /** What was set aside when it came is now taken for something else. */
    void readAgain(
            long id,
            @Nullable String type,
            String state,
            @Nullable String why,
            @Nullable String kind,
            @Nullable String subject) {
        jdbc.sql("""
                        update inbox
                        set type = coalesce(:type, type), state = :state, why = :why, subject_kind = :kind, subject_id = :subject
                        where id = :id
                        """)
                .param("id", id)
                .param("type", type, Types.VARCHAR)
                .param("state", state)
                .param("why", why, Types.VARCHAR)
                .param("kind", kind, Types.VARCHAR)
                .param("subject", subject, Types.VARCHAR)
                .update();
    }

    private JdbcClient.StatementSpec select(Filter filter, long before, int limit) {
        return asked(jdbc.sql(statement(filter)), filter, before, limit);
    }

    /** Constants: conditions that have an index stand in it only where they are asked for, or a plan for any value would not use it. */
    static String statement(Filter filter) {
        Fate fate = filter.fate();
        return SELECT
                + (fate == Fate.DEAD ? DEAD : ALL)
                + (fate == null || fate == Fate.DEAD ? "" : " and i.state = :fate")
                + (filter.type() == null ? "" : " and i.type = :type")
                + (filter.since() == null ? "" : " and i.received_at >= :since")
                + (filter.until() == null ? "" : " and i.received_at < :until")
                + REST;
    }

    static JdbcClient.StatementSpec asked(JdbcClient.StatementSpec sql, Filter filter, long before, int limit) {
        return sql.param("before", before)
                .param("fate", filter.fate() == null ? null : filter.fate().name(), Types.VARCHAR)
                .param("type", filter.type(), Types.VARCHAR)
                .param("subject", filter.subject(), Types.VARCHAR)
                .param("provider", filter.provider(), Types.VARCHAR)
                .param("account", filter.account(), Types.VARCHAR)
                .param("since", timestamp(filter.since()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("until", timestamp(filter.until()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("limit", limit);
    }

    private static KeptDelivery delivery(ResultSet row) throws SQLException {
        OffsetDateTime created = row.getObject("event_created", OffsetDateTime.class);
        String provider = row.getString("provider");
        String account = row.getString("account");
        String state = row.getString("state");
        boolean aside = "QUARANTINED".equals(row.getString("subject_state"));
        return new KeptDelivery(
                row.getLong("id"),
                provider,
                account,
                row.getString("event_id"),
                row.getString("type"),
                row.getString("api_version"),
                created == null ? null : created.toInstant(),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getInt("deliveries"),
                state,
                DeadLetters.why(state, row.getString("why"), aside, row.getString("last_error")),
                row.getString("subject_kind"),
                row.getString("subject_id"),
                progress(row, aside),
                DeadLetters.mend(state, provider, account, aside));
    }

    private static @Nullable String progress(ResultSet row, boolean aside) throws SQLException {
        if (row.getString("subject_state") == null) {
            return null;
        }
        if (row.getLong("dirty_seq") <= row.getLong("applied_seq")) {
            return "applied";
        }
        return aside ? "quarantined" : "waiting";
    }

    private static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
