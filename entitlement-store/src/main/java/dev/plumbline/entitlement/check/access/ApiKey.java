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
 * @param state active, expired, revoked, or resting: its person is disabled
 * @param replaces the key whose place it took; null for none
 * @param replacedBy the key that took its place; null for none
 */
public record ApiKey(
        UUID id,
        String name,
        String prefix,
        List<String> scopes,
        @Nullable String person,
        String state,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt,
        @Nullable UUID replaces,
        @Nullable UUID replacedBy) {}
