package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;

/** The password fits, and it is not enough: nobody is authenticated before the code is. */
final class CodeWanted extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    private final transient Person person;
    private final String seal;
    private final @Nullable String newPassword;

    CodeWanted(Person person, String seal, @Nullable String newPassword) {
        super("A code of the second factor is wanted");
        this.person = person;
        this.seal = seal;
        this.newPassword = newPassword;
    }

    PendingLogin since(java.time.Instant now) {
        return new PendingLogin(person, seal, newPassword, now);
    }
}
