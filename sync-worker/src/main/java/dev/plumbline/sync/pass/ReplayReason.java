package dev.plumbline.sync.pass;

import dev.plumbline.entitlement.check.http.Reasons;
import org.jspecify.annotations.Nullable;

/** Why something is looked at again: in the body, in the query, or in the header that other writes take it in. */
public final class ReplayReason {
    private ReplayReason() {}

    public static String of(@Nullable String... given) {
        for (String reason : given) {
            if (reason != null && !reason.isBlank()) {
                return Reasons.required(reason);
            }
        }
        return Reasons.required(null);
    }
}
