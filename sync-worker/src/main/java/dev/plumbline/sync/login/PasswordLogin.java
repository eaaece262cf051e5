package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.CallerAuthentication;
import dev.plumbline.entitlement.check.people.Logins;
import dev.plumbline.entitlement.check.people.Logins.Candidate;
import dev.plumbline.entitlement.check.people.Passwords;
import dev.plumbline.entitlement.check.people.SecondFactors;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.transaction.TransactionException;

/**
 * A login and a password. Nobody learns from the answer, or from how long it takes, whether there is such a login. No bean: those
 * Spring Security asks a second time when they said no, and a try would count twice.
 */
final class PasswordLogin implements AuthenticationProvider {
    private static final int LONGEST = 200;

    private final Logins logins;
    private final Passwords passwords;
    private final SecondFactors factors;
    private final Guesses guesses;
    private final MeterRegistry meters;

    PasswordLogin(Logins logins, Passwords passwords, SecondFactors factors, Guesses guesses, MeterRegistry meters) {
        this.factors = factors;
        this.logins = logins;
        this.passwords = passwords;
        this.guesses = guesses;
        this.meters = meters;
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }

    /** What it answers carries, as its details, the seal for the browser. */
    @Override
    public Authentication authenticate(Authentication asked) {
        try {
            return authenticate(asked.getName().strip().toLowerCase(Locale.ROOT), asked);
        } catch (DataAccessException | TransactionException away) {
            throw new AuthenticationServiceException("The database was not to be asked", away);
        }
    }

    private Authentication authenticate(String login, Authentication asked) {
        if (login.isEmpty() || login.length() > LONGEST || login.indexOf('\0') >= 0) {
            throw refused("refused");
        }
        Attempt from = asked.getDetails() instanceof Attempt attempt ? attempt : new Attempt("unknown", null);
        Candidate candidate = logins.byPassword(login).orElse(null);
        boolean known = candidate != null
                && KnownDevice.opened(from.device(), candidate.deviceSecret()).isPresent();
        String password = String.valueOf(asked.getCredentials());
        Guesses.Tried tried = guesses.tried(login, from, known, () -> passwords.fits(password, kept(candidate)));
        if (tried.pause().isPositive()) {
            count("throttled");
            throw new TooManyTries(tried.pause());
        }
        if (!tried.fits() || candidate == null) {
            throw refused("refused");
        }
        String better = passwords.isOutdated(candidate.password()) ? passwords.encoded(password) : null;
        if (factors.of(candidate.person().id()).isOn()) {
            throw new CodeWanted(candidate.person(), KnownDevice.seal(candidate.deviceSecret()), better);
        }
        logins.loggedIn(candidate.person(), better);
        count("accepted");
        var in = new CallerAuthentication(Caller.of(candidate.person()));
        in.setDetails(KnownDevice.seal(candidate.deviceSecret()));
        return in;
    }

    private static @Nullable String kept(@Nullable Candidate candidate) {
        return candidate == null ? null : candidate.password();
    }

    private BadCredentialsException refused(String outcome) {
        count(outcome);
        return new BadCredentialsException("No such login, or not this password");
    }

    private void count(String outcome) {
        meters.counter("plumbline.logins", "way", "password", "outcome", outcome)
                .increment();
    }
}
