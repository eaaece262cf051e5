package dev.plumbline.entitlement.record;

import java.time.Instant;

/**
 * The number of a model revision and the instant from which it holds.
 *
 * @param from business time; {@link Instant#MIN} for the one in force
 */
public record ModelSpan(long revision, Instant from) {}
