package dev.plumbline.sync.console.operate;

import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Moments;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.console.operate.InboxPages.Sought;
import dev.plumbline.sync.inbox.InboxController;
import dev.plumbline.sync.inbox.InboxController.ManyAsked;
import dev.plumbline.sync.inbox.KeptDelivery;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** All that a filter of the inbox finds, once more: first how many and about whom, then with a reason. */
@Controller
class ReplayPage {
    private final InboxController inbox;

    ReplayPage(InboxController inbox) {
        this.inbox = inbox;
    }

    /**
     * What a replay would look at: the newest, as many as go at once.
     *
     * @param types how many of each type of event
     * @param more there are others beside those
     */
    record Preview(int deliveries, long subjects, Map<String, Long> types, List<KeptDelivery> some, boolean more) {
        private static final int SHOWN = 10;

        static Preview of(Page<KeptDelivery> page) {
            return new Preview(
                    page.data().size(),
                    page.data().stream()
                            .map(one -> one.provider() + "/" + one.account() + "/" + one.subjectKind() + "/"
                                    + Objects.requireNonNullElse(one.subject(), "?" + one.id()))
                            .distinct()
                            .count(),
                    page.data().stream()
                            .collect(Collectors.groupingBy(
                                    one -> Objects.requireNonNullElse(one.type(), "unreadable"),
                                    TreeMap::new,
                                    Collectors.counting())),
                    page.data().stream().limit(SHOWN).toList(),
                    page.nextCursor() != null);
        }
    }

    @GetMapping("/console/replay")
    String look(Sought sought, Model page) {
        return show(sought, Filled.with(Map.of("reason", "")), page);
    }

    private String show(Sought sought, Filled form, Model page) {
        page.addAttribute("sought", sought);
        page.addAttribute("form", form);
        if (sought.isBounded()) {
            page.addAttribute("preview", Preview.of(sought.in(inbox).read(Page.MOST, null)));
        }
        return "replay";
    }

    @PostMapping("/console/replay")
    String replay(
            Sought sought,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            var replayed = inbox.replayMany(asked(sought, reason), null);
            Notice.done(
                    next,
                    replayed.deliveries() + " deliveries: " + replayed.subjects() + " subjects are looked at again now"
                            + (replayed.nextCursor() == null ? "." : "; older ones are left, send it again for them."));
            put(next, "disposition", sought.disposition());
            put(next, "type", sought.type());
            put(next, "subject", sought.subject());
            put(next, "provider", sought.provider());
            put(next, "account", sought.account());
            put(next, "since", Moments.forField(sought.since()));
            put(next, "until", Moments.forField(sought.until()));
            return "redirect:/console/inbox";
        } catch (Refusal refusal) {
            return show(sought, Filled.with(Map.of("reason", reason)).refused(refusal), page);
        }
    }

    private static ManyAsked asked(Sought sought, String reason) {
        return new ManyAsked(
                reason,
                sought.disposition(),
                sought.type(),
                sought.subject(),
                sought.provider(),
                sought.account(),
                sought.since(),
                sought.until(),
                null,
                null);
    }

    private static void put(RedirectAttributes next, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            next.addAttribute(name, value);
        }
    }
}
