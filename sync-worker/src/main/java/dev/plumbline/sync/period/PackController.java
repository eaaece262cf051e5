package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.sync.period.PeriodView.PackHead;
import dev.plumbline.sync.sheet.CsvParts;
import dev.plumbline.sync.sheet.JsonParts;
import dev.plumbline.sync.sheet.Spreadsheet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.YearMonth;
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

/** What is signed, to take away: the same lines in each form, as they were made. Who takes it away is written down (S-14). */
@RestController
public class PackController {
    private static final String ZIP = "application/zip";

    private final PeriodsController periods;
    private final Packs packs;
    private final AuditTrail audit;
    private final JsonMapper json;
    private final int rowsPerSheet;

    PackController(
            PeriodsController periods,
            Packs packs,
            AuditTrail audit,
            JsonMapper json,
            @Value("${plumbline.report.rows-per-sheet:" + Spreadsheet.ROWS + "}") int rowsPerSheet) {
        this.periods = periods;
        this.packs = packs;
        this.audit = audit;
        this.json = json;
        this.rowsPerSheet = rowsPerSheet;
    }

    /** A pack with what was signed of it. */
    private record Taken(YearMonth month, PackHead head, SignedFacts facts) {}

    /** @param version the one in force when none is named; those before it stay */
    @GetMapping(path = "/v1/periods/{period}/pack.json", produces = "application/json")
    public void json(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            HttpServletResponse response)
            throws IOException {
        Taken taken = taken(period, version, "json");
        begin(response, "application/json", taken, "json");
        try (JsonGenerator out = json.createGenerator(response.getOutputStream())) {
            out.writeStartObject();
            out.writeStringProperty("period", taken.month().toString());
            out.writeNumberProperty("version", taken.head().version());
            out.writeStringProperty("contentSha256", taken.head().contentSha256());
            out.writeObjectPropertyStart("signOff");
            taken.facts().signatures().forEach(out::writeStringProperty);
            out.writeEndObject();
            JsonParts.write(packs.parts(taken.month(), taken.head().version()), out);
            out.writeEndObject();
        }
    }

    /** @param section one part, as a table; the items when none is named. All of them as files: pack.zip */
    @GetMapping(path = "/v1/periods/{period}/pack.csv", produces = Csv.TYPE)
    public void csv(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable String section,
            HttpServletResponse response)
            throws IOException {
        PackPart part = section == null
                ? PackPart.ITEMS
                : PackPart.of(section)
                        .orElseThrow(() -> Refusal.ofParameter(
                                "section",
                                "It is one of "
                                        + Arrays.stream(PackPart.values())
                                                .map(PackPart::key)
                                                .toList()));
        Taken taken = taken(period, version, "csv");
        begin(response, Csv.TYPE + ";charset=UTF-8", taken, part.key() + ".csv");
        CsvParts.write(packs.part(taken.month(), taken.head().version(), part), response.getOutputStream());
    }

    /** A CSV file for each part; {@code cat *.csv | sha256sum} is the hash that was signed. */
    @GetMapping(path = "/v1/periods/{period}/pack.zip", produces = ZIP)
    public void zip(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            HttpServletResponse response)
            throws IOException {
        Taken taken = taken(period, version, "zip");
        begin(response, ZIP, taken, "zip");
        CsvParts.zip(
                packs.parts(taken.month(), taken.head().version()),
                taken.facts().note(),
                response.getOutputStream());
    }

    @GetMapping(path = "/v1/periods/{period}/pack.xlsx", produces = Spreadsheet.TYPE)
    public void xlsx(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            HttpServletResponse response)
            throws IOException {
        Taken taken = taken(period, version, "xlsx");
        begin(response, Spreadsheet.TYPE, taken, "xlsx");
        new Spreadsheet(rowsPerSheet)
                .write(
                        taken.facts().lines(),
                        packs.parts(taken.month(), taken.head().version()),
                        response.getOutputStream());
    }

    private Taken taken(String period, @Nullable Integer version, String format) {
        PeriodView view = periods.one(period);
        PackHead head = view.packs().stream()
                .filter(pack -> version == null || pack.version() == version)
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        HttpStatus.NOT_FOUND,
                        "PACK_UNKNOWN",
                        version == null
                                ? "Nobody has prepared period " + period + " yet"
                                : "Period " + period + " has no version " + version));
        audit.append(new AuditEntry(
                Caller.current().because("taken away as " + format),
                "period.pack.exported",
                "period",
                view.period(),
                null,
                null,
                Map.of("version", head.version(), "contentSha256", head.contentSha256())));
        return new Taken(YearMonth.parse(view.period()), head, new SignedFacts(view, head));
    }

    private static void begin(HttpServletResponse response, String type, Taken taken, String ending) {
        response.setContentType(type);
        String name =
                "period-" + taken.month() + "-v" + taken.head().version() + (ending.contains(".") ? "-" : ".") + ending;
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
    }

    /** For people to read on a page: the same lines as in its files. */
    public record ShortPart(String key, List<String> columns, List<List<@Nullable Object>> lines) {}

    /** Those parts that are short whatever happened in the month; none while there is no pack. */
    public List<ShortPart> shortParts(PeriodView period) {
        return period.pack() == null
                ? List.of()
                : java.util.stream.Stream.of(
                                PackPart.ROLL_FORWARD,
                                PackPart.AGEING,
                                PackPart.CONTROL_TOTALS,
                                PackPart.RUNS,
                                PackPart.SUMMARY)
                        .map(part -> shown(YearMonth.parse(period.period()), period.version(), part))
                        .toList();
    }

    private ShortPart shown(YearMonth month, int version, PackPart part) {
        var lines = new java.util.ArrayList<List<@Nullable Object>>();
        packs.part(month, version, part).lines().each(lines::add);
        return new ShortPart(part.key(), part.columns(), lines);
    }
}
