package dev.plumbline.entitlement.check.changes;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happened.
 *
 * @param customer null when it concerns no single one
 * @param data what is told of it, as JSON on one line
 */
record Told(long position, String kind, @Nullable String customer, String data) {}
