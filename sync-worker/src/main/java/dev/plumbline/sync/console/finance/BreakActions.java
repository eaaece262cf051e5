package dev.plumbline.sync.console.finance;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.evidence.BreakEdit;
import dev.plumbline.entitlement.check.evidence.BreaksController;
import dev.plumbline.entitlement.check.http.EditNumber;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Moments;
import dev.plumbline.sync.console.frame.Notice;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What people say of a break: whose it is, why it is so, and that it is accepted until a day. */
@Controller
class BreakActions {
    private final BreaksController breaks;
    private final BreakPages pages;

    BreakActions(BreaksController breaks, BreakPages pages) {
        this.breaks = breaks;
        this.pages = pages;
    }

    /** The form has all three as they were: one that is emptied is taken away. */
    @PostMapping("/console/breaks/{id}/note")
    String note(@PathVariable long id, @RequestParam Map<String, String> sent, Model page, RedirectAttributes next) {
        return edit(
                id,
                sent,
                () -> new BreakEdit(
                        sent.get("reason"),
                        sent.getOrDefault("comment", ""),
                        sent.getOrDefault("assignee", ""),
                        null,
                        null,
                        sent.getOrDefault("reasonCode", "")),
                "Noted.",
                page,
                next);
    }

    @PostMapping("/console/breaks/{id}/take")
    String take(@PathVariable long id, @RequestParam Map<String, String> sent, Model page, RedirectAttributes next) {
        String me = Objects.requireNonNull(Caller.current().person(), "A page is asked for by a person")
                .login();
        return edit(
                id,
                sent,
                () -> new BreakEdit("I look into it", null, me, null, null, null),
                "It is yours now.",
                page,
                next);
    }

    @PostMapping("/console/breaks/{id}/waive")
    String waive(@PathVariable long id, @RequestParam Map<String, String> sent, Model page, RedirectAttributes next) {
        return edit(
                id,
                sent,
                () -> {
                    String until = sent.get("waiveUntil");
                    if (until == null || until.isBlank()) {
                        throw Refusal.ofBody(
                                "/waiveUntil", "Until when? What is accepted for good belongs into the model");
                    }
                    return new BreakEdit(
                            sent.get("reason"),
                            null,
                            null,
                            Moments.ofField("waiveUntil", until),
                            null,
                            filled(sent.get("reasonCode")));
                },
                "Accepted until then: reports tell of it as accepted, and of it anew when the time is over.",
                page,
                next);
    }

    @PostMapping("/console/breaks/{id}/end-waiver")
    String endWaiver(
            @PathVariable long id, @RequestParam Map<String, String> sent, Model page, RedirectAttributes next) {
        return edit(
                id,
                sent,
                () -> new BreakEdit(sent.get("reason"), null, null, null, true, null),
                "It is to be looked at again.",
                page,
                next);
    }

    private static @Nullable String filled(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** Who reads a page for long must not write over what others said meanwhile. */
    private String edit(
            long id,
            Map<String, String> sent,
            Supplier<BreakEdit> edit,
            String done,
            Model page,
            RedirectAttributes next) {
        try {
            String seen = sent.get("edit");
            breaks.edit(
                    id,
                    edit.get(),
                    seen == null || !seen.matches("[0-9]{1,18}") ? null : EditNumber.tag(Long.parseLong(seen)));
            Notice.done(next, done);
            return "redirect:/console/breaks/" + id;
        } catch (Refusal refusal) {
            return pages.show(id, Filled.with(sent).refused(refusal), page);
        }
    }
}
