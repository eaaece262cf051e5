package dev.plumbline.sync.console.people;

import dev.plumbline.entitlement.check.access.ApiKeysController;
import dev.plumbline.entitlement.check.access.ApiKeysController.IssuedKey;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Moments;
import dev.plumbline.sync.console.frame.Notice;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Keys made, changed and taken away by people: a reason is asked for, where the API takes one in a header. */
@Controller
class KeyActions {
    private static final String SECRET = "The secret of this key";

    private final ApiKeysController keys;
    private final KeyPages pages;

    KeyActions(ApiKeysController keys, KeyPages pages) {
        this.keys = keys;
        this.pages = pages;
    }

    @PostMapping("/console/keys")
    String issue(
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String name,
            @RequestParam(required = false) @Nullable List<String> scopes,
            @RequestParam(required = false) @Nullable String person,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String expiresAt,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            var wanted =
                    new ApiKeysController.NewKey(name.strip(), scopes, person, Moments.ofField("expiresAt", expiresAt));
            return shown(keys.issue(wanted, Reasons.required(reason)), "The key is made.", next);
        } catch (Refusal refusal) {
            return pages.draft(
                    Filled.with(Map.of(
                                    "name",
                                    name,
                                    "scopes",
                                    scopes == null ? "" : String.join(" ", scopes),
                                    "person",
                                    person == null ? "" : person,
                                    "expiresAt",
                                    expiresAt,
                                    "reason",
                                    reason))
                            .refused(refusal),
                    page);
        }
    }

    @PostMapping("/console/keys/{id}/rotate")
    String rotate(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "P1D") String overlap,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            var rotation = new ApiKeysController.Rotation(overlap(overlap), null);
            return shown(
                    keys.rotate(id, rotation, Reasons.required(reason)),
                    "This key takes the place of the old one.",
                    next);
        } catch (Refusal refusal) {
            return pages.show(
                    id,
                    Filled.with(Map.of("reason", reason, "overlap", overlap)).refused(refusal),
                    page);
        }
    }

    @PostMapping("/console/keys/{id}/revoke")
    String revoke(
            @PathVariable UUID id,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            keys.revoke(id, Reasons.required(reason));
            Notice.done(next, "It is revoked: within seconds no node takes it any more.");
            return "redirect:/console/keys/" + id;
        } catch (Refusal refusal) {
            return pages.show(
                    id, Filled.with(Map.of("reason", reason, "overlap", "P1D")).refused(refusal), page);
        }
    }

    private static String shown(IssuedKey issued, String sentence, RedirectAttributes next) {
        Once.show(next, SECRET, issued.secret());
        Notice.done(next, sentence);
        return "redirect:/console/keys/" + issued.id();
    }

    private static Duration overlap(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException notOne) {
            throw Refusal.ofBody("/overlap", "A length of time, such as P1D or PT0S");
        }
    }
}
