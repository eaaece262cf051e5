package dev.plumbline.sync.console.operate;

import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.console.operate.InboxPages.Sought;
import dev.plumbline.sync.inbox.InboxController;
import dev.plumbline.sync.inbox.InboxController.ManyAsked;
import dev.plumbline.sync.inbox.KeptDelivery;
import java.time.Instant;
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
     * @param subjects who are named by them, each once
     * @param nameless that named nobody when they were read; an update may know by now whom they mean
     * @param types how many of each type of event
     * @param more there are others beside those
     */
    record Preview(
            int deliveries,
            long subjects,
            long nameless,
            Map<String, Long> types,
            List<KeptDelivery> some,
            boolean more) {
        private static final int SHOWN = 10;

        static Preview of(Page<KeptDelivery> page) {
            List<KeptDelivery> named =
                    page.data().stream().filter(one -> one.subject() != null).toList();
            return new Preview(
                    page.data().size(),
                    named.stream()
                            .map(one -> List.of(
                                    one.provider(),
                                    one.account(),
                                    Objects.requireNonNullElse(one.subjectKind(), ""),
                                    Objects.requireNonNull(one.subject())))
                            .distinct()
                            .count(),
                    page.data().size() - named.size(),
                    page.data().stream()
                            .collect(Collectors.groupingBy(
                                    one -> Objects.requireNonNullElse(one.type(), "unreadable"),
                                    TreeMap::new,
                                    Collectors.counting())),
                    page.data().stream().limit(SHOWN).toList(),
                    page.nextCursor() != null);
        }
    }

    /** @param cursor behind what was replayed before; null for the newest */
    @GetMapping("/console/replay")
    String look(Sought sought, @RequestParam(required = false) @Nullable String cursor, Model page) {
        return show(sought, cursor, Filled.with(Map.of("reason", "")), page);
    }

    private String show(Sought sought, @Nullable String cursor, Filled form, Model page) {
        page.addAttribute("sought", sought);
        page.addAttribute("cursor", cursor);
        page.addAttribute("form", form);
        if (sought.isBounded()) {
            page.addAttribute("preview", Preview.of(sought.in(inbox).read(Page.MOST, cursor)));
        }
        return "replay";
    }

    @PostMapping("/console/replay")
    String replay(
            Sought sought,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            var replayed = inbox.replayMany(asked(sought, cursor, reason), null);
            boolean more = replayed.nextCursor() != null;
            Notice.done(
                    next,
                    replayed.deliveries() + " deliveries: " + replayed.subjects() + " subjects are looked at again now."
                            + (more ? " The older ones are below." : ""));
            put(next, "disposition", sought.disposition());
            put(next, "type", sought.type());
            put(next, "subject", sought.subject());
            put(next, "provider", sought.provider());
            put(next, "account", sought.account());
            put(next, "since", exactly(sought.since()));
            put(next, "until", exactly(sought.until()));
            put(next, "cursor", replayed.nextCursor());
            return more ? "redirect:/console/replay" : "redirect:/console/inbox";
        } catch (Refusal refusal) {
            return show(sought, cursor, Filled.with(Map.of("reason", reason)).refused(refusal), page);
        }
    }

    /** Cut to the minute it would be another range than the one that was looked at. */
    private static @Nullable String exactly(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static ManyAsked asked(Sought sought, @Nullable String cursor, String reason) {
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
                cursor);
    }

    private static void put(RedirectAttributes next, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            next.addAttribute(name, value);
        }
    }
}
