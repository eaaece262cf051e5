package dev.plumbline.sync.reconcile.finding;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What proves a finding.
 *
 * @param object what was looked at at the billing system
 * @param objectSha256 of what it said, in our words; null when it said nothing
 * @param inbox deliveries that told of the change
 * @param feature one whose explanation shows it
 * @param at business time at which both sides were compared
 * @param beforeVersion of the customer's answer; null when there was none
 * @param afterVersion null when nothing was written
 * @param counts of metered use; null for anything else
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evidence(
        @Nullable String object,
        @Nullable String objectSha256,
        List<Long> inbox,
        @Nullable String feature,
        Instant at,
        @Nullable Long beforeVersion,
        @Nullable Long afterVersion,
        @Nullable Counts counts) {
    public Evidence {
        inbox = List.copyOf(inbox);
    }

    public Evidence(
            @Nullable String object,
            @Nullable String objectSha256,
            List<Long> inbox,
            @Nullable String feature,
            Instant at,
            @Nullable Long beforeVersion,
            @Nullable Long afterVersion) {
        this(object, objectSha256, inbox, feature, at, beforeVersion, afterVersion, null);
    }

    /**
     * What both sides counted within {@code [from, until)}.
     *
     * @param difference here less there
     */
    public record Counts(
            String meter, Instant from, Instant until, BigDecimal here, BigDecimal there, BigDecimal difference) {}

    Evidence showing(@Nullable String shown) {
        return new Evidence(object, objectSha256, inbox, shown, at, beforeVersion, afterVersion);
    }
}
