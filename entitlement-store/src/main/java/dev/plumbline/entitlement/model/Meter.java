package dev.plumbline.entitlement.model;

import org.jspecify.annotations.Nullable;

/**
 * How usage events become a number.
 *
 * @param event the type of the events that count
 * @param value JSON path of the number (or of the thing counted once) in an event's data; null for a plain count
 */
public record Meter(
        String key,
        String event,
        Aggregate aggregate,
        @Nullable String value) {
    public enum Aggregate {
        COUNT,
        SUM,
        MAX,
        LAST,
        UNIQUE
    }
}
