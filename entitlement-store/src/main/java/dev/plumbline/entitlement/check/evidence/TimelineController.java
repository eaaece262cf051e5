package dev.plumbline.entitlement.check.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.plumbline.entitlement.check.CustomerKeys;
import dev.plumbline.entitlement.check.evidence.AuditReading.Filter;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.Customers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Everything that happened to one customer, with causes, newest first. */
@RestController
public class TimelineController {
    private final Customers customers;
    private final AuditReading audit;
    private final VersionChanges versions;

    TimelineController(Customers customers, AuditReading audit, VersionChanges versions) {
        this.customers = customers;
        this.audit = audit;
        this.versions = versions;
    }

    /** @param changes what a new version of the customer's answer changed; null for what made no version */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Happening(
            @JsonUnwrapped Audited entry,
            @Nullable Long version,
            @Nullable List<Change> changes) {}

    @GetMapping("/v1/customers/{customer}/timeline")
    public Page<Happening> list(
            @PathVariable String customer,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        CustomerKey key = CustomerKeys.of(customer)
                .filter(known -> customers.find(known).isPresent())
                .orElseThrow(() -> Refusal.of(HttpStatus.NOT_FOUND, "CUSTOMER_UNKNOWN", "There is no such customer"));
        var filter = Filter.ofCustomer(key.value());
        List<Audited> rows = audit.list(filter, Cursor.readNumber(cursor, Long.MAX_VALUE), Page.checked(limit) + 1);
        Map<Long, List<Change>> changes = versions.of(
                key,
                rows.stream().map(Audited::version).filter(Objects::nonNull).toList());
        return Page.of(rows, limit, row -> happening(row, changes), row -> Long.toString(row.id()));
    }

    private static Happening happening(Audited row, Map<Long, List<Change>> changes) {
        Long version = row.version();
        return new Happening(row, version, version == null ? null : changes.get(version));
    }
}
