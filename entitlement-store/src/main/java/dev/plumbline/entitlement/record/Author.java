package dev.plumbline.entitlement.record;

/** Who writes, and the reason given: no write goes without. */
public record Author(String actor, String reason) {
    public Author {
        if (actor.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("A write names its actor and its reason");
        }
    }
}
