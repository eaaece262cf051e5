package dev.plumbline.sync.console.finance;

import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Pages;
import dev.plumbline.sync.reconcile.api.ReconciliationsController;
import dev.plumbline.sync.reconcile.report.ReportController;
import dev.plumbline.sync.reconcile.report.ReportLines;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The parts of a run's report as lists (the register of overrides, old versions, what does not meet), and its files. */
@Controller
class ReportPages {

    private final ReconciliationsController runs;
    private final ReportLines lines;
    private final ReportController files;
    private final Export export;

    ReportPages(ReconciliationsController runs, ReportLines lines, ReportController files, Export export) {
        this.runs = runs;
        this.lines = lines;
        this.files = files;
        this.export = export;
    }

    /** The filter is any column of the part by its name, and {@code q} for a text anywhere. */
    @GetMapping("/console/runs/{id}/parts/{section}")
    String part(
            @PathVariable long id,
            @PathVariable String section,
            @RequestParam Map<String, String> filter,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("run", runs.one(id));
        page.addAttribute("section", section);
        page.addAttribute("columns", lines.columns(section));
        page.addAttribute("filter", said(section, filter));
        page.addAttribute("q", filter.getOrDefault(ReportLines.ANYWHERE, ""));
        page.addAttribute("list", Listing.of(found(id, section, filter), request));
        return "run-part";
    }

    /** Of what was sent those that are columns: they are shown, and can be taken away. */
    private Map<String, String> said(String section, Map<String, String> filter) {
        var said = new LinkedHashMap<String, String>();
        lines.columns(section).stream()
                .filter(filter::containsKey)
                .forEach(column -> said.put(column, filter.getOrDefault(column, "")));
        return said;
    }

    @GetMapping("/console/runs/{id}/parts/{section}.csv")
    void csv(
            @PathVariable long id,
            @PathVariable String section,
            @RequestParam Map<String, String> filter,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var table = new Export.Table<List<@Nullable Object>>(
                "run-" + id + "-" + section, lines.columns(section), line -> line.toArray());
        export.write(table, found(id, section, filter), request, response);
    }

    private Pages<List<@Nullable Object>> found(long id, String section, Map<String, String> filter) {
        return (limit, cursor) -> lines.list(id, section, filter, cursor, limit);
    }

    @GetMapping("/console/runs/{id}/report.json")
    void json(@PathVariable long id, HttpServletResponse response) throws IOException {
        files.json(id, response);
    }

    @GetMapping("/console/runs/{id}/report.xlsx")
    void xlsx(@PathVariable long id, HttpServletResponse response) throws IOException {
        files.xlsx(id, response);
    }

    @GetMapping("/console/runs/{id}/report.csv")
    void csv(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String section,
            HttpServletResponse response)
            throws IOException {
        files.csv(id, section, response);
    }
}
