package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.catalog.Matrix;
import dev.plumbline.entitlement.check.catalog.MatrixController;
import dev.plumbline.entitlement.check.decisions.OverrideRegisterController;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What can be used at all: each feature with what it is, who grants it, who is an exception, and who asks for it. */
@Controller
class FeaturesPage {
    private static final int DAYS = 30;
    private static final int SOME = 10;

    private final CurrentModel current;
    private final MatrixController matrices;
    private final OverrideRegisterController overrides;
    private final FeaturesAsked asked;
    private final Export export;
    private final InstantSource time;

    FeaturesPage(
            CurrentModel current,
            MatrixController matrices,
            OverrideRegisterController overrides,
            FeaturesAsked asked,
            Export export,
            InstantSource realTime) {
        this.current = current;
        this.matrices = matrices;
        this.overrides = overrides;
        this.asked = asked;
        this.export = export;
        this.time = realTime;
    }

    @GetMapping("/console/features")
    String list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String type,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("q", q);
        page.addAttribute("type", type);
        page.addAttribute("asked", asked.since(firstDay()));
        page.addAttribute("list", Listing.of(find(q, type), request));
        return "features";
    }

    @GetMapping("/console/features.csv")
    void csv(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String type,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Map<String, Long> counts = asked.since(firstDay());
        export.write(
                new Export.Table<Feature>(
                        "features",
                        List.of("feature", "name", "type", "owner", "tags", "availableIn", "onOutage", "asked30Days"),
                        feature -> new @Nullable Object[] {
                            feature.key().value(),
                            feature.name(),
                            feature.type(),
                            feature.owner(),
                            String.join(" ", feature.tags()),
                            feature.availableIn().stream()
                                    .map(one -> one.market().key())
                                    .collect(Collectors.joining(" ")),
                            feature.onOutage(),
                            counts.getOrDefault(feature.key().value(), 0L)
                        }),
                find(q, type),
                request,
                response);
    }

    private LocalDate firstDay() {
        return LocalDate.ofInstant(time.instant(), ZoneOffset.UTC).minusDays(DAYS - 1L);
    }

    /** All of the model: a catalog file has hundreds at most. */
    private Pages<Feature> find(@Nullable String q, @Nullable String type) {
        String text = q == null ? "" : q.strip().toLowerCase(Locale.ROOT);
        return Pages.whole(
                current.get().map(revision -> revision.model().features().values()).stream()
                        .flatMap(Collection::stream)
                        .filter(feature -> type == null || feature.type().equals(type))
                        .filter(feature -> feature.key().value().contains(text)
                                || feature.name().toLowerCase(Locale.ROOT).contains(text))
                        .toList());
    }

    @GetMapping("/console/features/{feature}")
    String one(@PathVariable String feature, Model page) {
        ModelRevision revision = current.get().orElseThrow(FeaturesPage::unknown);
        Feature found = FeatureKey.isWellFormed(feature) ? revision.model().feature(new FeatureKey(feature)) : null;
        if (found == null) {
            throw unknown();
        }
        Matrix matrix = (Matrix) Objects.requireNonNull(
                matrices.matrix(null, null, null, null, null, null, "").getBody());
        page.addAttribute("feature", found);
        page.addAttribute("matrix", matrix);
        page.addAttribute(
                "row",
                matrix.rows().stream()
                        .filter(row -> row.feature().equals(feature))
                        .findFirst()
                        .orElseThrow(FeaturesPage::unknown));
        page.addAttribute("promotions", promotions(revision, found.key()));
        page.addAttribute("overrides", overrides.all("active", feature, null, null, SOME, null));
        page.addAttribute("days", asked.ofFeature(feature, firstDay()));
        return "feature";
    }

    private static List<Promotion> promotions(ModelRevision revision, FeatureKey feature) {
        return revision.model().promotions().values().stream()
                .filter(promotion -> promotion.grants().containsKey(feature))
                .toList();
    }

    private static Refusal unknown() {
        return Refusal.of(HttpStatus.NOT_FOUND, "FEATURE_UNKNOWN", "The model in force has no such feature");
    }
}
