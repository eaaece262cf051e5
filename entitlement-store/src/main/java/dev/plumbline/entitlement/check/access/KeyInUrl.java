package dev.plumbline.entitlement.check.access;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether somebody put a key into the query, by the parameter's name or by how the value begins. */
final class KeyInUrl {
    private static final Set<String> NAMES =
            Set.of("api_key", "apikey", "api-key", "x-api-key", "access_token", "authorization", "bearer");

    private KeyInUrl() {}

    static boolean isIn(@Nullable String query) {
        if (query == null) {
            return false;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (NAMES.contains(name.toLowerCase(Locale.ROOT)) || Secret.looksLikeOne(pair.substring(equals + 1))) {
                return true;
            }
        }
        return false;
    }
}
