package dev.plumbline.entitlement.check.people;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as admins see them.
 *
 * @param state active, or disabled: then they have no session and no key of theirs works
 * @param logsInBy password, or the issuer that answers for them
 * @param passwordGiven an admin has seen the password: on pages it opens nothing before they have changed it
 * @param secondFactor a code of a device is asked for at each login; where an issuer answers for them, that is seen to there
 * @param lastLoginAt null before the first time
 * @param edit of name, roles and state: the ETag
 */
public record KnownPerson(
        String id,
        String login,
        String name,
        List<String> roles,
        String state,
        String logsInBy,
        boolean passwordGiven,
        boolean secondFactor,
        Instant createdAt,
        String createdBy,
        @Nullable Instant lastLoginAt,
        long edit) {
    /** What the audit keeps before and after. */
    record Audited(String login, String name, List<String> roles, String state) {}

    Audited audited() {
        return new Audited(login, name, roles, state);
    }
}
