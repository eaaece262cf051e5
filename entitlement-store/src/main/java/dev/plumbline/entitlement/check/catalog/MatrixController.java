package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.time.BusinessClock;
import dev.plumbline.entitlement.record.ModelRevision;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Features by plan versions: what somebody who buys it there, on that term, at that time, gets. */
@RestController
public class MatrixController {
    private final CurrentModel current;
    private final BusinessClock business;

    MatrixController(CurrentModel current, BusinessClock businessClock) {
        this.current = current;
        this.business = businessClock;
    }

    /**
     * @param market a market of the model, or a country; none for the base
     * @param country one country, of the market if that is named
     * @param term a payment term of the model; none for the base
     */
    @GetMapping("/v1/catalog/matrix")
    public ResponseEntity<?> matrix(
            @RequestParam(required = false) @Nullable String market,
            @RequestParam(required = false) @Nullable String country,
            @RequestParam(required = false) @Nullable String term,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept) {
        Instant asked = Instants.ofParameter("at", at);
        Instant instant = asked == null ? business.instant() : asked;
        ModelRevision revision = current.at(instant).orElseThrow(CatalogController::nothingPublished);
        Matrix matrix = MatrixView.of(revision, market, country, term, instant);
        var answer = ResponseEntity.ok().varyBy(HttpHeaders.ACCEPT);
        return accept.toLowerCase(Locale.ROOT).contains(Csv.TYPE)
                ? answer.contentType(MediaType.parseMediaType(Csv.TYPE + ";charset=UTF-8"))
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"matrix.csv\"")
                        .body(MatrixView.table(matrix).stream()
                                .map(row -> Csv.line(row.toArray()))
                                .collect(Collectors.joining()))
                : answer.contentType(MediaType.APPLICATION_JSON).body(matrix);
    }
}
