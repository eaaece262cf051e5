package dev.plumbline.sync.console.finance;

import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.reconcile.api.ReconciliationsController;
import dev.plumbline.sync.reconcile.api.ReconciliationsController.Because;
import dev.plumbline.sync.reconcile.api.ReconciliationsController.StartAsked;
import dev.plumbline.sync.reconcile.api.ShownRun;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is done with runs: begun, stopped, gone on with, and let go when they are held. */
@Controller
class RunActions {
    static final String FORM = "form";

    private final ReconciliationsController runs;

    RunActions(ReconciliationsController runs) {
        this.runs = runs;
    }

    @PostMapping("/console/runs")
    String start(
            @RequestParam(required = false) @Nullable String of,
            @RequestParam(required = false) @Nullable String mode,
            @RequestParam(required = false) @Nullable String businessDate,
            @RequestParam(required = false) @Nullable String reason,
            RedirectAttributes next) {
        try {
            String[] account = of == null ? new String[0] : of.split("/", 2);
            ShownRun begun = runs.start(new StartAsked(
                    account.length == 2 ? account[0] : null,
                    account.length == 2 ? account[1] : null,
                    mode,
                    date(businessDate),
                    Reasons.required(reason)));
            Notice.done(next, "Run " + begun.id() + " begins.");
            return "redirect:/console/runs/" + begun.id();
        } catch (Refusal refusal) {
            Object running = running(refusal);
            next.addFlashAttribute(
                    FORM,
                    Filled.with(Map.of(
                                    "of", text(of),
                                    "mode", text(mode),
                                    "businessDate", text(businessDate),
                                    "reason", text(reason)))
                            .refused(refusal));
            return running == null ? "redirect:/console/runs" : refusedAt(running, refusal, next);
        }
    }

    private static String refusedAt(Object run, Refusal refusal, RedirectAttributes next) {
        Notice.refused(next, String.valueOf(refusal.getBody().getDetail()));
        return "redirect:/console/runs/" + run;
    }

    private static @Nullable Object running(Refusal refusal) {
        Map<String, Object> properties = refusal.getBody().getProperties();
        return properties == null ? null : properties.get("running");
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    private static @Nullable LocalDate date(@Nullable String given) {
        try {
            return given == null ? null : LocalDate.parse(given);
        } catch (DateTimeParseException none) {
            throw Refusal.ofBody("/businessDate", "A day, such as 2026-12-01");
        }
    }

    @PostMapping("/console/runs/{id}/stop")
    String stop(
            @PathVariable long id, @RequestParam(required = false) @Nullable String reason, RedirectAttributes next) {
        return act(id, "stop", reason, () -> runs.stop(id, why(reason)), "It stops at its next page or look.", next);
    }

    @PostMapping("/console/runs/{id}/resume")
    String resume(
            @PathVariable long id, @RequestParam(required = false) @Nullable String reason, RedirectAttributes next) {
        return act(id, "resume", reason, () -> runs.resume(id, why(reason)), "It goes on where it ended.", next);
    }

    @PostMapping("/console/runs/{id}/release")
    String release(
            @PathVariable long id, @RequestParam(required = false) @Nullable String reason, RedirectAttributes next) {
        return act(
                id,
                "release",
                reason,
                () -> runs.release(id, why(reason)),
                "Noted. Where the run began by itself a second person still has to approve it; else it goes on now.",
                next);
    }

    /** A person says why, always: only a program may leave it out. */
    private static Because why(@Nullable String reason) {
        return new Because(Reasons.required(reason));
    }

    /**
     * What is refused is said on the page of the run, where the reason stands as it was typed.
     *
     * @param form of the page: the others stay empty
     */
    static String act(
            long id, String form, @Nullable String reason, Runnable act, String done, RedirectAttributes next) {
        try {
            act.run();
            Notice.done(next, done);
        } catch (Refusal refusal) {
            Notice.refused(next, String.valueOf(refusal.getBody().getDetail()));
            next.addFlashAttribute("typed", Map.of(form, text(reason)));
        }
        return "redirect:/console/runs/" + id;
    }
}
