package dev.plumbline.entitlement.check.migration;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.approvals.ApprovalKind;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.migration.Migration;
import dev.plumbline.entitlement.migration.Migration.Status;
import dev.plumbline.entitlement.migration.Migrations;
import dev.plumbline.entitlement.migration.Summaries;
import dev.plumbline.entitlement.migration.Summary;
import dev.plumbline.entitlement.migration.Timing;
import dev.plumbline.entitlement.model.Cadence;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Models;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Beginning a migration. What is done is what was looked at: with the same model, and unedited. More than one customer is a broad
 * change (03): on a day that is not agreed for those it takes a second person (M12).
 */
@Component
class Starting implements ApprovalKind {
    static final String KIND = "migration";

    private final Migrations migrations;
    private final Summaries summaries;
    private final Models models;
    private final InstantSource business;

    Starting(Migrations migrations, Summaries summaries, Models models, InstantSource businessClock) {
        this.migrations = migrations;
        this.summaries = summaries;
        this.models = models;
        this.business = businessClock;
    }

    /** At once, by this one person. */
    void start(Migration migration, Author by) {
        Summary summary = startable(migration);
        Cadence cadence = models.inForce(business.instant())
                .map(revision -> revision.model().cadence())
                .orElse(null);
        if (summary.moves() > 1 && cadence != null && !lands(migration, cadence)) {
            throw outsideCadence(cadence);
        }
        begin(migration, by);
    }

    /** Each wave on a day that is agreed: also one that begins by itself after a pause. */
    private boolean lands(Migration migration, Cadence cadence) {
        Timing timing = migration.terms().timing();
        Duration pause = migration.terms().waves().pause();
        if (timing.kind() == Timing.Kind.RENEWAL) {
            return false; // each customer on a day of its own
        }
        if (timing.kind() == Timing.Kind.NOW && pause == null && migration.waves() > 1) {
            return false; // each wave on the day on which somebody begins it
        }
        Instant now = business.instant();
        Instant at = timing.at() == null ? now : timing.at();
        return IntStream.range(0, Math.max(1, migration.waves()))
                .mapToObj(wave -> pause == null ? now : now.plus(pause.multipliedBy(wave)))
                .allMatch(begins -> cadence.allows(begins.isAfter(at) ? begins : at));
    }

    private Refusal outsideCadence(Cadence cadence) {
        Instant next = cadence.nextAllowed(business.instant()).orElse(null);
        Refusal refusal = Refusal.of(
                HttpStatus.CONFLICT,
                "OUTSIDE_CADENCE",
                "It changes what more than one customer may use, and not on a day agreed for that. "
                        + (next == null ? "Have" : "Let it be at " + next + " (when), or have")
                        + " a second person approve it (POST /v1/approvals)");
        if (next != null) {
            refusal.set("nextAllowed", next.toString());
        }
        return refusal.set("approval", Map.of("kind", KIND, "content", "{migration}"));
    }

    private Summary startable(Migration migration) {
        if (migration.status() == Status.DRAFT || (migration.status().isUnderWay() && migration.startedBy() == null)) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "PREVIEW_REQUIRED",
                    "Look first at who moves: POST /v1/migrations/" + migration.id() + "/preview");
        }
        if (migration.status() != Status.PREVIEWED) {
            throw notStartable(migration);
        }
        if (!Objects.equals(migration.previewedWith(), models.newestRevision())) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "PREVIEW_STALE",
                    "Another model was published since it was previewed: preview it again");
        }
        Summary summary = summaries.of(migration.id()).orElseThrow();
        if (summary.moves() == 0) {
            throw Refusal.of(HttpStatus.CONFLICT, "NOTHING_TO_MOVE", "Nobody moves; the preview says why");
        }
        return summary;
    }

    private static Refusal notStartable(Migration migration) {
        return Refusal.of(
                HttpStatus.CONFLICT,
                "MIGRATION_STARTED",
                "It is " + migration.status() + ": only one that was previewed is started");
    }

    /** Asked first who else moves customers of the plan: after the database said so, an approval's transaction asks nothing more. */
    private void begin(Migration migration, Author by) {
        migrations.moving(migration.terms().from().key()).ifPresent(other -> {
            throw running(migration, other);
        });
        try {
            if (!migrations.start(migration.id(), migration.edit(), by)) {
                throw notStartable(migrations.find(migration.id()).orElseThrow());
            }
        } catch (DuplicateKeyException meanwhile) {
            throw running(migration, null);
        }
    }

    static Refusal running(Migration migration, @Nullable Long other) {
        Refusal refusal = Refusal.of(
                HttpStatus.CONFLICT,
                "MIGRATION_RUNNING",
                "Another one moves customers of " + migration.terms().from().key()
                        + ": let it come to its end, or stop it");
        return other == null ? refusal : refusal.set("running", other);
    }

    @Override
    public String key() {
        return KIND;
    }

    @Override
    public Right asks() {
        return Right.DEAL;
    }

    @Override
    public Right approves() {
        return Right.DEAL;
    }

    @Override
    public Proposal propose(JsonNode asked, Caller by) {
        Migration migration = found(asked);
        Summary summary = startable(migration);
        var content = new LinkedHashMap<String, @Nullable Object>();
        content.put("migration", migration.id());
        content.put("edit", migration.edit());
        content.put("model", migration.previewedWith());
        content.put("previewedAt", String.valueOf(migration.previewedAt()));
        content.put("moves", summary.moves());
        content.put("lose", summary.lose());
        return new Proposal(
                "migration " + migration.id(),
                "Move " + summary.moves() + " customers from "
                        + migration.terms().from() + " to " + migration.terms().to() + "; " + summary.lose()
                        + " of them lose something",
                content,
                migration.authors());
    }

    /** Of what was looked at: when it was edited or previewed again meanwhile, others may lose something. */
    @Override
    public Done carryOut(Approved approved) {
        Migration migration = found(approved.content());
        startable(migration);
        if (migration.edit() != approved.content().path("edit").asLong()
                || !String.valueOf(migration.previewedAt())
                        .equals(approved.content().path("previewedAt").asString(""))) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "PREVIEW_STALE",
                    "It was edited or previewed again since: look at it and ask again");
        }
        begin(
                migration,
                new Author(
                        approved.approval().askedBy(),
                        approved.approval().reason() + " (approved by "
                                + approved.approver().name() + ": " + approved.because() + ")",
                        approved.approval().link()));
        return new Done(Map.of("migration", migration.id()), () -> {});
    }

    private Migration found(JsonNode asked) {
        long id = asked.path("migration").asLong(0);
        return migrations.find(id).orElseThrow(() -> unknown(id));
    }

    static Refusal unknown(long id) {
        return Refusal.of(HttpStatus.NOT_FOUND, "MIGRATION_UNKNOWN", "There is no migration " + id);
    }
}
