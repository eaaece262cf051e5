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
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Models;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Beginning a migration, and going on with it. What is done is what was looked at: with the same model, and unedited. More than one customer is a broad
 * change (03): on a day that is not agreed for those it takes a second person (M12).
 */
@Component
class Starting implements ApprovalKind {
    static final String KIND = "migration";

    private final Migrations migrations;
    private final Summaries summaries;
    private final Models models;
    private final AgreedDays days;

    Starting(Migrations migrations, Summaries summaries, Models models, AgreedDays days) {
        this.migrations = migrations;
        this.summaries = summaries;
        this.models = models;
        this.days = days;
    }

    /** At once, by this one person. */
    void start(Migration migration, Author by) {
        Summary summary = startable(migration);
        days.check(migration, summary.moves(), 1);
        begin(migration, by, null);
    }

    /**
     * By this one person, where it ended. One that moves customers takes a second one as it did to begin, unless it was approved or
     * today is agreed for that too.
     *
     * @return false when it did not end so
     */
    boolean goOn(Migration migration, Author by) {
        if (migration.canGoOnMoving() && migration.approval() == null) {
            days.check(migration, moves(migration), migration.wave());
        }
        return migrations.resume(migration.id(), by, null);
    }

    private long moves(Migration migration) {
        return summaries.of(migration.id()).map(Summary::moves).orElse(0L);
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
    private void begin(Migration migration, Author by, @Nullable String approval) {
        refuseBesideAnother(migration);
        try {
            if (!migrations.start(migration.id(), migration.edit(), by, approval)) {
                throw notStartable(migrations.find(migration.id()).orElseThrow());
            }
        } catch (DuplicateKeyException meanwhile) {
            throw running(migration, null);
        }
    }

    private void refuseBesideAnother(Migration migration) {
        migrations
                .moving(migration.terms().from().key())
                .filter(other -> other != migration.id())
                .ifPresent(other -> {
                    throw running(migration, other);
                });
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

    /** To begin, or to go on: nothing else of the kind waits for a person. */
    @Override
    public Proposal propose(JsonNode asked, Caller by) {
        Migration migration = found(asked);
        boolean goesOn = migration.canGoOnMoving();
        var content = new LinkedHashMap<String, @Nullable Object>();
        content.put("migration", migration.id());
        content.put("edit", migration.edit());
        if (goesOn) {
            content.put("goesOn", true);
            content.put("wave", migration.wave());
        } else {
            Summary summary = startable(migration);
            content.put("model", migration.previewedWith());
            content.put("previewedAt", String.valueOf(migration.previewedAt()));
            content.put("moves", summary.moves());
            content.put("lose", summary.lose());
        }
        return new Proposal(
                "migration " + migration.id(),
                (goesOn ? "Go on with wave " + migration.wave() + ": move " : "Move ")
                        + moves(migration) + " customers from "
                        + migration.terms().from() + " to " + migration.terms().to() + "; "
                        + summaries.of(migration.id()).map(Summary::lose).orElse(0L)
                        + " of them lose something",
                content,
                migration.authors());
    }

    /** Of what was looked at: when it was edited or previewed again meanwhile, others may lose something. */
    @Override
    public Done carryOut(Approved approved) {
        Migration migration = found(approved.content());
        Author by = new Author(
                approved.approval().askedBy(),
                approved.approval().reason() + " (approved by "
                        + approved.approver().name() + ": " + approved.because() + ")",
                approved.approval().link());
        String approval = approved.approval().id();
        if (approved.content().path("goesOn").asBoolean(false)) {
            goOn(migration, approved.content(), by, approval);
        } else {
            startable(migration);
            if (migration.edit() != approved.content().path("edit").asLong()
                    || !String.valueOf(migration.previewedAt())
                            .equals(approved.content().path("previewedAt").asString(""))) {
                throw stale("It was edited or previewed again since: look at it and ask again");
            }
            begin(migration, by, approval);
        }
        return new Done(Map.of("migration", migration.id()), () -> {});
    }

    /** Where it stood when it was looked at. */
    private void goOn(Migration migration, JsonNode content, Author by, String approval) {
        if (!migration.canGoOnMoving()
                || migration.wave() != content.path("wave").asInt()) {
            throw stale("It is " + migration.status() + " in wave " + migration.wave()
                    + " by now: look at it and ask again");
        }
        refuseBesideAnother(migration);
        try {
            if (!migrations.resume(migration.id(), by, approval)) {
                throw stale("Somebody went on with it meanwhile");
            }
        } catch (DuplicateKeyException meanwhile) {
            throw running(migration, null);
        }
    }

    private static Refusal stale(String detail) {
        return Refusal.of(HttpStatus.CONFLICT, "PREVIEW_STALE", detail);
    }

    private Migration found(JsonNode asked) {
        long id = asked.path("migration").asLong(0);
        return migrations.find(id).orElseThrow(() -> unknown(id));
    }

    static Refusal unknown(long id) {
        return Refusal.of(HttpStatus.NOT_FOUND, "MIGRATION_UNKNOWN", "There is no migration " + id);
    }
}
