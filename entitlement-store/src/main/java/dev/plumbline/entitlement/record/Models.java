package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.model.file.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** The published models. Publishing writes one row; customers are resolved anew in the background. */
@Repository
public class Models {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AuditTrail audit;
    private final InstantSource businessTime;
    /** A revision never changes, so what was read once is kept. Few are ever in use at once. */
    private final Map<Long, ModelRevision> read = new ConcurrentHashMap<>();

    Models(JdbcClient jdbc, TransactionTemplate transactions, AuditTrail audit, InstantSource businessClock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.businessTime = businessClock;
    }

    /** The newest; empty before the first publish. */
    public Optional<ModelRevision> current() {
        return jdbc.sql("select max(revision) from model_revision")
                .query(Long.class)
                .optional()
                .map(this::at);
    }

    /** @throws IllegalStateException when there is no such revision */
    public ModelRevision at(long revision) {
        return read.computeIfAbsent(revision, this::load);
    }

    private ModelRevision load(long revision) {
        return jdbc.sql("""
                        select revision, source, source_sha256, published_at, published_by
                        from model_revision where revision = :revision
                        """)
                .param("revision", revision)
                .query((row, n) -> revision(row))
                .optional()
                .orElseThrow(() -> new IllegalStateException("There is no model revision " + revision));
    }

    private static ModelRevision revision(ResultSet row) throws SQLException {
        String source = row.getString("source");
        Model model =
                switch (CatalogFile.read(source)) {
                    case CatalogFile.Valid(var valid) -> valid;
                    case CatalogFile.Invalid(var problems) ->
                        throw new IllegalStateException(
                                "A published model is not read any more: " + problems.getFirst());
                };
        return new ModelRevision(
                row.getLong("revision"),
                source,
                row.getString("source_sha256"),
                StoredRows.instant(row, "published_at"),
                row.getString("published_by"),
                model);
    }

    /**
     * Makes a catalog file the model.
     *
     * @param expectedBase the revision the file was made on; null to apply it to whatever is current
     */
    public Published publish(String source, String actor, @Nullable String reason, @Nullable Long expectedBase) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            // Revisions grow in the order in which they commit.
            jdbc.sql("lock table model_revision in share row exclusive mode").update();
            Optional<ModelRevision> base = current();
            if (expectedBase != null && base.isPresent() && base.get().revision() != expectedBase) {
                return new Published.StaleBase(base.get());
            }
            Model published = base.map(ModelRevision::model).orElse(null);
            return switch (CatalogFile.readAgainst(source, published, businessTime.instant())) {
                case CatalogFile.Invalid(var problems)
                when problems.stream().allMatch(Problem::isFrozen) -> new Published.Frozen(problems);
                case CatalogFile.Invalid(var problems) -> new Published.Invalid(problems);
                case CatalogFile.Valid(var model) when model.equals(published) -> new Published.Unchanged(base.get());
                case CatalogFile.Valid _ -> new Published.Done(insert(source, actor, reason, base));
            };
        }));
    }

    private ModelRevision insert(String source, String actor, @Nullable String reason, Optional<ModelRevision> base) {
        long revision = base.map(ModelRevision::revision).orElse(0L) + 1;
        jdbc.sql("""
                        insert into model_revision (revision, source, source_sha256, published_by, reason)
                        values (:revision, :source, :sha256, :actor, :reason)
                        """)
                .param("revision", revision)
                .param("source", source)
                .param("sha256", sha256(source))
                .param("actor", actor)
                .param("reason", reason)
                .update();
        audit.append(new AuditEntry(
                new Author(actor, reason == null ? "published" : reason),
                "model.published",
                "model",
                Long.toString(revision),
                null,
                base.map(before -> Map.of("revision", before.revision(), "sha256", before.sha256()))
                        .orElse(null),
                Map.of("revision", revision, "sha256", sha256(source))));
        return load(revision);
    }

    private static String sha256(String source) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
