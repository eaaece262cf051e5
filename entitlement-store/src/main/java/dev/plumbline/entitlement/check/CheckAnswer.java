package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Reason;
import dev.plumbline.entitlement.resolve.Source;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a check answers. Every field is always there; what the feature's type does not have is null.
 *
 * @param limit null when unlimited; 0 when the feature is denied. When only the request is (REQUEST_EXCEEDS_LIMIT), what the
 *     customer has: an application can say "you have 5"
 * @param level the lowest when the feature is denied; when only the request is (LEVEL_TOO_LOW), the level the customer has
 * @param asOf the instant that was asked about
 * @param staleness how long ago this was last known to be what the database holds
 * @param mode {@code degraded} when it is denied because what is known is too old for what cannot be undone, else {@code normal}
 * @param usageAsOf what was used until then is counted; null unless metered
 * @param validUntil the answer may change by time alone then; null for never
 */
public record CheckAnswer(
        String customer,
        String feature,
        String type,
        boolean hasAccess,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal used,
        @Nullable BigDecimal remaining,
        boolean unlimited,
        @Nullable String level,
        @Nullable Instant windowStart,
        @Nullable Instant resetsAt,
        Reason reason,
        From source,
        long version,
        Instant asOf,
        Duration staleness,
        String consistency,
        @Nullable Instant usageAsOf,
        String mode,
        boolean fallback,
        @Nullable String phase,
        @Nullable BigDecimal overage,
        @Nullable Instant validUntil) {
    private static final String NORMAL = "normal";
    private static final String DEGRADED = "degraded";

    /** What gave the answer, e.g. {@code plan}, {@code team@2}. */
    public record From(String kind, String ref) {
        static From of(Source source) {
            return new From(source.kind().key(), source.ref());
        }
    }

    /** How the answer was come by. */
    record Freshness(long version, Instant asOf, Duration staleness, Consistency consistency) {}

    boolean isDegraded() {
        return mode.equals(DEGRADED);
    }

    static CheckAnswer of(String customer, Decision decision, Freshness freshness, @Nullable Instant usageAsOf) {
        return new CheckAnswer(
                customer,
                decision.feature().value(),
                decision.type(),
                decision.hasAccess(),
                decision.limit(),
                decision.used(),
                decision.remaining(),
                decision.unlimited(),
                decision.level(),
                decision.windowStart(),
                decision.resetsAt(),
                decision.reason(),
                From.of(decision.source()),
                freshness.version(),
                freshness.asOf(),
                freshness.staleness(),
                freshness.consistency().key(),
                usageAsOf,
                decision.reason() == Reason.DEGRADED_MODE ? DEGRADED : NORMAL,
                false,
                decision.phase() == null ? null : decision.phase().name().toLowerCase(Locale.ROOT),
                decision.overage(),
                decision.validUntil());
    }
}
