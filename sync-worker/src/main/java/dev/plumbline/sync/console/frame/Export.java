package dev.plumbline.sync.console.frame;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.CsvList;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A list as CSV: all of what the filter finds, read in pages so that a slow reader holds no connection. */
@Component
public class Export {
    private final AuditTrail audit;

    Export(AuditTrail audit) {
        this.audit = audit;
    }

    /** What is written: the names of the columns, and the cells of a row. */
    public record Table<T>(String name, List<String> columns, Function<T, @Nullable Object[]> cells) {}

    public <T> void write(Table<T> table, Pages<T> pages, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        write(table, cursor -> pages.read(Page.MOST, cursor), request, response);
    }

    /**
     * @param pages by the cursor of each; null for the first
     */
    public <T> void write(
            Table<T> table,
            Function<@Nullable String, Page<T>> pages,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Page<T> page = pages.apply(null); // a filter that is refused is refused before anything is sent
        tell(table.name(), request);
        new CsvList<>("plumbline-" + table.name(), table.columns(), table.cells()).write(page, pages, response);
    }

    /** Who takes a list away is written down (S-14). */
    private void tell(String name, HttpServletRequest request) {
        Map<String, String> filter = new TreeMap<>();
        request.getParameterMap()
                .forEach((parameter, values) ->
                        filter.put(parameter, withoutAddress(parameter, String.join(",", values))));
        audit.append(new AuditEntry(
                Caller.current().because("taken away as CSV"),
                "list.exported",
                "list",
                name,
                null,
                null,
                filter.isEmpty() ? null : filter));
    }

    /** Of e-mail addresses only a hash is kept (S-11), and the audit is kept for good. */
    private static String withoutAddress(String parameter, String value) {
        return parameter.equals("q") && value.indexOf('@') > 0 ? "(with an @, not kept)" : value;
    }
}
