package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.FeatureKey;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * May this customer use this feature now, how much, and why: what a check answers (04). Fields that the feature's type does
 * not have are null.
 *
 * @param limit null when unlimited; 0 for a denied feature
 * @param remaining never below 0; null when unlimited
 * @param overage how much more than the limit is used
 * @param level the lowest one for a denied feature
 * @param resetsAt null for rolling windows, which never start anew
 * @param validUntil the answer changes by time alone then, not before; null for never
 */
public record Decision(
        FeatureKey feature,
        String type,
        boolean hasAccess,
        Reason reason,
        Source source,
        @Nullable BigDecimal limit,
        boolean unlimited,
        @Nullable BigDecimal used,
        @Nullable BigDecimal remaining,
        @Nullable BigDecimal overage,
        @Nullable String level,
        @Nullable Instant windowStart,
        @Nullable Instant resetsAt,
        Segment.@Nullable Phase phase,
        @Nullable Instant validUntil) {}
