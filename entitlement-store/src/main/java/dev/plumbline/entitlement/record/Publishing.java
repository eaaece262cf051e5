package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.model.Cadence;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.model.file.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How a catalog file becomes the model: one row is written, whatever the number of customers; they are resolved anew in the
 * background, and what takes effect later is in their timelines before it does.
 */
@Repository
public class Publishing {
    private static final long PUBLISHING = 7_346_201_887L;

    private static final int TRIES = 5;

    private final Models models;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AuditTrail audit;
    private final Breadth breadth;
    private final InstantSource businessTime;

    Publishing(
            Models models,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            AuditTrail audit,
            Breadth breadth,
            InstantSource businessClock) {
        this.models = models;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.breadth = breadth;
        this.businessTime = businessClock;
    }

    /**
     * What is to become the model.
     *
     * @param expectedBase the revision the file was made on; null to apply it to whatever is newest
     * @param effectiveAt business time; null for at once
     * @param approved by a second person: then it may land on a day that is not agreed for broad changes
     */
    public record Wanted(
            String source,
            Author author,
            @Nullable Long expectedBase,
            @Nullable Instant effectiveAt,
            boolean approved) {
        public Wanted(String source, Author author, @Nullable Long expectedBase, @Nullable Instant effectiveAt) {
            this(source, author, expectedBase, effectiveAt, false);
        }
    }

    public Published publish(Wanted wanted) {
        for (int n = 0; n < TRIES; n++) {
            Optional<Published> ended = publishOn(models.newest().orElse(null), wanted);
            if (ended.isPresent()) {
                return ended.get();
            }
        }
        return new Published.StaleBase(models.newest().orElseThrow());
    }

    /** Empty when another was published while the file was read. */
    private Optional<Published> publishOn(@Nullable ModelRevision base, Wanted wanted) {
        if (base != null && wanted.expectedBase() != null && base.revision() != wanted.expectedBase()) {
            return Optional.of(new Published.StaleBase(base));
        }
        Instant now = businessTime.instant();
        return switch (CatalogFile.readAgainst(wanted.source(), base == null ? null : base.model(), now)) {
            case CatalogFile.Invalid(var problems)
            when problems.stream().allMatch(Problem::isFrozen) -> Optional.of(new Published.Frozen(problems));
            case CatalogFile.Invalid(var problems) -> Optional.of(new Published.Invalid(problems));
            case CatalogFile.Valid(var model)
            when base != null && model.equals(base.model()) -> Optional.of(new Published.Unchanged(base));
            case CatalogFile.Valid(var model) -> {
                Optional<Published> refused = notThen(base, wanted.effectiveAt(), now)
                        .or(() -> wanted.approved()
                                ? Optional.empty()
                                : outsideCadence(base, model, wanted.effectiveAt(), now));
                yield refused.isPresent() ? refused : insert(base, wanted);
            }
        };
    }

    /** Why a model that is made on this one could not take effect then, as things are; empty when it could. */
    public Optional<Published> notThen(ModelRevision base, @Nullable Instant effectiveAt) {
        return notThen(base, effectiveAt, businessTime.instant());
    }

    private Optional<Published> notThen(@Nullable ModelRevision base, @Nullable Instant effectiveAt, Instant now) {
        if (effectiveAt != null && base == null) {
            return Optional.of(
                    new Published.NotThen("The first model takes effect at once: there is nothing to hold until then"));
        }
        if (effectiveAt != null && effectiveAt.isBefore(now)) {
            return Optional.of(tooEarly(now));
        }
        List<ModelRevision> pending = models.pending(now);
        if (!pending.isEmpty()) {
            Instant last = Objects.requireNonNull(pending.getLast().effectiveAt(), "What is pending has its instant");
            if (effectiveAt == null || effectiveAt.isBefore(last)) {
                return Optional.of(new Published.BeforePending(pending.getLast()));
            }
        }
        return Optional.empty();
    }

    private static Published tooEarly(Instant now) {
        return new Published.NotThen("It is " + now + "; a change takes effect now or later");
    }

    /**
     * The agreed days are those of the model that is published: a file cannot leave them out and so step around them. Nor can
     * two files, of which the first touches nobody and does nothing but agree on other days.
     */
    private Optional<Published> outsideCadence(
            @Nullable ModelRevision base, Model model, @Nullable Instant effectiveAt, Instant now) {
        Cadence cadence = base == null ? null : base.model().cadence();
        Instant lands = effectiveAt == null ? now : effectiveAt;
        if (base == null || cadence == null || cadence.allows(lands)) {
            return Optional.empty();
        }
        String what = !cadence.equals(model.cadence())
                ? "It changes the days that are agreed for broad changes"
                : breadth.isBroad(base, model, lands) ? "It changes what more than one customer may use" : null;
        return Optional.ofNullable(what)
                .map(does -> new Published.OutsideCadence(does, lands, cadence.nextAllowed(lands)));
    }

    private Optional<Published> insert(@Nullable ModelRevision base, Wanted wanted) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            if (!isStillNewest(base)) {
                return Optional.empty();
            }
            // Reading the file, looking whether the change is broad and waiting for the table may have taken a while.
            // What takes effect before this would say that nodes had answered by it, and they had not.
            Instant now = businessTime.instant();
            Instant effectiveAt = wanted.effectiveAt();
            if (effectiveAt != null && effectiveAt.isBefore(now)) {
                return Optional.of(tooEarly(now));
            }
            ModelRevision done = insert(
                    base,
                    wanted.source(),
                    wanted.author(),
                    effectiveAt != null && effectiveAt.isAfter(now) ? effectiveAt : null,
                    now,
                    null);
            return Optional.of(new Published.Done(done));
        }));
    }

    /** Takes back what has not taken effect: what was in force before it stays so. */
    public Withdrawn withdraw(long revision, Author author) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            holdTheLine();
            ModelRevision newest = models.newest().orElse(null);
            if (newest == null) {
                return new Withdrawn.NotPending();
            }
            Instant now = businessTime.instant(); // and not from before others were waited for
            ModelLine line = models.line(newest.revision());
            long asked = line.saidAgainBy(revision).orElse(revision);
            List<ModelRevision> pending = models.pending(now);
            if (pending.stream().noneMatch(candidate -> candidate.revision() == asked)) {
                return new Withdrawn.NotPending();
            }
            if (pending.getLast().revision() != revision) {
                return new Withdrawn.HasSuccessor(pending.getLast());
            }
            ModelRevision before = line.before(revision).map(models::at).orElseThrow();
            return new Withdrawn.Done(insert(
                    newest,
                    before.source(),
                    author,
                    before.isPending(now) ? before.effectiveAt() : null,
                    now,
                    revision));
        }));
    }

    /** How taking back ended. */
    public sealed interface Withdrawn {
        /** @param revision the one that says again what the model said before */
        record Done(ModelRevision revision) implements Withdrawn {}

        /** No such revision, or it is in effect: then publish what is to hold instead. */
        record NotPending() implements Withdrawn {}

        /** Another was made on it and has to be taken back first. */
        record HasSuccessor(ModelRevision successor) implements Withdrawn {}
    }

    /**
     * Revisions grow in the order in which they commit: who adds one is alone until the end of its transaction. Not by a lock of
     * the table, which takes the right to change rows of it.
     */
    private void holdTheLine() {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", PUBLISHING)
                .query(row -> {});
    }

    private boolean isStillNewest(@Nullable ModelRevision base) {
        holdTheLine();
        long newest = jdbc.sql("select coalesce(max(revision), 0) from model_revision")
                .query(Long.class)
                .single();
        return newest == (base == null ? 0 : base.revision());
    }

    private ModelRevision insert(
            @Nullable ModelRevision base,
            String source,
            Author author,
            @Nullable Instant effectiveAt,
            Instant now,
            @Nullable Long withdraws) {
        long revision = (base == null ? 0 : base.revision()) + 1;
        jdbc.sql("""
                        insert into model_revision (revision, source, source_sha256, published_by, reason,
                                                    effective_at, published_as_of, withdraws)
                        values (:revision, :source, :sha256, :actor, :reason, :effectiveAt, :now, :withdraws)
                        """)
                .param("revision", revision)
                .param("source", source)
                .param("sha256", sha256(source))
                .param("actor", author.actor())
                .param("reason", author.reason())
                .param(
                        "effectiveAt",
                        effectiveAt == null ? null : StoredRows.timestamp(effectiveAt),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("now", StoredRows.timestamp(now))
                .param("withdraws", withdraws, Types.BIGINT)
                .update();
        audit.append(new AuditEntry(
                author,
                withdraws == null ? "model.published" : "model.withdrawn",
                "model",
                Long.toString(withdraws == null ? revision : withdraws),
                null,
                base == null ? null : Map.of("revision", base.revision(), "sha256", base.sha256()),
                after(revision, source, effectiveAt)));
        return models.load(revision);
    }

    private static Map<String, Object> after(long revision, String source, @Nullable Instant effectiveAt) {
        var after = new TreeMap<String, Object>(Map.of("revision", revision, "sha256", sha256(source)));
        if (effectiveAt != null) {
            after.put("effectiveAt", effectiveAt.toString());
        }
        return after;
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
