package dev.plumbline.entitlement.model.file;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Currency;
import java.util.Set;

/** Currencies by ISO 4217. */
final class Currencies {
    private static final Set<String> KNOWN = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(toUnmodifiableSet());

    private Currencies() {}

    static String checked(Spot at) {
        if (!KNOWN.contains(at.text())) {
            at.refuse(
                    ProblemCode.UNKNOWN_CURRENCY,
                    at.text() + " is no currency of ISO 4217; use the code of one that is, such as EUR");
        }
        return at.text();
    }
}
