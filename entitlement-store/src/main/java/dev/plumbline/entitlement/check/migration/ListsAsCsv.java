package dev.plumbline.entitlement.check.migration;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The lists about versions, to be taken away whole: {@code Accept: text/csv}. Who takes one away is written down (S-14). */
@RestController
public class ListsAsCsv {
    private final MigrationsController migrations;
    private final VersionsController versions;
    private final AuditTrail audit;

    ListsAsCsv(MigrationsController migrations, VersionsController versions, AuditTrail audit) {
        this.migrations = migrations;
        this.versions = versions;
        this.audit = audit;
    }

    @GetMapping(path = "/v1/migrations/{id}/outcomes", produces = Csv.TYPE)
    public void outcomes(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String why,
            @RequestParam(required = false) @Nullable Boolean loses,
            @RequestParam(required = false) @Nullable Integer wave,
            HttpServletResponse response)
            throws IOException {
        write(
                "migration-" + id,
                List.of("customer", "outcome", "why", "detail", "wave", "effectiveAt", "changes", "at"),
                cursor -> migrations.outcomes(id, outcome, why, loses, wave, cursor, Page.MOST),
                one -> new @Nullable Object[] {
                    one.customer(),
                    one.outcome(),
                    one.why(),
                    one.detail(),
                    one.wave(),
                    one.effectiveAt(),
                    one.inWords(),
                    one.at()
                },
                response);
    }

    @GetMapping(path = "/v1/plans/{plan}/versions/{n}/customers", produces = Csv.TYPE)
    public void customers(@PathVariable String plan, @PathVariable int n, HttpServletResponse response)
            throws IOException {
        write(
                "customers-of-" + plan + "-" + n,
                List.of("customer", "source", "plan"),
                cursor -> versions.customers(plan, n, cursor, Page.MOST),
                one -> new @Nullable Object[] {one.customer(), one.source(), plan + "@" + n},
                response);
    }

    private <T> void write(
            String name,
            List<String> columns,
            Function<@Nullable String, Page<T>> pages,
            Function<T, @Nullable Object[]> cells,
            HttpServletResponse response)
            throws IOException {
        Page<T> page = pages.apply(null); // what is refused is refused before anything is sent
        audit.append(new AuditEntry(
                Caller.current().because("taken away as CSV"), "list.exported", "list", name, null, null, null));
        response.setContentType(Csv.TYPE + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"");
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        OutputStream body = response.getOutputStream();
        body.write(Csv.line(columns.toArray()).getBytes(StandardCharsets.UTF_8));
        while (true) {
            for (T row : page.data()) {
                body.write(Csv.line(cells.apply(row)).getBytes(StandardCharsets.UTF_8));
            }
            if (page.nextCursor() == null) {
                return;
            }
            page = pages.apply(page.nextCursor());
        }
    }
}
