package dev.plumbline.sync.console.finance;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Pages;
import dev.plumbline.sync.reconcile.api.ReconciliationsController;
import dev.plumbline.sync.reconcile.api.ShownRun;
import dev.plumbline.sync.reconcile.report.EvidenceController;
import dev.plumbline.sync.reconcile.report.ReportLines;
import dev.plumbline.sync.reconcile.report.ReportParts;
import dev.plumbline.sync.setup.BillingAccounts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Runs, newest first, and one of them: how far it is, what it told, and how that came about. */
@Controller
class RunPages {
    private static final int NIGHTS = 30;
    private static final Set<String> OPEN = Set.of("PENDING", "RUNNING");
    private static final Export.Table<ShownRun> TABLE = new Export.Table<>(
            "reconciliations",
            List.of(
                    "run",
                    "provider",
                    "account",
                    "mode",
                    "cause",
                    "businessDate",
                    "status",
                    "requestedBy",
                    "startedAt",
                    "endedAt",
                    "listed",
                    "known",
                    "differences",
                    "failure"),
            one -> new @Nullable Object[] {
                one.id(),
                one.provider(),
                one.account(),
                one.mode(),
                one.cause(),
                one.businessDate(),
                one.status(),
                one.requestedBy(),
                one.startedAt(),
                one.endedAt(),
                one.totals().listed(),
                one.totals().known(),
                one.totals().differences(),
                one.failure()
            });

    private final ReconciliationsController runs;
    private final ReportParts reports;
    private final ReportLines lines;
    private final EvidenceController evidence;
    private final BillingAccounts accounts;
    private final RunSigning signing;
    private final Export export;

    RunPages(
            ReconciliationsController runs,
            ReportParts reports,
            ReportLines lines,
            EvidenceController evidence,
            BillingAccounts accounts,
            RunSigning signing,
            Export export) {
        this.runs = runs;
        this.reports = reports;
        this.lines = lines;
        this.evidence = evidence;
        this.accounts = accounts;
        this.signing = signing;
        this.export = export;
    }

    @GetMapping("/console/runs")
    String list(
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String account,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("status", status);
        page.addAttribute("account", account);
        page.addAttribute(
                "accounts",
                accounts.all().stream().map(BillingAccount::toString).toList());
        page.addAttribute("list", Listing.of(found(account, status), request));
        if (!page.containsAttribute(RunActions.FORM)) {
            page.addAttribute(RunActions.FORM, Filled.with(Map.of("mode", "report")));
        }
        return "runs";
    }

    @GetMapping("/console/runs.csv")
    void csv(
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String account,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(TABLE, found(account, status), request, response);
    }

    private Pages<ShownRun> found(@Nullable String account, @Nullable String status) {
        return (limit, cursor) -> runs.list(null, account, status, cursor, limit);
    }

    /** What it is worth is finance's; that it ran, and how, is for everybody who reads. */
    @GetMapping("/console/runs/{id}")
    String one(@PathVariable long id, Model page) {
        show(runs.one(id), page);
        boolean finance = Caller.current().may(Right.FINANCE);
        page.addAttribute("finance", finance);
        ReportParts.Made made = finance ? reports.of(id).orElse(null) : null;
        if (made != null) {
            var report = RunReport.of(made, reports.material(id));
            page.addAttribute("report", report);
            signing.show(id, made.contentSha256(), page);
            page.addAttribute("coverage", lines.countedByFirst(id, "coverage"));
            page.addAttribute("ageing", AgeingPicture.of(report.ageing()));
            page.addAttribute(
                    "trend", TrendPicture.of(evidence.trend(id, NIGHTS).data()));
        }
        return "run-page";
    }

    /** While it runs, asked for every few seconds. Once it has ended the whole page is another. */
    @GetMapping("/console/runs/{id}/progress")
    String progress(@PathVariable long id, HttpServletResponse response, Model page) {
        ShownRun run = runs.one(id);
        show(run, page);
        if (!OPEN.contains(run.status())) {
            response.setHeader("HX-Refresh", "true");
        }
        return "run-page :: progress";
    }

    private static void show(ShownRun run, Model page) {
        page.addAttribute("run", run);
        page.addAttribute("isOpen", OPEN.contains(run.status()));
    }
}
