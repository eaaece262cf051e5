package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.catalog.Matrix;
import dev.plumbline.entitlement.check.catalog.MatrixController;
import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.entitlement.check.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Every feature under every plan version: what somebody who buys it there, on that term, at that time, gets. */
@Controller
class MatrixPage {
    private final MatrixController matrices;

    MatrixPage(MatrixController matrices) {
        this.matrices = matrices;
    }

    /**
     * @param market a market of the model, or a country
     * @param onSale only what can be bought then
     * @param differences only features of which the shown versions say different things
     */
    @GetMapping("/console/matrix")
    String matrix(
            @RequestParam(required = false) @Nullable String market,
            @RequestParam(required = false) @Nullable String country,
            @RequestParam(required = false) @Nullable String term,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(defaultValue = "false") boolean onSale,
            @RequestParam(defaultValue = "false") boolean differences,
            HttpServletRequest request,
            Model page) {
        page.addAttribute(
                "csv",
                "/console/matrix.csv"
                        + Optional.ofNullable(request.getQueryString())
                                .map(query -> "?" + query)
                                .orElse(""));
        page.addAttribute("onSale", onSale);
        page.addAttribute("differences", differences);
        page.addAttribute("market", market);
        page.addAttribute("country", country);
        page.addAttribute("at", at);
        try {
            Matrix matrix = read(market, country, term, at);
            List<Matrix.Column> columns = matrix.columns().stream()
                    .filter(column -> !onSale || column.onSale())
                    .toList();
            page.addAttribute("matrix", matrix);
            page.addAttribute("columns", columns);
            page.addAttribute("rows", rows(matrix, columns, differences));
        } catch (Refusal refused) {
            page.addAttribute("wrong", refused.getBody().getDetail());
        }
        return "matrix";
    }

    @GetMapping("/console/matrix.csv")
    void csv(
            @RequestParam(required = false) @Nullable String market,
            @RequestParam(required = false) @Nullable String country,
            @RequestParam(required = false) @Nullable String term,
            @RequestParam(required = false) @Nullable Instant at,
            HttpServletResponse response)
            throws IOException {
        Object table = matrices.matrix(market, country, term, at, Csv.TYPE).getBody();
        response.setContentType(Csv.TYPE + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"plumbline-matrix.csv\"");
        response.getOutputStream().write(String.valueOf(table).getBytes(StandardCharsets.UTF_8));
    }

    private Matrix read(
            @Nullable String market, @Nullable String country, @Nullable String term, @Nullable Instant at) {
        return (Matrix) Objects.requireNonNull(
                matrices.matrix(market, country, term, at, "").getBody());
    }

    private static List<Matrix.Row> rows(Matrix matrix, List<Matrix.Column> columns, boolean differences) {
        return matrix.rows().stream()
                .filter(row -> !differences || differs(row, columns))
                .toList();
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
