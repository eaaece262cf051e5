package dev.plumbline.sync.login;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Whether the password would have fitted was not looked at. */
final class TooManyTries extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManyTries(Duration wait) {
        super("Too many passwords were tried");
        this.wait = wait;
    }

    long minutes() {
        return wait.toMinutes() + 1;
    }
}
