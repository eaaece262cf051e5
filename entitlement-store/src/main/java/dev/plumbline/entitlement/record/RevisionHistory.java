package dev.plumbline.entitlement.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Every revision of the model there was, for people to read. */
@Repository
public class RevisionHistory {
    private final JdbcClient jdbc;
    private final Models models;

    RevisionHistory(JdbcClient jdbc, Models models) {
        this.jdbc = jdbc;
        this.models = models;
    }

    /** Where a revision stands. */
    public enum State {
        /** Agreed, and not in effect yet. */
        SCHEDULED,
        IN_FORCE,
        /** Another took its place: after it was in force, or before, to say it again. */
        SUPERSEDED,
        /** It was taken back before it took effect. */
        WITHDRAWN
    }

    /**
     * One of them.
     *
     * @param effectiveAt null for as soon as it was published
     * @param withdraws the revision that it took back; null for none
     */
    public record Revision(
            long revision,
            State state,
            String sha256,
            Instant publishedAt,
            String publishedBy,
            @Nullable String reason,
            @Nullable Instant effectiveAt,
            @Nullable Long withdraws) {}

    /** The newest first, of those with a lower number. */
    public List<Revision> below(long revision, int atMost, Instant now) {
        long newest = models.newestRevision();
        if (newest == 0) {
            return List.of();
        }
        ModelLine line = models.line(newest);
        long inForce = line.from(now).getFirst().revision();
        Set<Long> pending =
                line.pending(now).stream().map(ModelLine.Head::revision).collect(Collectors.toSet());
        return jdbc.sql("""
                        select r.revision, r.source_sha256, r.published_at, r.published_by, r.reason, r.effective_at,
                               r.withdraws, w.revision is not null as withdrawn
                        from model_revision r left join model_revision w on w.withdraws = r.revision
                        where r.revision < :below and r.revision <= :newest
                        order by r.revision desc limit :atMost
                        """)
                .param("below", revision)
                .param("newest", newest)
                .param("atMost", atMost)
                .query((row, n) -> revision(row, inForce, pending))
                .list();
    }

    private static Revision revision(ResultSet row, long inForce, Set<Long> pending) throws SQLException {
        long number = row.getLong("revision");
        State state = row.getBoolean("withdrawn")
                ? State.WITHDRAWN
                : number == inForce ? State.IN_FORCE : pending.contains(number) ? State.SCHEDULED : State.SUPERSEDED;
        return new Revision(
                number,
                state,
                row.getString("source_sha256"),
                StoredRows.instant(row, "published_at"),
                row.getString("published_by"),
                row.getString("reason"),
                StoredRows.instantOrNull(row, "effective_at"),
                row.getObject("withdraws", Long.class));
    }
}
