package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, to what, and why.
 *
 * @param action a past fact, e.g. {@code customer.changed}
 * @param customer whose timeline shows it; null when it concerns no single customer
 * @param before the object as JSON; null when it did not exist
 * @param after the object as JSON; null when it does not exist any more
 */
public record AuditEntry(
        Author by,
        String action,
        String objectKind,
        String objectRef,
        @Nullable CustomerKey customer,
        @Nullable Object before,
        @Nullable Object after) {}
