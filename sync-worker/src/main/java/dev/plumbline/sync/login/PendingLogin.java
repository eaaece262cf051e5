package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.Person;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose password was right and whose code is awaited. Nobody is logged in by that.
 *
 * @param seal for the browser, when they are in
 * @param newPassword the same one, kept in a better way; null when it is kept well
 */
record PendingLogin(Person person, String seal, @Nullable String newPassword, Instant since) {
    /** To find the device and type six digits. */
    private static final Duration TIME = Duration.ofMinutes(5);

    boolean isOver(Instant now) {
        return !now.isBefore(since.plus(TIME));
    }

    @Override
    public String toString() {
        return "PendingLogin of " + person.login();
    }
}
