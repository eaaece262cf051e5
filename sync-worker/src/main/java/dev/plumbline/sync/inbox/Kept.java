package dev.plumbline.sync.inbox;

/**
 * How the inbox took a delivery.
 *
 *
 * @param fresh false when this event was kept before: providers deliver at least once
 */
public record Kept(Admitted admitted, boolean fresh) {}
