package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.sync.sheet.Bundle;
import dev.plumbline.sync.sheet.Downloads;
import dev.plumbline.sync.sheet.Shape;
import dev.plumbline.sync.sheet.Spreadsheet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A report to read and to take away, streamed as it is stored. Who takes it away is written down (S-14). */
@RestController
public class ReportController {
    private final Reports reports;
    private final ReportContent content;
    private final AuditTrail audit;
    private final Downloads downloads;

    ReportController(Reports reports, ReportContent content, AuditTrail audit, Downloads downloads) {
        this.reports = reports;
        this.content = content;
        this.audit = audit;
        this.downloads = downloads;
    }

    /** All parts: an object for what it is of, a list of objects for each of the others. */
    @GetMapping(path = "/v1/reconciliations/{id}/report.json", produces = "application/json")
    public void json(@PathVariable long id, HttpServletResponse response) throws IOException {
        downloads.json(taken(told(id), "json", null), response);
    }

    /** A sheet for each part, and one before them that says what they come to. */
    @GetMapping(path = "/v1/reconciliations/{id}/report.xlsx", produces = Spreadsheet.TYPE)
    public void xlsx(@PathVariable long id, HttpServletResponse response) throws IOException {
        downloads.xlsx(taken(told(id), "xlsx", null), response);
    }

    /** @param section one part, as a table; the breaks when none is named */
    @GetMapping(path = "/v1/reconciliations/{id}/report.csv", produces = Csv.TYPE)
    public void csv(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String section,
            HttpServletResponse response)
            throws IOException {
        Reports.Head head = told(id);
        Shape part = section == null ? Section.BREAKS : head.shapes().section(section);
        downloads.csv(taken(head, "csv", part), content.part(id, part), response);
    }

    private Reports.Head told(long id) {
        Reports.Head head = reports.find(id).orElse(null);
        if (head == null && !reports.isRun(id)) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "RECONCILIATION_UNKNOWN", "There is no reconciliation " + id);
        }
        if (head == null || head.contentSha256() == null) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "REPORT_NOT_READY",
                    "Its report is not made, or its figures do not tie: GET /v1/reconciliations/" + id
                            + " says how far it is");
        }
        return head;
    }

    private Bundle taken(Reports.Head head, String format, @Nullable Shape section) {
        audit.append(new AuditEntry(
                Caller.current().because("taken away as " + format),
                "reconciliation.report.exported",
                "reconciliation",
                Long.toString(head.run()),
                null,
                null,
                section == null ? null : Map.of("section", section.key())));
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("run", head.run());
        facts.put("account", head.provider() + "/" + head.account());
        facts.put("madeAt", head.madeAt());
        facts.put("contentSha256", head.contentSha256());
        return new Bundle("reconciliation-" + head.run() + "-report", facts, content.parts(head.run(), head.shapes()));
    }
}
