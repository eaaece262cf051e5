package dev.plumbline.entitlement.check.http;

import org.jspecify.annotations.Nullable;

/** The edit of a resource as its ETag, and back from {@code If-Match}. */
public final class EditNumber {
    private EditNumber() {}

    public static String tag(long edit) {
        return "\"" + edit + "\"";
    }

    /** Null when any edit will do. */
    public static @Nullable Long expected(@Nullable String ifMatch) {
        if (ifMatch == null) {
            return null;
        }
        String bare = ifMatch.startsWith("W/") ? ifMatch.substring(2) : ifMatch;
        try {
            return Long.valueOf(bare.replace("\"", "").trim());
        } catch (NumberFormatException notOurs) {
            throw Refusal.ofParameter("If-Match", "It is the ETag of the resource as it was read");
        }
    }
}
