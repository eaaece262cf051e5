package dev.plumbline.entitlement.check.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something that does not fit, as people see it.
 *
 * @param state open; waived: open, but known and accepted for a while; resolved
 * @param side whom it hurts: customer_harm, leakage or neutral
 * @param subject whom a billing system calls it; null when it is about no subject
 * @param money what is at stake a month; null when it is not about money, or nobody knows how much
 * @param moneyUnknown it is about money, and nobody knows how much
 * @param mend what to do about it
 * @param openedAt when it opened last
 * @param reopened how often it came back after it was resolved
 * @param ageDays whole days since it opened, or how many it was open
 * @param age the same as finance counts it: 0-1, 2-7, 8-30, 31-60 or 60+ days
 * @param waived null when it is not, or not any more
 * @param reasonCode why it is so, one of {@code GET /v1/breaks/reasons}; null when nobody said
 * @param cause missed: no delivery told of the change; told: one did, and it was not applied; null when it is about no change
 * @param run the last that found it; null when none did
 * @param evidence what was seen: deliveries, versions of the answer, a digest of what the billing system said
 * @param links where to look on
 */
public record BreakBody(
        long id,
        String type,
        String severity,
        String side,
        String state,
        @Nullable String customer,
        @Nullable Subject subject,
        String detail,
        @Nullable Money money,
        boolean moneyUnknown,
        String mend,
        Instant openedAt,
        Instant lastSeenAt,
        @Nullable Instant resolvedAt,
        int reopened,
        long ageDays,
        String age,
        @Nullable String comment,
        @Nullable String assignee,
        @Nullable Waiver waived,
        @Nullable String reasonCode,
        @Nullable String cause,
        @Nullable Long run,
        @Nullable JsonNode evidence,
        Map<String, String> links,
        long edit) {
    public record Subject(
            String provider, String account, @Nullable String providerCustomer) {}

    /** @param amount in minor units of the currency */
    public record Money(long amount, String currency) {}

    public record Waiver(Instant until, String by, String reason) {}

    static long days(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toDays());
    }

    /** The bucket of finance. */
    static String age(long days) {
        if (days <= 1) {
            return "0-1";
        }
        if (days <= 7) {
            return "2-7";
        }
        if (days <= 30) {
            return "8-30";
        }
        return days <= 60 ? "31-60" : "60+";
    }
}
