package dev.plumbline.sync.inbox;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.pass.WorkList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** The inbox as operators see it. */
@Repository
class Deliveries {
    private static final String SELECT = """
            select id, provider, account, event_id, type, api_version, event_created, received_at, deliveries, state, why,
                   subject_kind, subject_id
            from inbox
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AuditTrail audit;
    private final WorkList work;

    Deliveries(JdbcClient jdbc, TransactionTemplate transactions, AuditTrail audit, WorkList work) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.work = work;
    }

    /**
     * @param deliveries how often the provider sent it
     *
     * @param subject whom it made us look at; null when nobody
     */
    record KeptDelivery(
            long id,
            String provider,
            String account,
            String event,
            @Nullable String type,
            @Nullable String apiVersion,
            @Nullable Instant created,
            Instant receivedAt,
            int deliveries,
            String state,
            @Nullable String why,
            @Nullable String subjectKind,
            @Nullable String subject) {}

    /**
     * Newest first.
     *
     *
     * @param before only older ones than that id; null for the newest
     */
    List<KeptDelivery> list(
            @Nullable String state, @Nullable String type, @Nullable String subject, @Nullable Long before, int limit) {
        return jdbc.sql(SELECT + """
                        where (:before::bigint is null or id < :before)
                          and (:state::text is null or state = :state)
                          and (:type::text is null or type = :type)
                          and (:subject::text is null or subject_id = :subject)
                        order by id desc limit :limit
                        """)
                .param("before", before, Types.BIGINT)
                .param("state", state, Types.VARCHAR)
                .param("type", type, Types.VARCHAR)
                .param("subject", subject, Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> delivery(row))
                .list();
    }

    /** Looks again at whom the delivery is about; the delivery itself changes nothing. Empty when there is no such delivery. */
    Optional<KeptDelivery> replay(long id, String actor, String reason) {
        return transactions.execute(_ -> {
            Optional<KeptDelivery> found = jdbc.sql(SELECT + "where id = :id")
                    .param("id", id)
                    .query((row, n) -> delivery(row))
                    .optional();
            found.ifPresent(delivery -> {
                if (delivery.subject() != null && delivery.subjectKind() != null) {
                    work.mark(subject(delivery, delivery.subjectKind(), delivery.subject()), Claim.Cause.REPLAY);
                }
                audit.append(new AuditEntry(
                        new Author(actor, reason),
                        "delivery.replayed",
                        "delivery",
                        Long.toString(id),
                        null,
                        null,
                        Map.of("event", delivery.event())));
            });
            return found;
        });
    }

    private static Subject subject(KeptDelivery delivery, String kind, String id) {
        return new Subject(
                new BillingAccount(Provider.of(delivery.provider()).orElseThrow(), delivery.account()), kind, id);
    }

    private static KeptDelivery delivery(ResultSet row) throws SQLException {
        OffsetDateTime created = row.getObject("event_created", OffsetDateTime.class);
        return new KeptDelivery(
                row.getLong("id"),
                row.getString("provider"),
                row.getString("account"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("api_version"),
                created == null ? null : created.toInstant(),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getInt("deliveries"),
                row.getString("state"),
                row.getString("why"),
                row.getString("subject_kind"),
                row.getString("subject_id"));
    }
}
