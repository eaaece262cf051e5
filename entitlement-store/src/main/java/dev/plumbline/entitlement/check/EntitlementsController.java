package dev.plumbline.entitlement.check;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Checks, one or all, and why. */
@RestController
public class EntitlementsController {
    private final Checks checks;
    private final Explaining explaining;

    EntitlementsController(Checks checks, Explaining explaining) {
        this.checks = checks;
        this.explaining = explaining;
    }

    @GetMapping("/v1/customers/{customer}/entitlements/{feature}")
    public CheckAnswer check(
            @PathVariable String customer,
            @PathVariable String feature,
            @RequestParam(required = false) @Nullable String consistency,
            @RequestParam(required = false) @Nullable Duration maxAge,
            @RequestParam(required = false) @Nullable Long minVersion,
            @RequestParam(required = false) @Nullable BigDecimal requested,
            @RequestParam(required = false) @Nullable String level,
            @RequestParam(required = false) @Nullable String country,
            @RequestParam(required = false) @Nullable String user,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Instant knownAt) {
        CheckQuery query = Asked.query(consistency, maxAge, minVersion, requested, level, country, user, at, knownAt);
        return Found.orRefuse(checks.check(customer, feature, query));
    }

    @GetMapping("/v1/customers/{customer}/entitlements")
    public ResponseEntity<AllChecked> all(
            @PathVariable String customer,
            @RequestParam(required = false) @Nullable String consistency,
            @RequestParam(required = false) @Nullable Duration maxAge,
            @RequestParam(required = false) @Nullable Long minVersion,
            @RequestParam(required = false) @Nullable String country,
            @RequestParam(required = false) @Nullable String user,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Instant knownAt) {
        CheckQuery query = Asked.query(consistency, maxAge, minVersion, null, null, country, user, at, knownAt);
        Checks.All found = checks.all(customer, query);
        return ResponseEntity.ok()
                .eTag(found.tag())
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(AllChecked.of(found, query.consistency()));
    }

    @GetMapping("/v1/customers/{customer}/entitlements/{feature}/explain")
    public Explained explain(
            @PathVariable String customer,
            @PathVariable String feature,
            @RequestParam(required = false) @Nullable BigDecimal requested,
            @RequestParam(required = false) @Nullable String level,
            @RequestParam(required = false) @Nullable String country,
            @RequestParam(required = false) @Nullable String user,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Instant knownAt) {
        return explaining.explain(
                customer,
                feature,
                Asked.query(null, Duration.ZERO, null, requested, level, country, user, at, knownAt));
    }
}
