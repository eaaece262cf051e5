package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.OverrideRegister;
import dev.plumbline.entitlement.decision.OverrideRegister.Filter;
import dev.plumbline.entitlement.decision.OverrideRegister.Position;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.upgrade.MonthlyPrice;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The register of overrides: of one customer or of all, to be read page by page or taken away whole as CSV. */
@RestController
public class OverrideRegisterController {
    private final OverrideRegister register;
    private final ValuesForgone values;
    private final AuditTrail audit;
    private final Known known;
    private final InstantSource business;

    OverrideRegisterController(
            OverrideRegister register,
            ValuesForgone values,
            AuditTrail audit,
            Known known,
            InstantSource businessClock) {
        this.register = register;
        this.values = values;
        this.audit = audit;
        this.known = known;
        this.business = businessClock;
    }

    /** @param user only that user's; those of all users and of single ones otherwise */
    @GetMapping("/v1/customers/{customer}/overrides")
    public Page<OverrideBody> ofCustomer(
            @PathVariable String customer,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String user,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var filter = new Filter(known.customer(customer), state(state), null, null, text("user", user), null);
        return page(filter, limit, cursor);
    }

    /** @param state future, active, ending (which is also active) or ended */
    @GetMapping("/v1/overrides")
    public Page<OverrideBody> all(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String feature,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable Instant endingBefore,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return page(filter(state, feature, actor, endingBefore), limit, cursor);
    }

    private Page<OverrideBody> page(Filter filter, int limit, @Nullable String cursor) {
        Instant now = business.instant();
        List<KeptOverride> rows = register.list(filter, position(cursor), Page.checked(limit) + 1, now);
        Map<String, MonthlyPrice> worth = values.of(rows, now);
        return Page.of(
                rows,
                limit,
                row -> OverrideBody.of(row, now, register.soon(), worth.get(row.id())),
                row -> row.createdAt() + " " + row.id());
    }

    /** All of them, read in pages so that a slow reader holds no connection. Who takes it away is written down (S-14). */
    @GetMapping(path = "/v1/overrides", produces = Csv.TYPE)
    public void csv(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String feature,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable Instant endingBefore,
            HttpServletResponse response)
            throws IOException {
        Filter filter = filter(state, feature, actor, endingBefore);
        audit.append(new AuditEntry(
                Caller.current().because("taken away as CSV"),
                "overrides.exported",
                "register",
                "overrides",
                null,
                null,
                filter));
        response.setContentType(Csv.TYPE + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"overrides.csv\"");
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        OutputStream body = response.getOutputStream();
        body.write(OverrideLines.HEADER.getBytes(StandardCharsets.UTF_8));
        Instant now = business.instant();
        Position after = null;
        List<KeptOverride> rows;
        do {
            rows = register.list(filter, after, Page.MOST, now);
            Map<String, MonthlyPrice> worth = values.of(rows, now);
            for (KeptOverride row : rows) {
                body.write(OverrideLines.of(OverrideBody.of(row, now, register.soon(), worth.get(row.id())))
                        .getBytes(StandardCharsets.UTF_8));
                after = new Position(row.createdAt(), row.id());
            }
        } while (rows.size() == Page.MOST);
    }

    private static Filter filter(
            @Nullable String state, @Nullable String feature, @Nullable String actor, @Nullable Instant endingBefore) {
        return new Filter(
                null,
                state(state),
                text("feature", feature),
                text("actor", actor),
                null,
                Instants.ofParameter("endingBefore", endingBefore));
    }

    private static KeptOverride.@Nullable State state(@Nullable String name) {
        if (name == null) {
            return null;
        }
        for (KeptOverride.State state : KeptOverride.State.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(name)) {
                return state;
            }
        }
        throw Refusal.ofParameter("state", "It is future, active, ending or ended");
    }

    /** PostgreSQL has no text with a zero in it. */
    private static @Nullable String text(String parameter, @Nullable String text) {
        if (text != null && (text.length() > 255 || text.indexOf('\0') >= 0)) {
            throw Refusal.ofParameter(parameter, "It has at most 255 characters, and no zero");
        }
        return text;
    }

    private static @Nullable Position position(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        String[] parts = Cursor.read(cursor, "").split(" ", 2);
        try {
            if (parts.length == 2 && parts[1].indexOf('\0') < 0) {
                return new Position(Instant.parse(parts[0]), parts[1]);
            }
        } catch (java.time.format.DateTimeParseException notOurs) {
            throw Cursor.invalid();
        }
        throw Cursor.invalid();
    }
}
