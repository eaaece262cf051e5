package dev.plumbline.sync.console.override;

import dev.plumbline.entitlement.check.decisions.OverrideBody;
import dev.plumbline.entitlement.check.decisions.OverridesController;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Moments;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Several overrides that end soon, kept on for a while with one reason: looked at first, then each by itself. */
@Controller
class ExtendPages {
    private static final int MOST = 50;
    private static final Duration USUAL = Duration.ofDays(30);

    private final OverridesController overrides;
    private final Extending extending;
    private final InstantSource business;

    ExtendPages(OverridesController overrides, Extending extending, InstantSource businessClock) {
        this.overrides = overrides;
        this.extending = extending;
        this.business = businessClock;
    }

    @PostMapping("/console/overrides/extend")
    String look(@RequestParam(required = false) @Nullable List<String> id, Model page) {
        String usual = Moments.forField(business.instant().plus(USUAL));
        return show(id, Filled.with(Map.of("until", usual, "reason", "")), page);
    }

    @PostMapping("/console/overrides/extend/confirm")
    String confirm(
            @RequestParam(required = false) @Nullable List<String> id,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String until,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page) {
        Filled form = Filled.with(Map.of("until", until, "reason", reason));
        try {
            Instant end = Instants.ofBody("/until", Moments.ofField("until", until));
            if (end == null || !end.isAfter(business.instant())) {
                throw Refusal.ofBody("/until", "Say until when, in the future");
            }
            String because = Reasons.required(reason);
            page.addAttribute(
                    "outcomes",
                    chosen(id).stream()
                            .map(one -> extending.extend(one, end, because))
                            .toList());
            page.addAttribute("until", end);
            return "overrides-extended";
        } catch (Refusal refusal) {
            return show(id, form.refused(refusal), page);
        }
    }

    private String show(@Nullable List<String> id, Filled form, Model page) {
        page.addAttribute("chosen", chosen(id));
        page.addAttribute("form", form);
        return "overrides-extend";
    }

    private List<OverrideBody> chosen(@Nullable List<String> ids) {
        List<String> once = ids == null ? List.of() : ids.stream().distinct().toList();
        if (once.size() > MOST) {
            throw Refusal.ofParameter("id", "Choose " + MOST + " at most");
        }
        return once.isEmpty() ? List.of() : overrides.read(once);
    }
}
