package dev.plumbline.simulated.demo;

import java.time.Instant;

/**
 * A customer issued an invoice.
 *
 * @param id by which whoever is told counts it once
 */
public record Use(String id, String customer, Instant at) {}
