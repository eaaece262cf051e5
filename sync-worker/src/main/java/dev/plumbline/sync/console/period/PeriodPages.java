package dev.plumbline.sync.console.period;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Choice;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.console.frame.Pages;
import dev.plumbline.sync.period.PackPages;
import dev.plumbline.sync.period.PackProof;
import dev.plumbline.sync.period.PeriodView;
import dev.plumbline.sync.period.PeriodsController;
import dev.plumbline.sync.period.PeriodsController.StepBody;
import dev.plumbline.sync.sheet.Shown;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Months, the newest first, and one of them with its figures and its steps. */
@Controller
class PeriodPages {
    private static final List<String> STATES = List.of("open", "prepared", "reviewed", "locked", "reopened");
    private static final Export.Table<PeriodView> TABLE = new Export.Table<>(
            "periods",
            List.of("period", "state", "version", "preparedBy", "reviewedBy", "lockedBy", "lockedAt", "contentSha256"),
            one -> new @Nullable Object[] {
                one.period(),
                one.state(),
                one.version(),
                by(one.step("prepared")),
                by(one.step("reviewed")),
                by(one.step("locked")),
                one.step("locked") == null ? null : one.step("locked").at(),
                one.pack() == null ? null : one.pack().contentSha256()
            });

    private final PeriodsController periods;
    private final PackPages packs;
    private final PackProof proof;
    private final Export export;

    PeriodPages(PeriodsController periods, PackPages packs, PackProof proof, Export export) {
        this.periods = periods;
        this.packs = packs;
        this.proof = proof;
        this.export = export;
    }

    private static @Nullable String by(PeriodView.@Nullable Step step) {
        return step == null ? null : step.by();
    }

    @GetMapping("/console/periods")
    String list(@RequestParam(required = false) @Nullable String state, HttpServletRequest request, Model page) {
        Choice states = Choice.of("state", state, STATES);
        page.addAttribute("states", states);
        page.addAttribute("list", Listing.of(in(states), request));
        return "periods";
    }

    @GetMapping("/console/periods.csv")
    void csv(
            @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(TABLE, in(Choice.of("state", state, STATES)), request, response);
    }

    private Pages<PeriodView> in(Choice states) {
        Pages<PeriodView> all = (limit, cursor) -> periods.list(cursor, limit);
        return states.chosen() == null ? all : all.that(one -> states.allows(one.state()), PeriodView::period);
    }

    @GetMapping("/console/periods/{period}")
    String one(@PathVariable String period, Model page) {
        return show(period, "", Filled.with(Map.of("reason", "")), page);
    }

    /** What a browser sends of a step. */
    record Sent(@Nullable String reason, @Nullable String contentSha256) {
        StepBody body() {
            return new StepBody(reason, null, contentSha256);
        }
    }

    @PostMapping("/console/periods/{period}/prepare")
    String prepare(@PathVariable String period, Sent sent, Model page, RedirectAttributes next) {
        // What was looked at is of no matter: what is prepared is new.
        var body = new StepBody(sent.reason(), null, null);
        return step(period, "prepare", sent, page, next, (one, _) -> periods.prepare(one, body));
    }

    @PostMapping("/console/periods/{period}/review")
    String review(@PathVariable String period, Sent sent, Model page, RedirectAttributes next) {
        return step(period, "review", sent, page, next, periods::review);
    }

    @PostMapping("/console/periods/{period}/lock")
    String lock(@PathVariable String period, Sent sent, Model page, RedirectAttributes next) {
        return step(period, "lock", sent, page, next, periods::lock);
    }

    @PostMapping("/console/periods/{period}/reopen")
    String reopen(@PathVariable String period, Sent sent, Model page, RedirectAttributes next) {
        return step(
                period,
                "reopen",
                sent,
                page,
                next,
                (one, body) -> java.util.Objects.requireNonNull(
                        periods.reopen(one, body).getBody()));
    }

    private String step(
            String period,
            String step,
            Sent sent,
            Model page,
            RedirectAttributes next,
            BiFunction<String, StepBody, PeriodView> taken) {
        try {
            PeriodView now = taken.apply(period, sent.body());
            Notice.done(
                    next,
                    now.waiting().isEmpty()
                            ? "Period " + period + " is " + now.state() + "."
                            : "Asked for: a second person has to approve it.");
            return "redirect:/console/periods/" + period;
        } catch (Refusal refusal) {
            String reason = sent.reason() == null ? "" : sent.reason();
            return show(period, step, Filled.with(Map.of("reason", reason)).refused(refusal), page);
        }
    }

    @PostMapping("/console/periods/{period}/verify")
    String verify(@PathVariable String period, RedirectAttributes next) {
        PackProof.Proof found = proof.verify(period);
        if (found.valid()) {
            Notice.done(
                    next, "What is stored is what was made: " + found.packs().size() + " of it, every hash holds.");
        } else {
            Notice.refused(next, "What is stored is not what was made: do not rely on it, and look into the runbook.");
        }
        return "redirect:/console/periods/" + period;
    }

    private String show(String period, String step, Filled form, Model page) {
        PeriodView view = periods.one(period);
        page.addAttribute("period", view);
        page.addAttribute("step", step);
        page.addAttribute("form", form);
        page.addAttribute("mine", periods.isPreparedByCaller(view));
        var rest = new ArrayList<Shown>();
        for (Shown part : packs.of(view)) {
            switch (part.key()) {
                case "roll-forward" -> page.addAttribute("rollForward", RollForwardTable.of(part));
                case "ageing", "material" -> page.addAttribute(part.key(), part);
                default -> rest.add(part);
            }
        }
        page.addAttribute("rest", rest);
        return "period-page";
    }
}
