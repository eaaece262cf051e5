package dev.plumbline.sync.console.finance;

import dev.plumbline.entitlement.check.evidence.AuditController;
import dev.plumbline.entitlement.check.evidence.Audited;
import dev.plumbline.entitlement.check.evidence.BreakBody;
import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.entitlement.check.evidence.BreaksController;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Pages;
import dev.plumbline.sync.reconcile.report.EvidenceController;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What does not fit, and one of it with its evidence. */
@Controller
class BreakPages {
    private static final int SOME = 30;
    private static final Duration USUAL_WAIVER = Duration.ofDays(30);
    private static final Export.Table<BreakBody> TABLE = new Export.Table<>(
            "breaks",
            List.of(
                    "break",
                    "type",
                    "severity",
                    "side",
                    "state",
                    "customer",
                    "providerCustomer",
                    "detail",
                    "openedAt",
                    "ageDays",
                    "age",
                    "amount",
                    "currency",
                    "moneyUnknown",
                    "assignee",
                    "reasonCode",
                    "comment"),
            one -> new @Nullable Object[] {
                one.id(),
                one.type(),
                one.severity(),
                one.side(),
                one.state(),
                one.customer(),
                one.subject() == null ? null : one.subject().providerCustomer(),
                one.detail(),
                one.openedAt(),
                one.ageDays(),
                one.age(),
                one.money() == null ? null : one.money().amount(),
                one.money() == null ? null : one.money().currency(),
                one.moneyUnknown(),
                one.assignee(),
                one.reasonCode(),
                one.comment()
            });

    private final BreaksController breaks;
    private final EvidenceController evidence;
    private final AuditController audit;
    private final InstantSource business;
    private final Export export;

    BreakPages(
            BreaksController breaks,
            EvidenceController evidence,
            AuditController audit,
            InstantSource businessClock,
            Export export) {
        this.business = businessClock;
        this.breaks = breaks;
        this.evidence = evidence;
        this.audit = audit;
        this.export = export;
    }

    /** What is looked for, as the browser sends it. */
    record Sought(
            @Nullable String type,
            @Nullable String severity,
            @Nullable String side,
            @Nullable String customer,
            @Nullable String state,
            @Nullable Instant since,
            @Nullable Long run,
            @Nullable String assignee) {
        Pages<BreakBody> in(BreaksController breaks) {
            return (limit, cursor) ->
                    breaks.list(type, severity, side, customer, state, since, run, assignee, limit, cursor);
        }
    }

    @GetMapping("/console/breaks")
    String list(Sought sought, HttpServletRequest request, Model page) {
        page.addAttribute("sought", sought);
        page.addAttribute("types", List.of(BreakType.values()));
        page.addAttribute("list", Listing.of(sought.in(breaks), request));
        return "breaks";
    }

    @GetMapping("/console/breaks.csv")
    void csv(Sought sought, HttpServletRequest request, HttpServletResponse response) throws IOException {
        export.write(TABLE, sought.in(breaks), request, response);
    }

    @GetMapping("/console/breaks/{id}")
    String one(@PathVariable long id, Model page) {
        return show(id, Filled.with(Map.of()), page);
    }

    /** @param form what was sent, if it was refused */
    String show(long id, Filled form, Model page) {
        BreakBody found = Objects.requireNonNull(breaks.read(id).getBody());
        page.addAttribute("found", found);
        page.addAttribute("form", form);
        page.addAttribute("inAMonth", business.instant().plus(USUAL_WAIVER));
        page.addAttribute("sides", evidence.sides(id));
        page.addAttribute("history", evidence.runs(id, null, SOME));
        page.addAttribute("said", said(id));
        page.addAttribute(
                "reasons",
                breaks.reasons().data().stream()
                        .filter(reason -> reason.forPeople())
                        .toList());
        return "break-page";
    }

    /** What people did with it, by the audit. */
    private List<Audited> said(long id) {
        return audit.about("break", Long.toString(id), SOME);
    }
}
