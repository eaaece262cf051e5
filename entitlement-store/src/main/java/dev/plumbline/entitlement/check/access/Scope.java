package dev.plumbline.entitlement.check.access;

import java.util.Locale;
import java.util.Optional;

/** What a key may do. {@code admin} may do everything. */
public enum Scope {
    CHECK,
    USAGE,
    READ,
    WRITE,
    FINANCE,
    ADMIN;

    /** The name in answers and in the database (04). */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Scope> of(String key) {
        for (Scope scope : values()) {
            if (scope.key().equals(key)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
