package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.time.BusinessClock;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.whatif.WhatIf;
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
    private final Models models;
    private final WhatIf whatIf;
    private final BusinessClock business;

    MatrixController(CurrentModel current, Models models, WhatIf whatIf, BusinessClock businessClock) {
        this.current = current;
        this.models = models;
        this.whatIf = whatIf;
        this.business = businessClock;
    }

    /**
     * @param market a market of the model, or a country; none for the base
     * @param country one country, of the market if that is named
     * @param term a payment term of the model; none for the base
     * @param at left out for now, or when what is shown takes effect
     * @param revision one that was published, in force or not; left out for the one in force then
     * @param draft the id of a plan, for the model as its draft has it
     */
    @GetMapping("/v1/catalog/matrix")
    public ResponseEntity<?> matrix(
            @RequestParam(required = false) @Nullable String market,
            @RequestParam(required = false) @Nullable String country,
            @RequestParam(required = false) @Nullable String term,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Long revision,
            @RequestParam(required = false) @Nullable String draft,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept) {
        Instant asked = Instants.ofParameter("at", at);
        Instant now = business.instant();
        ModelRevision shown = shown(revision, draft, asked == null ? now : asked);
        Matrix matrix = MatrixView.of(shown, market, country, term, asked == null ? whenShown(shown, now) : asked);
        var answer = ResponseEntity.ok().varyBy(HttpHeaders.ACCEPT);
        return accept.toLowerCase(Locale.ROOT).contains(Csv.TYPE)
                ? answer.contentType(MediaType.parseMediaType(Csv.TYPE + ";charset=UTF-8"))
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"matrix.csv\"")
                        .body(table(matrix))
                : answer.contentType(MediaType.APPLICATION_JSON).body(matrix);
    }

    /** As CSV: what is left of it, where somebody left some out. */
    public static String table(Matrix matrix) {
        return MatrixView.table(matrix).stream()
                .map(row -> Csv.line(row.toArray()))
                .collect(Collectors.joining());
    }

    private ModelRevision shown(@Nullable Long revision, @Nullable String draft, Instant at) {
        if (draft != null) {
            return whatIf.draft(PlanController.uuid(draft)).orElseThrow(PlanController::unknown);
        }
        if (revision == null) {
            return current.at(at).orElseThrow(CatalogController::nothingPublished);
        }
        if (revision < 1 || revision > models.newestRevision()) {
            throw Refusal.ofParameter("revision", "There is no such revision");
        }
        return models.at(revision);
    }

    /** Of what takes effect later one wants to know what it will be then. */
    private static Instant whenShown(ModelRevision shown, Instant now) {
        Instant effective = shown.effectiveAt();
        return effective != null && effective.isAfter(now) ? effective : now;
    }
}
