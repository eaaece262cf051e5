package dev.plumbline.simulated.stripe;

import java.time.Instant;

/** Part of a charge, given back. */
public record Refund(String id, Instant created, long amount, String status) {}
