package dev.plumbline.sync.console.override;

import dev.plumbline.entitlement.check.decisions.OverrideBody;
import dev.plumbline.entitlement.check.decisions.OverridesController;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.customer.CustomerLink;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Notice;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One override: all that is known of it, and the way to end it before its time. */
@Controller
class OverridePage {
    private final OverridesController overrides;

    OverridePage(OverridesController overrides) {
        this.overrides = overrides;
    }

    @GetMapping("/console/overrides/{id}")
    String show(@PathVariable String id, Model page) {
        return show(id, Filled.with(Map.of("reason", "")), page);
    }

    @PostMapping("/console/overrides/{id}/end")
    String end(
            @PathVariable String id,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            OverrideBody ended = overrides.end(id, new OverridesController.EndAsked(reason));
            Notice.done(next, "The override of " + ended.feature() + " is ended.");
            return "redirect:" + CustomerLink.of(ended.customer());
        } catch (Refusal refusal) {
            return show(id, Filled.with(Map.of("reason", reason)).refused(refusal), page);
        }
    }

    private String show(String id, Filled form, Model page) {
        page.addAttribute("override", overrides.read(id));
        page.addAttribute("form", form);
        return "override-page";
    }
}
