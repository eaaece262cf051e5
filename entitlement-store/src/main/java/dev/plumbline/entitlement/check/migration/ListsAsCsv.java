package dev.plumbline.entitlement.check.migration;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.entitlement.check.http.CsvList;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.migration.PlanHolders.Holder;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
                new CsvList<OutcomeView>(
                        "migration-" + id,
                        List.of("customer", "outcome", "why", "detail", "wave", "effectiveAt", "changes", "at"),
                        OutcomeView::cells),
                cursor -> migrations.outcomes(id, outcome, why, loses, wave, cursor, Page.MOST),
                response);
    }

    @GetMapping(path = "/v1/plans/{plan}/versions/{n}/customers", produces = Csv.TYPE)
    public void customers(@PathVariable String plan, @PathVariable int n, HttpServletResponse response)
            throws IOException {
        write(
                new CsvList<Holder>("customers-of-" + plan + "-" + n, List.of("customer", "source", "plan"), one ->
                        new @Nullable Object[] {one.customer(), one.source(), plan + "@" + n}),
                cursor -> versions.customers(plan, n, cursor, Page.MOST),
                response);
    }

    private <T> void write(CsvList<T> list, Function<@Nullable String, Page<T>> pages, HttpServletResponse response)
            throws IOException {
        Page<T> first = pages.apply(null);
        audit.append(new AuditEntry(
                Caller.current().because("taken away as CSV"), "list.exported", "list", list.file(), null, null, null));
        list.write(first, pages, response);
    }
}
