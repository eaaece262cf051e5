package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.catalog.Matrix;
import dev.plumbline.entitlement.check.catalog.MatrixController;
import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.whatif.WhatIf;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Every feature under every plan version: what somebody who buys it there, on that term, at that time, gets. */
@Controller
class MatrixPage {
    private final MatrixController matrices;
    private final CurrentModel current;
    private final Models models;
    private final WhatIf drafts;
    private final InstantSource business;

    MatrixPage(
            MatrixController matrices,
            CurrentModel current,
            Models models,
            WhatIf drafts,
            InstantSource businessClock) {
        this.matrices = matrices;
        this.current = current;
        this.models = models;
        this.drafts = drafts;
        this.business = businessClock;
    }

    /**
     * What is shown, as the browser sends it.
     *
     * @param market a market of the model, or a country
     * @param model a revision, or the id of a plan whose draft it is; null for the model in force
     * @param onSale only what can be bought then
     * @param differences only features of which the shown versions, or a draft and what is in force, say different things
     */
    record Sought(
            @Nullable String market,
            @Nullable String country,
            @Nullable String term,
            @Nullable Instant at,
            @Nullable String model,
            @Nullable Boolean onSale,
            @Nullable Boolean differences) {
        boolean isOnSaleOnly() {
            return Boolean.TRUE.equals(onSale);
        }

        boolean isDifferencesOnly() {
            return Boolean.TRUE.equals(differences);
        }
    }

    @GetMapping("/console/matrix")
    String matrix(Sought sought, HttpServletRequest request, Model page) {
        page.addAttribute("csv", "/console/matrix.csv" + query(request));
        page.addAttribute("sought", sought);
        page.addAttribute("pending", models.pending(business.instant()));
        page.addAttribute("drafts", drafts.drafts());
        try {
            Shown shown = shown(sought);
            page.addAttribute("matrix", shown.matrix());
            page.addAttribute("against", shown.against());
        } catch (Refusal refused) {
            page.addAttribute("wrong", refused.getBody().getDetail());
        }
        return "matrix";
    }

    /**
     * @param matrix the columns and rows that were asked for
     * @param against what is in force, where something else is shown
     */
    private record Shown(Matrix matrix, @Nullable Against against) {}

    private Shown shown(Sought sought) {
        Matrix whole = read(sought, sought.model(), sought.at());
        Against against = sought.model() == null ? null : against(sought, whole);
        List<Matrix.Column> columns = whole.columns().stream()
                .filter(column -> !sought.isOnSaleOnly() || column.onSale())
                .toList();
        Matrix some = whole.of(columns, whole.rows());
        List<Matrix.Row> rows = whole.rows().stream()
                .filter(row -> !sought.isDifferencesOnly()
                        || (against == null ? differs(row, columns) : against.differs(row, some)))
                .toList();
        return new Shown(whole.of(columns, rows), against);
    }

    private static String query(HttpServletRequest request) {
        return Optional.ofNullable(request.getQueryString())
                .map(query -> "?" + query)
                .orElse("");
    }

    @GetMapping("/console/matrix.csv")
    void csv(Sought sought, HttpServletResponse response) throws IOException {
        String table = MatrixController.table(shown(sought).matrix());
        response.setContentType(Csv.TYPE + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"plumbline-matrix.csv\"");
        response.getOutputStream().write(table.getBytes(StandardCharsets.UTF_8));
    }

    /** The model in force, at the time that is shown: where and from when is asked of both alike. Null when it is that one. */
    private @Nullable Against against(Sought sought, Matrix shown) {
        String inForce =
                current.get().map(ModelRevision::revision).map(String::valueOf).orElse(null);
        return Long.toString(shown.revision()).equals(inForce)
                ? null
                : new Against(read(sought, inForce, shown.at()), shown);
    }

    private Matrix read(Sought sought, @Nullable String model, @Nullable Instant at) {
        Long revision = model != null && model.matches("[0-9]{1,9}") ? Long.valueOf(model) : null;
        return (Matrix) Objects.requireNonNull(matrices.matrix(
                        sought.market(),
                        sought.country(),
                        sought.term(),
                        at,
                        revision,
                        revision == null ? model : null,
                        "")
                .getBody());
    }

    private static boolean differs(Matrix.Row row, List<Matrix.Column> columns) {
        return columns.stream()
                        .map(column -> row.cells().get(column.ref()))
                        .filter(Objects::nonNull)
                        .map(Matrix.Cell::text)
                        .distinct()
                        .count()
                > 1;
    }
}
