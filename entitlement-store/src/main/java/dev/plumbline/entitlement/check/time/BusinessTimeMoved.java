package dev.plumbline.entitlement.check.time;

import java.time.Instant;

/** The test clock was set. Whoever has something due at a time handles it before returning: the setter waits. */
public record BusinessTimeMoved(Instant now) {}
