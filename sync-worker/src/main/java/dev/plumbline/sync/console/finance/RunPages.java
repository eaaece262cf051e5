package dev.plumbline.sync.console.finance;

import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.reconcile.api.ReconciliationsController;
import dev.plumbline.sync.reconcile.api.ShownRun;
import dev.plumbline.sync.reconcile.report.ReportParts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Runs, newest first, and one with the short parts of its report. */
@Controller
class RunPages {
    private static final int ROWS = 50;
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
    private final Export export;

    RunPages(ReconciliationsController runs, ReportParts reports, Export export) {
        this.runs = runs;
        this.reports = reports;
        this.export = export;
    }

    @GetMapping("/console/runs")
    String list(
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String account,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("status", status);
        page.addAttribute("account", account);
        page.addAttribute("list", Listing.of(runs.list(null, account, status, cursor, ROWS), request));
        return "runs";
    }

    @GetMapping("/console/runs.csv")
    void csv(
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String account,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(TABLE, cursor -> runs.list(null, account, status, cursor, Page.MOST), request, response);
    }

    @GetMapping("/console/runs/{id}")
    String one(@PathVariable long id, Model page) {
        page.addAttribute("run", runs.one(id));
        page.addAttribute("report", reports.of(id).orElse(null));
        return "run-page";
    }
}
