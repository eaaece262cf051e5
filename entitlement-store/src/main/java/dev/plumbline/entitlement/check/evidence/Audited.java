package dev.plumbline.entitlement.check.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One entry of the audit.
 *
 * @param customer null when it concerns no single customer
 */
public record Audited(
        long id,
        Instant at,
        String actor,
        String action,
        What object,
        @Nullable String customer,
        String reason,
        @Nullable String link,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        @Nullable JsonNode cause) {
    static final String RESOLVED = "entitlements.resolved";

    public record What(String kind, String ref) {}

    /** The version of the customer's answer that came of it; null when none did. */
    @Nullable
    Long version() {
        return RESOLVED.equals(action) && after != null && after.has("version")
                ? Long.valueOf(after.get("version").asLong())
                : null;
    }
}
