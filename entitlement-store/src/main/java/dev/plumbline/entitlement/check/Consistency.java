package dev.plumbline.entitlement.check;

import java.util.Locale;

/** Fresh from the database, or from this node's memory. */
enum Consistency {
    STRICT,
    CACHED;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
