package dev.plumbline.entitlement.check.people;

import dev.plumbline.entitlement.check.http.Refusal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Whether everybody has to have a second factor, and what its secret is sealed with. */
@Component
class FactorSettings {
    private final boolean required;
    private final @Nullable FactorKey key;

    FactorSettings(
            @Value("${plumbline.people.second-factor:optional}") String wanted,
            @Value("${plumbline.people.second-factor-key:}") String key) {
        this.required = required(wanted.strip().toLowerCase(Locale.ROOT));
        this.key = key.isBlank() ? null : FactorKey.of(key.strip());
        if (required && this.key == null) {
            throw new IllegalStateException("PLUMBLINE_PEOPLE_SECONDFACTOR is required, and there is no key to seal"
                    + " the secrets with: set PLUMBLINE_PEOPLE_SECONDFACTORKEY to a secret of " + FactorKey.SHORTEST
                    + " characters or more, the same on every node");
        }
    }

    private static boolean required(String wanted) {
        return switch (wanted) {
            case "required" -> true;
            case "optional", "" -> false;
            default ->
                throw new IllegalStateException(
                        "PLUMBLINE_PEOPLE_SECONDFACTOR is required or optional, and not " + wanted);
        };
    }

    boolean isRequired() {
        return required;
    }

    /** @throws Refusal where no operator has set one */
    FactorKey sealing() {
        if (key == null) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "SECOND_FACTOR_KEY_MISSING",
                    "Nobody can enrol before an operator sets PLUMBLINE_PEOPLE_SECONDFACTORKEY to a secret of "
                            + FactorKey.SHORTEST + " characters or more, the same on every node: secrets are never"
                            + " kept in clear");
        }
        return key;
    }
}
