package dev.plumbline.entitlement.check.migration;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.EditNumber;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.migration.Fates;
import dev.plumbline.entitlement.migration.Migration;
import dev.plumbline.entitlement.migration.Migration.Status;
import dev.plumbline.entitlement.migration.Migrations;
import dev.plumbline.entitlement.migration.Summaries;
import dev.plumbline.entitlement.migration.Summary;
import dev.plumbline.entitlement.record.Author;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Customers moved between versions of a plan: drawn up, looked at, begun, stopped, gone on with, taken back. */
@RestController
public class MigrationsController {
    private final Migrations migrations;
    private final Fates fates;
    private final Summaries summaries;
    private final Drawing drawing;
    private final Starting starting;
    private final InstantSource business;
    private final InstantSource time;

    MigrationsController(
            Migrations migrations,
            Fates fates,
            Summaries summaries,
            Drawing drawing,
            Starting starting,
            InstantSource businessClock,
            InstantSource realTime) {
        this.migrations = migrations;
        this.fates = fates;
        this.summaries = summaries;
        this.drawing = drawing;
        this.starting = starting;
        this.business = businessClock;
        this.time = realTime;
    }

    /** @param reason why: it stays in the audit */
    public record Because(@Nullable String reason, @Nullable String link) {}

    /** @param summary null as long as the preview is being made */
    public record PreviewView(
            long id,
            String status,
            MigrationView.Progress progress,
            @Nullable Summary summary) {}

    @PostMapping("/v1/migrations")
    @ResponseStatus(HttpStatus.CREATED)
    public MigrationView create(@RequestBody MigrationAsked asked) {
        Caller caller = Caller.current();
        Author by = caller.because(Reasons.required(asked.reason()), Texts.link(asked.link()));
        return shown(migrations.draw(drawing.of(asked), by, caller.identities()));
    }

    @PutMapping("/v1/migrations/{id}")
    public ResponseEntity<MigrationView> edit(
            @PathVariable long id,
            @RequestBody MigrationAsked asked,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        Caller caller = Caller.current();
        Author by = caller.because(Reasons.required(asked.reason()), Texts.link(asked.link()));
        Migration before = find(id);
        Long expected = EditNumber.expected(ifMatch);
        if (!migrations.redraw(before, drawing.of(asked), by, caller.identities(), expected)) {
            Migration now = find(id);
            if (expected != null && now.edit() != expected) {
                throw editedMeanwhile(now);
            }
            throw Refusal.of(
                    HttpStatus.CONFLICT, "MIGRATION_STARTED", "It is " + now.status() + ": only a draft is edited");
        }
        return tagged(shown(find(id)));
    }

    private static Refusal editedMeanwhile(Migration now) {
        return Refusal.of(
                HttpStatus.PRECONDITION_FAILED,
                "EDITED_MEANWHILE",
                "It was edited meanwhile: read it again, its ETag is " + EditNumber.tag(now.edit()));
    }

    @GetMapping("/v1/migrations")
    public Page<MigrationView> list(
            @RequestParam(required = false) @Nullable String plan,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.USUAL) int limit) {
        return Page.of(
                migrations.list(
                        plan, status(status), Cursor.readNumber(cursor, Long.MAX_VALUE), Page.checked(limit) + 1),
                limit,
                migration -> MigrationView.of(migration, Map.of(), time.instant()),
                migration -> Long.toString(migration.id()));
    }

    private static @Nullable Status status(@Nullable String given) {
        if (given == null) {
            return null;
        }
        return Arrays.stream(Status.values())
                .filter(status -> status.name().equalsIgnoreCase(given))
                .findFirst()
                .orElseThrow(() -> Refusal.ofParameter(
                        "status",
                        "It is one of "
                                + Arrays.stream(Status.values())
                                        .map(status -> status.name().toLowerCase(Locale.ROOT))
                                        .toList()));
    }

    @GetMapping("/v1/migrations/{id}")
    public ResponseEntity<MigrationView> one(@PathVariable long id) {
        return tagged(shown(find(id)));
    }

    @GetMapping("/v1/migrations/{id}/preview")
    public PreviewView preview(@PathVariable long id) {
        Migration migration = find(id);
        return new PreviewView(
                id,
                migration.status().name(),
                MigrationView.Progress.of(migration, time.instant()),
                summaries.of(id).orElse(null));
    }

    /** Made in the background: GET tells how far it is, and what it found. */
    @PostMapping("/v1/migrations/{id}/preview")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public PreviewView askPreview(@PathVariable long id, @RequestBody(required = false) @Nullable Because because) {
        find(id);
        if (!migrations.preview(id, by(because))) {
            throw Refusal.of(
                    HttpStatus.CONFLICT, "MIGRATION_STARTED", "It is " + find(id).status() + " and was previewed");
        }
        return preview(id);
    }

    @PostMapping("/v1/migrations/{id}/start")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public MigrationView start(
            @PathVariable long id,
            @RequestBody Because because,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        Migration migration = find(id);
        Long expected = EditNumber.expected(ifMatch);
        if (expected != null && expected != migration.edit()) {
            throw editedMeanwhile(migration);
        }
        starting.start(
                migration, Caller.current().because(Reasons.required(because.reason()), Texts.link(because.link())));
        return shown(find(id));
    }

    @PostMapping("/v1/migrations/{id}/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public MigrationView stop(@PathVariable long id, @RequestBody(required = false) @Nullable Because because) {
        find(id);
        if (!migrations.stop(id, by(because))) {
            throw Refusal.of(HttpStatus.CONFLICT, "MIGRATION_NOT_UNDER_WAY", "It is " + find(id).status());
        }
        return shown(find(id));
    }

    /**
     * One that was stopped or failed goes on where it ended; one between two waves with the next. On a day that is not agreed for
     * that only what was approved for it.
     */
    @PostMapping("/v1/migrations/{id}/resume")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public MigrationView resume(@PathVariable long id, @RequestBody(required = false) @Nullable Because because) {
        Migration migration = find(id);
        if (!unlessRunning(migration, () -> starting.goOn(migration, by(because)))) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "MIGRATION_NOT_STOPPED",
                    "It is " + find(id).status() + ": only what was stopped, failed or waits between waves goes on");
        }
        return shown(find(id));
    }

    /** What has taken effect stays: to take that back is a migration the other way. */
    @PostMapping("/v1/migrations/{id}/undo")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public MigrationView undo(@PathVariable long id, @RequestBody Because because) {
        Author by = Caller.current().because(Reasons.required(because.reason()), Texts.link(because.link()));
        Migration migration = find(id);
        if (!unlessRunning(migration, () -> migrations.undo(id, business.instant(), by))) {
            Migration now = find(id);
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "NOTHING_TO_UNDO",
                    now.status().isUnderWay()
                            ? "It is " + now.status() + ": stop it first"
                            : "Everything it did has taken effect: draw up one from "
                                    + now.terms().to() + " to " + now.terms().from());
        }
        return shown(find(id));
    }

    private boolean unlessRunning(Migration migration, BooleanSupplier asked) {
        try {
            return asked.getAsBoolean();
        } catch (DuplicateKeyException another) {
            throw Starting.running(
                    migration, migrations.moving(migration.terms().from().key()).orElse(null));
        }
    }

    /** @param outcome moved, skipped, failed, undone, or pending: not yet */
    @GetMapping("/v1/migrations/{id}/outcomes")
    public Page<OutcomeView> outcomes(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String why,
            @RequestParam(required = false) @Nullable Boolean loses,
            @RequestParam(required = false) @Nullable Integer wave,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.USUAL) int limit) {
        find(id);
        String after = Cursor.read(cursor, "");
        if (after.indexOf('\0') >= 0) {
            throw Cursor.invalid();
        }
        return Page.of(
                fates.list(id, OutcomeView.sought(outcome, why, loses, wave), after, Page.checked(limit) + 1),
                limit,
                OutcomeView::of,
                fate -> fate.customer());
    }

    private static Author by(@Nullable Because because) {
        String reason =
                because == null || because.reason() == null ? Reasons.NONE_GIVEN : Reasons.required(because.reason());
        return Caller.current().because(reason, because == null ? null : Texts.link(because.link()));
    }

    private Migration find(long id) {
        return migrations.find(id).orElseThrow(() -> Starting.unknown(id));
    }

    private MigrationView shown(Migration migration) {
        return MigrationView.of(migration, fates.counts(migration.id()), time.instant());
    }

    private static ResponseEntity<MigrationView> tagged(MigrationView view) {
        return ResponseEntity.ok()
                .eTag(EditNumber.tag(view.edit()))
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(view);
    }
}
