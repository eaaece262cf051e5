package dev.plumbline.sync.inbox;

import org.jspecify.annotations.Nullable;

/** Why a delivery came to nothing, and what to do about it, in words. */
final class DeadLetters {
    private DeadLetters() {}

    static @Nullable String why(
            String state, @Nullable String why, boolean subjectIsQuarantined, @Nullable String error) {
        if (why != null) {
            return why;
        }
        return switch (state) {
            case "IGNORED" -> "Its type says nothing that Plumbline acts on";
            case "REJECTED_MODE" -> "It speaks of test money at a live account, or the other way round";
            default -> subjectIsQuarantined ? "Whom it is about is set aside: " + error : null;
        };
    }

    static @Nullable String mend(String state, String provider, String account, boolean subjectIsQuarantined) {
        return switch (state) {
            case "IGNORED" -> "Nothing. After an update that knows its type, replay it";
            case "REJECTED_MODE" ->
                "Send events of this mode to an account of their own, or correct PLUMBLINE_%s_%s_LIVE; then replay it"
                        .formatted(upper(provider), upper(account));
            case "QUARANTINED" ->
                "It was signed, so the provider sent it: update Plumbline, then replay it. What it is about is found by the"
                        + " nightly run";
            default ->
                subjectIsQuarantined
                        ? "Mend what the reason names, then replay it; the last good answer stays until then"
                        : null;
        };
    }

    private static String upper(String name) {
        return name.toUpperCase(java.util.Locale.ROOT);
    }
}
