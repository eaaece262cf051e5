package dev.plumbline.entitlement.check;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Which upgrades give this customer feature X. For applications as a check is (scope {@code check}): they ask it where
 * they would otherwise have to say no, and it tells nothing that the price list does not.
 */
@RestController
class UpgradesController {
    private final Upgrading upgrading;

    UpgradesController(Upgrading upgrading) {
        this.upgrading = upgrading;
    }

    @GetMapping("/v1/customers/{customer}/upgrades")
    UpgradesAnswer upgrades(
            @PathVariable String customer,
            @RequestParam String feature,
            @RequestParam(required = false) @Nullable BigDecimal requested,
            @RequestParam(required = false) @Nullable String level,
            @RequestParam(required = false) @Nullable String country,
            @RequestParam(required = false) @Nullable Instant at) {
        return upgrading.upgrades(
                customer, feature, Asked.query(null, null, null, requested, level, country, null, at, null));
    }
}
