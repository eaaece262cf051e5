package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.http.Countries;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.time.BusinessClock;
import dev.plumbline.entitlement.model.Market;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.ModelRevision;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Features by plan versions: what somebody who buys it there, on that term, gets. */
@RestController
class MatrixController {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final CurrentModel current;
    private final BusinessClock business;

    MatrixController(CurrentModel current, BusinessClock businessClock) {
        this.current = current;
        this.business = businessClock;
    }

    /** @param market a market of the model, or a country */
    @GetMapping("/v1/catalog/matrix")
    Matrix matrix(
            @RequestParam(required = false) @Nullable String market,
            @RequestParam(required = false) @Nullable String term,
            @RequestParam(required = false) @Nullable Instant at) {
        Instant instant = at == null ? business.instant() : at;
        ModelRevision revision = current.at(instant).orElseThrow(CatalogController::nothingPublished);
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw Refusal.ofParameter("at", "It lies between " + EARLIEST + " and " + LATEST);
        }
        return Matrix.of(revision, market, country(revision.model(), market), term, instant);
    }

    private static @Nullable String country(Model model, @Nullable String market) {
        if (market == null || Countries.isKnown(market)) {
            return market;
        }
        Market known = model.markets().get(market);
        if (known == null) {
            throw Refusal.ofParameter(
                    "market", "It is a country, or one of " + model.markets().keySet());
        }
        return known.countries().stream().min(Comparator.naturalOrder()).orElse(null);
    }
}
