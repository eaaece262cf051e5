package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.sync.period.PeriodView.PackHead;
import dev.plumbline.sync.sheet.Bundle;
import dev.plumbline.sync.sheet.Downloads;
import dev.plumbline.sync.sheet.Shape;
import dev.plumbline.sync.sheet.Spreadsheet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.YearMonth;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is signed, to take away: the same lines in each form, as they were made. Who takes it away is written down (S-14). */
@RestController
public class PackController {
    private final PeriodsController periods;
    private final Packs packs;
    private final AuditTrail audit;
    private final Downloads downloads;

    PackController(PeriodsController periods, Packs packs, AuditTrail audit, Downloads downloads) {
        this.periods = periods;
        this.packs = packs;
        this.audit = audit;
        this.downloads = downloads;
    }

    /** @param version the one in force when none is named; those before it stay */
    @GetMapping(path = "/v1/periods/{period}/pack.json", produces = "application/json")
    public void json(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            HttpServletResponse response)
            throws IOException {
        downloads.json(taken(named(period, version), "json"), response);
    }

    /** @param section one part, as a table; the items when none is named. All of them as files: pack.zip */
    @GetMapping(path = "/v1/periods/{period}/pack.csv", produces = Csv.TYPE)
    public void csv(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable String section,
            HttpServletResponse response)
            throws IOException {
        Named named = named(period, version);
        Shape part = section == null
                ? PackPart.ITEMS
                : PackPart.of(named.pack().format()).section(section);
        downloads.csv(
                taken(named, "csv"), packs.part(named.month(), named.pack().version(), part), response);
    }

    /** A CSV file for each part; {@code cat *.csv | sha256sum} is the hash that was signed. */
    @GetMapping(path = "/v1/periods/{period}/pack.zip", produces = Downloads.ZIP)
    public void zip(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            HttpServletResponse response)
            throws IOException {
        downloads.zip(taken(named(period, version), "zip"), response);
    }

    @GetMapping(path = "/v1/periods/{period}/pack.xlsx", produces = Spreadsheet.TYPE)
    public void xlsx(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            HttpServletResponse response)
            throws IOException {
        downloads.xlsx(taken(named(period, version), "xlsx"), response);
    }

    /** One version of a month's pack. */
    private record Named(PeriodView period, PackHead pack) {
        YearMonth month() {
            return YearMonth.parse(period.period());
        }
    }

    private Named named(String period, @Nullable Integer version) {
        PeriodView view = periods.one(period);
        return view.packs().stream()
                .filter(pack -> version == null || pack.version() == version)
                .findFirst()
                .map(pack -> new Named(view, pack))
                .orElseThrow(() -> Refusal.of(
                        HttpStatus.NOT_FOUND,
                        "PACK_UNKNOWN",
                        version == null
                                ? "Nobody has prepared period " + period + " yet"
                                : "Period " + period + " has no version " + version));
    }

    private Bundle taken(Named named, String format) {
        PackHead pack = named.pack();
        audit.append(new AuditEntry(
                Caller.current().because("taken away as " + format),
                "period.pack.exported",
                "period",
                named.period().period(),
                null,
                null,
                Map.of("version", pack.version(), "contentSha256", pack.contentSha256())));
        return new Bundle(
                "period-" + named.month() + "-v" + pack.version(),
                new SignedFacts(named.period(), pack).head(),
                packs.parts(named.month(), pack.version(), PackPart.of(pack.format())));
    }
}
