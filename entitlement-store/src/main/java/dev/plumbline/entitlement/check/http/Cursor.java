package dev.plumbline.entitlement.check.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page begins. Opaque to callers, so that it may change. */
public final class Cursor {
    private Cursor() {}

    public static String write(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(UTF_8));
    }

    /** @param otherwise for the first page, which has no cursor */
    public static String read(@Nullable String cursor, String otherwise) {
        try {
            return cursor == null
                    ? otherwise
                    : new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw invalid();
        }
    }

    /** A position that is a number. */
    public static long readNumber(@Nullable String cursor, long otherwise) {
        try {
            return cursor == null ? otherwise : Long.parseLong(read(cursor, ""));
        } catch (NumberFormatException notOurs) {
            throw invalid();
        }
    }

    public static Refusal invalid() {
        return Refusal.ofParameter("cursor", "It is the nextCursor of a page before, unchanged");
    }
}
