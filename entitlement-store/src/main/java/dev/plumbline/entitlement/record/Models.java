package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.record.ModelLine.Head;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The published models, and which of them holds when. Reads only; {@link Publishing} adds to them. */
@Repository
public class Models implements Recording.Line {
    private final JdbcClient jdbc;
    /** A revision never changes, so what was read once is kept. Few are ever in use at once. */
    private final Map<Long, ModelRevision> read = new ConcurrentHashMap<>();
    /** Revisions are only added, so what is known of them is only ever too short. */
    private volatile List<Head> heads = List.of();

    Models(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest, whether or not it is in effect yet: what a next one is made on. Empty before the first publish. */
    public Optional<ModelRevision> newest() {
        long newest = newestRevision();
        return newest == 0 ? Optional.empty() : Optional.of(at(newest));
    }

    /** Its number; 0 before the first publish. */
    public long newestRevision() {
        return jdbc.sql("select coalesce(max(revision), 0) from model_revision")
                .query(Long.class)
                .single();
    }

    /** The number of the newest at an instant of recorded time; 0 before the first publish. */
    public long newestKnownAt(Instant recorded) {
        return jdbc.sql("select coalesce(max(revision), 0) from model_revision where published_at <= :recorded")
                .param("recorded", StoredRows.timestamp(recorded))
                .query(Long.class)
                .single();
    }

    /** The one in force at that instant of business time. Empty before the first publish. */
    public Optional<ModelRevision> inForce(Instant now) {
        return newest().map(newest -> stages(newest.revision(), now).getFirst().revision());
    }

    /** @throws IllegalStateException when there is no such revision */
    public ModelRevision at(long revision) {
        return read.computeIfAbsent(revision, this::load);
    }

    /** The one in force now and those agreed for later, as they stood when that revision was the newest. */
    @Override
    public List<ModelStage> stages(long newest, Instant now) {
        return line(newest).from(now).stream().map(this::stage).toList();
    }

    public ModelStage stage(ModelSpan span) {
        return new ModelStage(span.from(), at(span.revision()));
    }

    /** The one that was in force at an instant, by what was published when that revision was the newest. */
    public ModelRevision inForceAt(long newest, Instant instant) {
        return at(line(newest).inForceAt(instant).revision());
    }

    /** From when on the one that is in force has been so; {@link Instant#MIN} for the first, which nothing was before. */
    public Instant inForceSince(long newest, Instant now) {
        return newest == 0 ? Instant.MIN : line(newest).inForceSince(now);
    }

    /** Those that have not taken effect, in order. */
    public List<ModelRevision> pending(Instant now) {
        return newest().map(newest -> line(newest.revision()).pending(now).stream()
                        .map(head -> at(head.revision()))
                        .toList())
                .orElse(List.of());
    }

    ModelLine line(long newest) {
        List<Head> known = heads;
        if (known.isEmpty() || known.getLast().revision() < newest) {
            known = loadHeads();
            heads = known;
        }
        return new ModelLine(
                known.stream().filter(head -> head.revision() <= newest).toList());
    }

    private List<Head> loadHeads() {
        return new ArrayList<>(jdbc.sql("""
                        select revision, effective_at, published_as_of, withdraws from model_revision order by revision
                        """)
                .query((row, n) -> new Head(
                        row.getLong("revision"),
                        StoredRows.instantOrNull(row, "effective_at"),
                        StoredRows.instant(row, "published_as_of"),
                        row.getObject("withdraws", Long.class)))
                .list());
    }

    /** Past the memory: a revision that is not committed yet must not be kept. */
    ModelRevision load(long revision) {
        return jdbc.sql("""
                        select revision, source, source_sha256, published_at, published_by, effective_at
                        from model_revision where revision = :revision
                        """)
                .param("revision", revision)
                .query((row, n) -> revision(row))
                .optional()
                .orElseThrow(() -> new IllegalStateException("There is no model revision " + revision));
    }

    private static ModelRevision revision(ResultSet row) throws SQLException {
        String source = row.getString("source");
        return new ModelRevision(
                row.getLong("revision"),
                source,
                row.getString("source_sha256"),
                StoredRows.instant(row, "published_at"),
                row.getString("published_by"),
                StoredRows.instantOrNull(row, "effective_at"),
                CatalogFile.readPublished(source));
    }
}
