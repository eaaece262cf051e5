package dev.plumbline.sync.console.operate;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.console.frame.Pages;
import dev.plumbline.sync.inbox.InboxController;
import dev.plumbline.sync.inbox.KeptDelivery;
import dev.plumbline.sync.inbox.OneDelivery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What came in and what became of it; one delivery; and having it looked at again. */
@Controller
class InboxPages {
    private static final Export.Table<KeptDelivery> TABLE = new Export.Table<>(
            "inbox",
            List.of(
                    "id",
                    "receivedAt",
                    "provider",
                    "account",
                    "event",
                    "type",
                    "deliveries",
                    "state",
                    "progress",
                    "subjectKind",
                    "subject",
                    "why"),
            one -> new @Nullable Object[] {
                one.id(),
                one.receivedAt(),
                one.provider(),
                one.account(),
                one.event(),
                one.type(),
                one.deliveries(),
                one.state(),
                one.progress(),
                one.subjectKind(),
                one.subject(),
                one.why()
            });

    private final InboxController inbox;
    private final OneDelivery deliveries;
    private final RefusedDeliveries refused;
    private final Export export;

    InboxPages(InboxController inbox, OneDelivery deliveries, RefusedDeliveries refused, Export export) {
        this.inbox = inbox;
        this.deliveries = deliveries;
        this.refused = refused;
        this.export = export;
    }

    /** What is looked for, as the browser sends it. */
    record Sought(
            @Nullable String disposition,
            @Nullable String type,
            @Nullable String subject,
            @Nullable String provider,
            @Nullable String account,
            @Nullable Instant since,
            @Nullable Instant until) {
        /** What is replayed at once is named: by what became of it, or by its time. */
        public boolean isBounded() {
            return disposition != null || since != null;
        }

        Pages<KeptDelivery> in(InboxController inbox) {
            return (limit, cursor) ->
                    inbox.list(disposition, null, type, subject, provider, account, since, until, limit, cursor);
        }
    }

    @GetMapping("/console/inbox")
    String list(Sought sought, HttpServletRequest request, Model page) {
        page.addAttribute("sought", sought);
        page.addAttribute("list", Listing.of(sought.in(inbox), request));
        page.addAttribute("refusedBefore", refused.counts());
        return "inbox";
    }

    @GetMapping("/console/inbox.csv")
    void csv(Sought sought, HttpServletRequest request, HttpServletResponse response) throws IOException {
        export.write(TABLE, sought.in(inbox), request, response);
    }

    @GetMapping("/console/inbox/{id}")
    String one(@PathVariable long id, Model page) {
        return show(id, Filled.with(Map.of("reason", "")), page);
    }

    @GetMapping("/console/inbox/events/{event}")
    String event(@PathVariable String event) {
        var found = deliveries.ofEvent(event);
        if (found.isEmpty()) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "DELIVERY_UNKNOWN", "No delivery of this event is kept");
        }
        return "redirect:/console/inbox/" + found.getAsLong();
    }

    @PostMapping("/console/inbox/{id}/replay")
    String replay(
            @PathVariable long id,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            inbox.replay(id, new InboxController.ReplayAsked(reason), null, null);
            Notice.done(next, "Whom it is about is looked at again now.");
            return "redirect:/console/inbox/" + id;
        } catch (Refusal refusal) {
            return show(id, Filled.with(Map.of("reason", reason)).refused(refusal), page);
        }
    }

    private String show(long id, Filled form, Model page) {
        page.addAttribute(
                "delivery",
                deliveries
                        .find(id)
                        .orElseThrow(() ->
                                Refusal.of(HttpStatus.NOT_FOUND, "DELIVERY_UNKNOWN", "There is no delivery " + id)));
        page.addAttribute("payload", deliveries.redacted(id).orElse(null));
        page.addAttribute("form", form);
        return "inbox-one";
    }
}
