package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.decision.Ended;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.KeptOverride.Terms;
import dev.plumbline.entitlement.upgrade.MonthlyPrice;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An override as callers read it.
 *
 * @param state future, active, ending (soon) or ended
 * @param valueForgone list value a month of the cheapest on sale that would have given as much; null when it is not known
 */
public record OverrideBody(
        String id,
        String customer,
        String feature,
        String effect,
        @Nullable Object value,
        Instant validFrom,
        Instant validUntil,
        @Nullable String user,
        boolean ignoreAvailability,
        String reason,
        @Nullable String link,
        String state,
        Instant createdAt,
        String createdBy,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        @Nullable String endReason,
        @Nullable MonthlyPrice valueForgone) {
    static OverrideBody of(KeptOverride override, Instant now, Duration soon, @Nullable MonthlyPrice valueForgone) {
        Terms terms = override.terms();
        Ended ended = override.ended();
        return new OverrideBody(
                override.id(),
                override.customer().value(),
                terms.feature(),
                terms.effect().name().toLowerCase(Locale.ROOT),
                OverrideValues.shown(terms.value()),
                terms.validFrom(),
                terms.validUntil(),
                terms.user(),
                terms.ignoreAvailability(),
                override.reason(),
                override.link(),
                override.state(now, soon).name().toLowerCase(Locale.ROOT),
                override.createdAt(),
                override.createdBy(),
                ended == null ? null : ended.at(),
                ended == null ? null : ended.by(),
                ended == null ? null : ended.reason(),
                valueForgone);
    }
}
