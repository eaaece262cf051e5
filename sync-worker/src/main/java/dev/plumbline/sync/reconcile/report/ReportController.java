package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.sync.sheet.CsvParts;
import dev.plumbline.sync.sheet.JsonParts;
import dev.plumbline.sync.sheet.Spreadsheet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** A report to read and to take away, streamed as it is stored. Who takes it away is written down (S-14). */
@RestController
public class ReportController {
    private final Reports reports;
    private final AuditTrail audit;
    private final JsonMapper json;
    private final int rowsPerSheet;

    ReportController(
            Reports reports,
            AuditTrail audit,
            JsonMapper json,
            @Value("${plumbline.report.rows-per-sheet:" + Spreadsheet.ROWS + "}") int rowsPerSheet) {
        this.rowsPerSheet = rowsPerSheet;
        this.reports = reports;
        this.audit = audit;
        this.json = json;
    }

    /** All parts: an object for what it is of, a list of objects for each of the others. */
    @GetMapping(path = "/v1/reconciliations/{id}/report.json", produces = "application/json")
    public void json(@PathVariable long id, HttpServletResponse response) throws IOException {
        Reports.Head head = told(id, "json", null);
        response.setContentType("application/json");
        attach(response, id, "report.json");
        try (JsonGenerator out = json.createGenerator(response.getOutputStream())) {
            out.writeStartObject();
            out.writeNumberProperty("run", id);
            out.writeStringProperty("madeAt", head.madeAt().toString());
            out.writeStringProperty("contentSha256", head.contentSha256());
            JsonParts.write(reports.parts(id), out);
            out.writeEndObject();
        }
    }

    /** A sheet for each part, and one before them that says what they come to. */
    @GetMapping(path = "/v1/reconciliations/{id}/report.xlsx", produces = Spreadsheet.TYPE)
    public void xlsx(@PathVariable long id, HttpServletResponse response) throws IOException {
        Reports.Head head = told(id, "xlsx", null);
        response.setContentType(Spreadsheet.TYPE);
        attach(response, id, "report.xlsx");
        List<List<@Nullable Object>> facts = List.of(
                Cells.of("reconciliation", id),
                Cells.of("account", head.provider() + "/" + head.account()),
                Cells.of("contentSha256", head.contentSha256()));
        new Spreadsheet(rowsPerSheet).write(facts, reports.parts(id), response.getOutputStream());
    }

    /** @param section one part, as a table; the breaks when none is named */
    @GetMapping(path = "/v1/reconciliations/{id}/report.csv", produces = Csv.TYPE)
    public void csv(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String section,
            HttpServletResponse response)
            throws IOException {
        Section part = section == null
                ? Section.BREAKS
                : Section.of(section)
                        .orElseThrow(() -> Refusal.ofParameter(
                                "section",
                                "It is one of "
                                        + Arrays.stream(Section.values())
                                                .map(Section::key)
                                                .toList()));
        told(id, "csv", part);
        response.setContentType(Csv.TYPE + ";charset=UTF-8");
        attach(response, id, part.key() + ".csv");
        CsvParts.write(reports.part(id, part), response.getOutputStream());
    }

    private Reports.Head told(long id, String format, @Nullable Section section) {
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
        audit.append(new AuditEntry(
                Caller.current().because("taken away as " + format),
                "reconciliation.report.exported",
                "reconciliation",
                Long.toString(id),
                null,
                null,
                section == null ? null : Map.of("section", section.key())));
        return head;
    }

    private static void attach(HttpServletResponse response, long id, String name) {
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"reconciliation-" + id + "-" + name + "\"");
    }
}
