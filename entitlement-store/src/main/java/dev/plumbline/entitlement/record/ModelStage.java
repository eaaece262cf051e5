package dev.plumbline.entitlement.record;

import java.time.Instant;

/**
 * A model revision and the instant from which it holds.
 *
 * @param from business time; {@link Instant#MIN} for the one in force
 */
public record ModelStage(Instant from, ModelRevision revision) {}
