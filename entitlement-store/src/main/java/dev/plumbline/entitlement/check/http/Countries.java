package dev.plumbline.entitlement.check.http;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Countries by ISO 3166-1 alpha-2. */
public final class Countries {
    private static final Set<String> KNOWN = Set.of(Locale.getISOCountries());

    private Countries() {}

    public static boolean isKnown(String code) {
        return KNOWN.contains(code);
    }

    public static @Nullable String checked(String parameter, @Nullable String code) {
        if (code != null && !isKnown(code)) {
            throw Refusal.ofParameter(parameter, "It is an ISO 3166-1 alpha-2 code in capitals, such as FI");
        }
        return code;
    }
}
