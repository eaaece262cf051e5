package dev.plumbline.entitlement.decision;

import java.time.Instant;

/**
 * A decision that somebody ended before its time.
 *
 * @param at business time; not after the beginning: it never was
 */
public record Ended(Instant at, String by, String reason) {}
