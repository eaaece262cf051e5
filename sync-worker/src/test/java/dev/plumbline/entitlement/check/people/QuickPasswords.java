package dev.plumbline.entitlement.check.people;

/** Kept by the same hash with less work: tests log in a hundred times, and nobody guesses at what they chose. */
public final class QuickPasswords {
    private static final int ROUNDS = 1_000;

    private QuickPasswords() {}

    public static Passwords make() {
        return new Passwords(ROUNDS);
    }
}
