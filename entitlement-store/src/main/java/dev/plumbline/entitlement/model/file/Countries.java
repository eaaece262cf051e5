package dev.plumbline.entitlement.model.file;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Countries by ISO 3166-1 alpha-2. A market of countries that do not exist would be one that nobody maps to. */
final class Countries {
    private static final Set<String> KNOWN = Set.of(Locale.getISOCountries());
    /** Kosovo has no code of its own yet; billing systems use this one. */
    private static final String KOSOVO = "XK";

    private static final Map<String, String> MEANT = Map.of("UK", "GB", "EL", "GR", "SU", "RU", "KO", "KR", "JA", "JP");

    private Countries() {}

    static String checked(Spot at) {
        var code = at.text();
        if (!KNOWN.contains(code) && !code.equals(KOSOVO)) {
            var meant = MEANT.get(code);
            at.refuse(
                    ProblemCode.UNKNOWN_COUNTRY,
                    code + " is no country of ISO 3166-1"
                            + (meant == null ? "; use the code of one that is" : "; did you mean " + meant + "?"));
        }
        return code;
    }
}
