package dev.plumbline.sync.console.operate;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.console.frame.Pages;
import dev.plumbline.sync.pass.SubjectRow;
import dev.plumbline.sync.pass.SubjectsController;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Whom we look at, who waits and who is set aside; one of them, or all that are set aside, looked at again. */
@Controller
class SubjectsPages {
    private static final Export.Table<SubjectRow> TABLE = new Export.Table<>(
            "subjects",
            List.of(
                    "provider",
                    "account",
                    "kind",
                    "id",
                    "state",
                    "cause",
                    "dueAt",
                    "attempts",
                    "lastError",
                    "appliedAt",
                    "absentSince",
                    "heldSince"),
            one -> new @Nullable Object[] {
                one.provider(),
                one.account(),
                one.kind(),
                one.id(),
                one.state(),
                one.cause(),
                one.dueAt(),
                one.attempts(),
                one.lastError(),
                one.appliedAt(),
                one.absentSince(),
                one.heldSince()
            });

    private final SubjectsController subjects;
    private final Export export;

    SubjectsPages(SubjectsController subjects, Export export) {
        this.subjects = subjects;
        this.export = export;
    }

    /** What is looked for, as the browser sends it. */
    record Sought(
            @Nullable String state,
            @Nullable String provider,
            @Nullable String account,
            @Nullable String id) {
        Pages<SubjectRow> in(SubjectsController subjects) {
            return (limit, cursor) -> subjects.list(state, provider, account, id, limit, cursor);
        }
    }

    @GetMapping("/console/subjects")
    String list(Sought sought, HttpServletRequest request, Model page) {
        page.addAttribute("state", sought.state());
        page.addAttribute("id", sought.id());
        page.addAttribute("list", Listing.of(sought.in(subjects), request));
        return "subjects";
    }

    @GetMapping("/console/subjects.csv")
    void csv(Sought sought, HttpServletRequest request, HttpServletResponse response) throws IOException {
        export.write(TABLE, sought.in(subjects), request, response);
    }

    /** Of one, when it is named; else of all that are in the state, a thousand at a time. */
    @PostMapping("/console/subjects/retry")
    String retry(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String account,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String id,
            @RequestParam(required = false) @Nullable String reason,
            RedirectAttributes next) {
        try {
            Notice.done(
                    next,
                    id != null && provider != null && account != null && kind != null
                            ? one(provider, account, kind, id, reason)
                            : many(state, reason));
        } catch (Refusal refusal) {
            Notice.refused(next, String.valueOf(refusal.getBody().getDetail()));
        }
        if (state != null) {
            next.addAttribute("state", state);
        }
        return "redirect:/console/subjects";
    }

    private String one(String provider, String account, String kind, String id, @Nullable String reason) {
        subjects.replay(provider, account, kind, id, new SubjectsController.Why(reason), null, null);
        return id + " is looked at again now.";
    }

    private String many(@Nullable String state, @Nullable String reason) {
        var replayed =
                subjects.replayMany(new SubjectsController.ManyAsked(reason, state, null, null, null, null), null);
        return replayed.subjects() + " are looked at again now"
                + (replayed.nextCursor() == null ? "." : "; there are more: send it again.");
    }
}
