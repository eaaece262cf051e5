package dev.plumbline.entitlement.seal;

import org.jspecify.annotations.Nullable;

/** Which of two comes first in the chain. */
final class Flaws {
    private Flaws() {}

    static @Nullable Flaw first(@Nullable Flaw one, @Nullable Flaw other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.position() <= other.position() ? one : other;
    }
}
