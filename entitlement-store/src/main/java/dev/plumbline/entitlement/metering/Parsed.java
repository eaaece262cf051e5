package dev.plumbline.entitlement.metering;

import org.jspecify.annotations.Nullable;

/** One event of what was sent: it can be read, or it is said why not, and the others of its batch go on. */
public sealed interface Parsed {
    record Event(UsageEvent event) implements Parsed {}

    /** @param id as far as it has one */
    record Unfit(@Nullable String id, @Nullable String source, String why) implements Parsed {}
}
