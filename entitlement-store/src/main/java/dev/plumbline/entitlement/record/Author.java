package dev.plumbline.entitlement.record;

import org.jspecify.annotations.Nullable;

/**
 * Who writes, and the reason given: no write goes without.
 *
 * @param link where more is to be read: a ticket, a thread; null when none was given
 */
public record Author(String actor, String reason, @Nullable String link) {
    // Written out: of a compact constructor the class file loses that the link may be null.
    public Author(String actor, String reason, @Nullable String link) {
        if (actor.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("A write names its actor and its reason");
        }
        this.actor = actor;
        this.reason = reason;
        this.link = link;
    }

    public Author(String actor, String reason) {
        this(actor, reason, null);
    }
}
