package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.decision.Ended;
import dev.plumbline.entitlement.decision.KeptPhase;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A phase by hand as callers read it.
 *
 * @param until as it was agreed; it may have ended earlier
 */
public record PhaseBody(
        String id,
        String customer,
        String kind,
        String plan,
        @Nullable String term,
        Instant from,
        @Nullable Instant until,
        @Nullable Instant billingAnchor,
        Map<String, Long> quantities,
        String reason,
        @Nullable String link,
        Instant createdAt,
        String createdBy,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        @Nullable String endReason) {
    static PhaseBody of(KeptPhase phase) {
        KeptPhase.Terms terms = phase.terms();
        Ended ended = phase.ended();
        return new PhaseBody(
                phase.id(),
                phase.customer().value(),
                terms.kind().name().toLowerCase(Locale.ROOT),
                terms.plan().toString(),
                terms.term(),
                terms.from(),
                terms.until(),
                terms.billingAnchor(),
                terms.quantities(),
                phase.reason(),
                phase.link(),
                phase.createdAt(),
                phase.createdBy(),
                ended == null ? null : ended.at(),
                ended == null ? null : ended.by(),
                ended == null ? null : ended.reason());
    }
}
