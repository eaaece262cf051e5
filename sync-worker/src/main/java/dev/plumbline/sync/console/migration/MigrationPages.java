package dev.plumbline.sync.console.migration;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.approvals.ApprovalView;
import dev.plumbline.entitlement.check.approvals.ApprovalsController;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.migration.ListsAsCsv;
import dev.plumbline.entitlement.check.migration.MigrationView;
import dev.plumbline.entitlement.check.migration.MigrationsController;
import dev.plumbline.entitlement.check.migration.MigrationsController.Because;
import dev.plumbline.entitlement.migration.Migration.Status;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.console.frame.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.JsonNodeFactory;

/** Moving customers between versions of a plan: the form, the preview, and a hand on what runs. */
@Controller
class MigrationPages {
    /** Beside a form that is refused. */
    private static final int SOME = 50;

    private static final Export.Table<MigrationView> TABLE = new Export.Table<>(
            "migrations",
            List.of(
                    "migration",
                    "from",
                    "to",
                    "when",
                    "status",
                    "action",
                    "wave",
                    "waves",
                    "askedBy",
                    "reason",
                    "startedAt",
                    "endedAt"),
            one -> new @Nullable Object[] {
                one.id(),
                one.from(),
                one.to(),
                one.when(),
                one.status(),
                one.action(),
                one.wave(),
                one.waves().count(),
                one.askedBy(),
                one.reason(),
                one.startedAt(),
                one.endedAt()
            });
    private final MigrationsController migrations;
    private final ListsAsCsv lists;
    private final ApprovalsController approvals;
    private final CurrentModel current;
    private final Export export;

    MigrationPages(
            MigrationsController migrations,
            ListsAsCsv lists,
            ApprovalsController approvals,
            CurrentModel current,
            Export export) {
        this.migrations = migrations;
        this.lists = lists;
        this.approvals = approvals;
        this.current = current;
        this.export = export;
    }

    @GetMapping("/console/migrations")
    String list(
            @RequestParam(required = false) @Nullable String plan,
            @RequestParam(required = false) @Nullable String status,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("plan", plan);
        page.addAttribute("status", status);
        page.addAttribute("states", List.of(Status.values()));
        page.addAttribute("list", Listing.of(found(plan, status), request));
        return "migrations";
    }

    @GetMapping("/console/migrations.csv")
    void csv(
            @RequestParam(required = false) @Nullable String plan,
            @RequestParam(required = false) @Nullable String status,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(TABLE, found(plan, status), request, response);
    }

    private Pages<MigrationView> found(@Nullable String plan, @Nullable String status) {
        return (limit, cursor) -> migrations.list(plan, status, cursor, limit);
    }

    @GetMapping("/console/migrations/new")
    String open(@RequestParam(required = false) @Nullable String from, Model page) {
        return form(Filled.with(MigrationForm.empty(from)), null, page);
    }

    @PostMapping("/console/migrations")
    String draw(@RequestParam Map<String, String> sent, Model page, RedirectAttributes next) {
        Filled form = Filled.with(MigrationForm.sent(sent));
        try {
            MigrationView drawn = migrations.create(MigrationForm.asked(form.values()));
            Notice.done(next, "Drawn up. Nothing happens before it is previewed and started.");
            return redirect(drawn.id());
        } catch (Refusal refusal) {
            return form(form.refused(refusal), null, page);
        }
    }

    @GetMapping(MigrationPageRoutes.EDIT)
    String change(@PathVariable long id, Model page) {
        MigrationView drawn = Objects.requireNonNull(migrations.one(id).getBody());
        if (!drawn.actions().contains("edit")) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "MIGRATION_STARTED",
                    "It is " + drawn.status() + ": only one that nobody has started is edited");
        }
        return form(Filled.with(MigrationForm.of(drawn)), id, page);
    }

    /** Of what was read: its number comes back with the form. */
    @PostMapping(MigrationPageRoutes.EDIT)
    String redraw(@PathVariable long id, @RequestParam Map<String, String> sent, Model page, RedirectAttributes next) {
        Filled form = Filled.with(MigrationForm.sent(sent));
        try {
            migrations.edit(id, MigrationForm.asked(form.values()), "\"" + form.value("edit") + "\"");
            Notice.done(next, "Changed. What was previewed counts no more: preview it again.");
            return redirect(id);
        } catch (Refusal refusal) {
            return form(form.refused(refusal), id, page);
        }
    }

    /** @param editing the one that is there; null for a new one */
    private String form(Filled form, @Nullable Long editing, Model page) {
        page.addAttribute("editing", editing);
        page.addAttribute("title", editing == null ? "New migration" : "Edit migration");
        page.addAttribute("form", form);
        page.addAttribute(
                "versions",
                current.get()
                        .map(revision -> revision.model().plans().values().stream()
                                .filter(plan -> plan.versions().size() > 1)
                                .flatMap(plan -> plan.versions().stream())
                                .map(version -> version.ref())
                                .toList())
                        .orElse(List.of()));
        page.addAttribute(
                "markets",
                current.get()
                        .map(revision -> List.copyOf(revision.model().markets().keySet()))
                        .orElse(List.of()));
        return "migration-new";
    }

    @GetMapping("/console/migrations/{id}")
    String one(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable Boolean loses,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("outcome", outcome);
        page.addAttribute("loses", loses);
        page.addAttribute(
                "list",
                Listing.of(
                        (limit, cursor) -> migrations.outcomes(id, outcome, null, loses, null, cursor, limit),
                        request));
        return show(id, Filled.with(Map.of("reason", "")), page);
    }

    @GetMapping("/console/migrations/{id}.csv")
    void outcomes(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable Boolean loses,
            HttpServletResponse response)
            throws IOException {
        lists.outcomes(id, outcome, null, loses, null, response);
    }

    @PostMapping(MigrationPageRoutes.ASK)
    String ask(
            @PathVariable long id,
            @PathVariable String action,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            var because = new Because(why(id, action, reason), null);
            switch (action) {
                case "preview" -> migrations.askPreview(id, because);
                case "start" -> {
                    migrations.start(id, because, null);
                    Notice.done(next, "Started: the first wave begins within a moment.");
                }
                case "stop" -> migrations.stop(id, because);
                case "resume" -> migrations.resume(id, because);
                case "undo" -> {
                    migrations.undo(id, because);
                    Notice.done(next, "What has not taken effect yet is taken back.");
                }
                case "ask" -> {
                    return asked(id, reason, next);
                }
                default ->
                    throw Refusal.of(HttpStatus.NOT_FOUND, "ACTION_UNKNOWN", "Nobody can do that to a migration");
            }
            return redirect(id);
        } catch (Refusal refusal) {
            page.addAttribute(
                    "list",
                    new Listing<>(
                            migrations
                                    .outcomes(id, null, null, null, null, null, SOME)
                                    .data(),
                            null,
                            null,
                            "/console/migrations/" + id + ".csv"));
            return show(id, Filled.with(Map.of("reason", reason)).refused(refusal), page);
        }
    }

    /** A person says why, always. To look at what was just drawn up has the reason that it was drawn up for: nobody is moved. */
    private String why(long id, String action, String reason) {
        return action.equals("preview") && reason.isBlank()
                ? Objects.requireNonNull(migrations.one(id).getBody()).reason()
                : Reasons.required(reason);
    }

    /** What is outside the agreed days waits for a second person. */
    private String asked(long id, String reason, RedirectAttributes next) {
        var content = JsonNodeFactory.instance.objectNode().put("migration", id);
        ApprovalView asked = Objects.requireNonNull(approvals
                .ask(new ApprovalsController.AskBody("migration", content, reason, null, null))
                .getBody());
        Notice.done(next, "Asked for. It begins when another person has approved it.");
        return "redirect:/console/approvals/" + asked.id();
    }

    private String show(long id, Filled form, Model page) {
        page.addAttribute("migration", Objects.requireNonNull(migrations.one(id).getBody()));
        page.addAttribute("summary", migrations.preview(id).summary());
        page.addAttribute("form", form);
        return "migration";
    }

    private static String redirect(long id) {
        return "redirect:/console/migrations/" + id;
    }
}
