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
            Matrix matrix = read(sought, sought.model(), sought.at());
            Against against = sought.model() == null ? null : against(sought, matrix.at());
            List<Matrix.Column> columns = matrix.columns().stream()
                    .filter(column -> !sought.isOnSaleOnly() || column.onSale())
                    .toList();
            page.addAttribute("matrix", matrix);
            page.addAttribute("against", against);
            page.addAttribute("columns", columns);
            page.addAttribute(
                    "rows",
                    matrix.rows().stream()
                            .filter(row -> !sought.isDifferencesOnly()
                                    || (against == null ? differs(row, columns) : against.differs(row, columns)))
                            .toList());
        } catch (Refusal refused) {
            page.addAttribute("wrong", refused.getBody().getDetail());
        }
        return "matrix";
    }

    private static String query(HttpServletRequest request) {
        return Optional.ofNullable(request.getQueryString())
                .map(query -> "?" + query)
                .orElse("");
    }

    @GetMapping("/console/matrix.csv")
    void csv(Sought sought, HttpServletResponse response) throws IOException {
        Object table = answer(sought, sought.model(), sought.at(), Csv.TYPE);
        response.setContentType(Csv.TYPE + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"plumbline-matrix.csv\"");
        response.getOutputStream().write(String.valueOf(table).getBytes(StandardCharsets.UTF_8));
    }

    /** The model in force, at the time that is shown: where and from when is asked of both alike. */
    private Against against(Sought sought, Instant at) {
        String inForce =
                current.get().map(ModelRevision::revision).map(String::valueOf).orElse(null);
        return new Against(read(sought, inForce, at));
    }

    private Matrix read(Sought sought, @Nullable String model, @Nullable Instant at) {
        return (Matrix) Objects.requireNonNull(answer(sought, model, at, ""));
    }

    private @Nullable Object answer(Sought sought, @Nullable String model, @Nullable Instant at, String type) {
        Long revision = model != null && model.matches("[0-9]{1,9}") ? Long.valueOf(model) : null;
        return matrices.matrix(
                        sought.market(),
                        sought.country(),
                        sought.term(),
                        at,
                        revision,
                        revision == null ? model : null,
                        type)
                .getBody();
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
