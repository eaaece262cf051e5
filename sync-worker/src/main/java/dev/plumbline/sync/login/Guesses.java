package dev.plumbline.sync.login;

import dev.plumbline.sync.login.LoginTries.Limit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Passwords that were tried and did not fit, on whichever node. Nobody is locked out: who tries too often from one place waits a
 * quarter of an hour there, and a browser that its owner has logged in with before counts its own tries only, so that others'
 * guesses never stand in their way. Logins that do not exist count as those that do.
 *
 * <p>They are counted in the database, and while it is away nothing is looked at: passwords and people are kept in the same one, so
 * nobody could log in anyway, and who can disturb it must not win tries by that.
 */
@Component
class Guesses {
    /** Before the login, where codes and not passwords are counted. */
    static final String CODES = "code of ";

    private static final String LOGIN = "login ";
    private static final int BY_DEVICE = 10;
    private static final int BY_LOGIN_AND_PLACE = 5;
    private static final int BY_LOGIN = 50;
    /** A code is short: who knows the password gets fewer tries, from wherever. */
    private static final int BY_LOGIN_OF_CODES = 10;

    private static final int BY_PLACE = 100;

    private final LoginTries tries;
    private final InstantSource time;

    Guesses(LoginTries tries, InstantSource realTime) {
        this.tries = tries;
        this.time = realTime;
    }

    /** @param pause before the next; above zero when this one was not looked at */
    record Tried(Duration pause, boolean fits) {}

    /**
     * Counted before it is looked at, and taken back when it fits: of a hundred that come at once no more are looked at than of a
     * hundred that come one after the other.
     *
     * @param known by a browser that its owner has logged in with before
     */
    Tried tried(String login, Attempt from, boolean known, BooleanSupplier fits) {
        List<Limit> limits = limits(login, from, known);
        Duration wait = tries.count(limits, time.instant());
        if (wait.isPositive()) {
            return new Tried(wait, false);
        }
        boolean fit;
        try {
            fit = fits.getAsBoolean();
        } catch (RuntimeException notLookedAt) {
            takeBack(limits, notLookedAt);
            throw notLookedAt;
        }
        if (fit) {
            limits.forEach(this::succeeded);
        }
        return new Tried(wait, fit);
    }

    /** Where the database is away for this too, the try stays counted. */
    private void takeBack(List<Limit> limits, RuntimeException reason) {
        try {
            limits.forEach(tries::takeBack);
        } catch (DataAccessException alsoAway) {
            reason.addSuppressed(alsoAway);
        }
    }

    /** The right password from here: what was mistyped before is forgotten, what others guess elsewhere is not. */
    private void succeeded(Limit limit) {
        if (!limit.of().startsWith(LOGIN) && limit.most() <= BY_DEVICE) {
            tries.forget(limit);
        } else {
            tries.takeBack(limit);
        }
    }

    private static List<Limit> limits(String login, Attempt from, boolean known) {
        return known
                ? List.of(new Limit("device " + login + " " + from.device(), BY_DEVICE))
                : List.of(
                        new Limit("here " + from.address() + " " + login, BY_LOGIN_AND_PLACE),
                        new Limit(LOGIN + login, login.startsWith(CODES) ? BY_LOGIN_OF_CODES : BY_LOGIN),
                        new Limit("place " + from.address(), BY_PLACE));
    }
}
