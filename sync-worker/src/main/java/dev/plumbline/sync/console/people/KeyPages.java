package dev.plumbline.sync.console.people;

import dev.plumbline.entitlement.check.access.ApiKey;
import dev.plumbline.entitlement.check.access.ApiKeysController;
import dev.plumbline.entitlement.check.access.Scope;
import dev.plumbline.entitlement.check.evidence.AuditController;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Moments;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** API keys: which there are, who uses them still, and one of them. */
@Controller
class KeyPages {
    private static final int ROWS = 50;
    private static final int SOME = 20;
    /** What nobody has to think of for longer is forgotten. */
    private static final Duration USUAL = Duration.ofDays(365);

    private static final Export.Table<ApiKey> TABLE = new Export.Table<>(
            "api-keys",
            List.of(
                    "id",
                    "name",
                    "prefix",
                    "scopes",
                    "person",
                    "state",
                    "createdAt",
                    "createdBy",
                    "expiresAt",
                    "revokedAt",
                    "lastUsedAt",
                    "replaces"),
            one -> new @Nullable Object[] {
                one.id(),
                one.name(),
                one.prefix(),
                String.join(" ", one.scopes()),
                one.person(),
                one.state(),
                one.createdAt(),
                one.createdBy(),
                one.expiresAt(),
                one.revokedAt(),
                one.lastUsedAt(),
                one.replaces()
            });

    private final ApiKeysController keys;
    private final AuditController audit;
    private final InstantSource time;
    private final Export export;

    KeyPages(ApiKeysController keys, AuditController audit, InstantSource realTime, Export export) {
        this.keys = keys;
        this.audit = audit;
        this.time = realTime;
        this.export = export;
    }

    /** What is looked for, as the browser sends it. */
    record Sought(
            @Nullable String q,
            @Nullable String state,
            @Nullable String person,
            @Nullable Instant endingBefore) {}

    @GetMapping("/console/keys")
    String list(
            Sought sought,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("sought", sought);
        page.addAttribute("list", Listing.of(find(sought, ROWS, cursor), request));
        return "keys";
    }

    @GetMapping("/console/keys.csv")
    void csv(Sought sought, HttpServletRequest request, HttpServletResponse response) throws IOException {
        export.write(TABLE, cursor -> find(sought, Page.MOST, cursor), request, response);
    }

    private Page<ApiKey> find(Sought sought, int limit, @Nullable String cursor) {
        return keys.list(sought.q(), sought.state(), sought.person(), sought.endingBefore(), limit, cursor);
    }

    @GetMapping("/console/keys/new")
    String empty(@RequestParam(required = false) @Nullable String person, Model page) {
        return draft(
                Filled.with(Map.of(
                        "name",
                        "",
                        "scopes",
                        "check",
                        "person",
                        person == null ? "" : person,
                        "expiresAt",
                        Moments.forField(time.instant().plus(USUAL)),
                        "reason",
                        "")),
                page);
    }

    String draft(Filled form, Model page) {
        page.addAttribute("form", form);
        page.addAttribute("scopes", Scope.values());
        return "key-new";
    }

    @GetMapping("/console/keys/{id}")
    String one(@PathVariable UUID id, Model page) {
        return show(id, Filled.with(Map.of("reason", "", "overlap", "P1D")), page);
    }

    /** @param form what was sent, if it was refused */
    String show(UUID id, Filled form, Model page) {
        page.addAttribute("found", keys.one(id));
        page.addAttribute("form", form);
        page.addAttribute("done", audit.about("api-key", id.toString(), SOME));
        return "key-page";
    }
}
