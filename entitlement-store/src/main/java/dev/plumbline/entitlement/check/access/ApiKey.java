package dev.plumbline.entitlement.check.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is kept: its secret is not among it.
 *
 * @param prefix the beginning of the secret, to recognise it by
 * @param person whose it is, by their login; null for one of an application
 */
record ApiKey(
        UUID id,
        String name,
        String prefix,
        List<String> scopes,
        @Nullable String person,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {}
