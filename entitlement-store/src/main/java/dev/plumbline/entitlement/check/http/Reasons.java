package dev.plumbline.entitlement.check.http;

import org.jspecify.annotations.Nullable;

/** Why a write is made, in a header, for the audit (S-14). */
public final class Reasons {
    public static final String HEADER = "X-Reason";
    public static final String NONE_GIVEN = "by API";
    private static final int LONGEST = 500;
    private static final int LONGEST_IN_BODY = 1_000;

    private Reasons() {}

    public static String checked(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST || reason.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.ofParameter(HEADER, "A reason has 1 to " + LONGEST + " characters");
        }
        return reason;
    }

    /** Of a body: there it is not optional, and may have several lines. */
    public static String required(@Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_IN_BODY) {
            throw Refusal.ofBody(
                    "/reason",
                    "Say why, in 1 to " + LONGEST_IN_BODY
                            + " characters: it stays with the change for good; link to the rest");
        }
        if (!Texts.isReadable(reason)) {
            throw Refusal.ofBody("/reason", "It has characters that cannot be read or that turn text around");
        }
        return reason.strip();
    }
}
