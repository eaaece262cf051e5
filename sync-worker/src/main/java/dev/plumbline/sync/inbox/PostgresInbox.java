package dev.plumbline.sync.inbox;

import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Hint;
import dev.plumbline.sync.pass.WorkSignal;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.HaltPoint;
import dev.plumbline.sync.setup.IngestDatabase;
import dev.plumbline.sync.setup.Role;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The inbox in PostgreSQL: row and mark in one statement, so in one transaction and one round trip. */
@Repository
@ConditionalOnRole(Role.INGEST)
class PostgresInbox implements Inbox {
    private static final String KEEP = """
            with kept as (
                insert into inbox (provider, account, event_id, type, api_version, event_created, state, why,
                                   subject_kind, subject_id, dirty_seq, payload)
                values (:provider, :account, :eventId, :type, :apiVersion, :created, :state, :why,
                        :kind, :subject, case when :subject is not null then nextval('subject_dirty_seq') end, :payload)
                on conflict (provider, account, event_id) do update
                    set deliveries = inbox.deliveries + 1, last_received_at = clock_timestamp()
                returning dirty_seq, (xmax = 0) as fresh
            ), marked as (
                insert into subject as s (provider, account, kind, id, dirty_seq, dirty_cause, due_at, closely)
                select :provider, :account, :kind, :subject, kept.dirty_seq, 'event', clock_timestamp(), :closely
                from kept where kept.fresh and kept.dirty_seq is not null
                on conflict (provider, account, kind, id) do update
                    set closely = s.closely or excluded.closely,
                        dirty_seq = greatest(s.dirty_seq, excluded.dirty_seq),
                        dirty_cause = excluded.dirty_cause,
                        -- A parked subject gets another chance with new input; one that backs off waits a little longer only; who
                        -- waits already keeps its place, so that the busiest is not overtaken by everybody, again and again.
                        due_at = case when s.waits and s.state <> 'QUARANTINED'
                                      then least(s.due_at, excluded.due_at
                                                           + case when s.attempts > 0 then interval '5 seconds' else interval '0' end)
                                      else excluded.due_at end,
                        attempts = case when s.state = 'QUARANTINED' then 0 else s.attempts end,
                        state = case when s.state = 'QUARANTINED' then 'LIVE' else s.state end
                returning 1
            )
            select fresh from kept
            """;

    private final JdbcClient jdbc;
    private final WorkSignal signal;

    PostgresInbox(@IngestDatabase DataSource database, WorkSignal signal) {
        this.jdbc = JdbcClient.create(database);
        this.signal = signal;
    }

    @Override
    public Kept keep(Admitted admitted) {
        Delivery delivery = admitted.delivery();
        Hint.@Nullable Event event = admitted.hint() instanceof Hint.Event e ? e : null;
        Disposition.@Nullable LookAt lookAt = admitted.disposition() instanceof Disposition.LookAt l ? l : null;
        boolean fresh = jdbc.sql(KEEP)
                .param("provider", delivery.account().provider().key())
                .param("account", delivery.account().name())
                .param("eventId", event != null ? event.id() : hashOf(delivery.body()))
                .param("type", event != null ? event.type() : null, Types.VARCHAR)
                .param("apiVersion", event != null ? event.apiVersion() : null, Types.VARCHAR)
                .param("created", event != null ? timestamp(event.created()) : null, Types.TIMESTAMP_WITH_TIMEZONE)
                .param("state", admitted.disposition().state())
                .param(
                        "why",
                        admitted.disposition() instanceof Disposition.Quarantine(var why) ? why : null,
                        Types.VARCHAR)
                .param("kind", lookAt != null ? lookAt.kind() : null, Types.VARCHAR)
                .param("subject", lookAt != null ? lookAt.id() : null, Types.VARCHAR)
                .param("closely", event != null && event.closely())
                .param("payload", delivery.body())
                .query(Boolean.class)
                .single();
        HaltPoint.AFTER_INBOX_COMMIT.reached();
        if (fresh && lookAt != null) {
            signal.raise();
        }
        return new Kept(admitted, fresh);
    }

    /** What has no id of its own is recognised by its bytes. */
    private static String hashOf(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    private static @Nullable Object timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
