package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.people.Logins;
import dev.plumbline.entitlement.check.people.Passwords;
import dev.plumbline.entitlement.check.people.People;
import dev.plumbline.entitlement.check.people.SecondFactors;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * What people change of their own way in. Whoever finds a browser open knows neither the password nor the code, and may guess
 * them as often as at the login and no more.
 */
@Component
public class OwnAccess {
    private final Logins logins;
    private final Passwords passwords;
    private final People people;
    private final SecondFactors factors;
    private final Guesses guesses;
    private final InstantSource time;

    OwnAccess(
            Logins logins,
            Passwords passwords,
            People people,
            SecondFactors factors,
            Guesses guesses,
            InstantSource realTime) {
        this.logins = logins;
        this.passwords = passwords;
        this.people = people;
        this.factors = factors;
        this.guesses = guesses;
        this.time = realTime;
    }

    /** Whether there is a password here at all. */
    public boolean hasPassword(Person person) {
        return logins.byPassword(person.login()).isPresent();
    }

    /** An admin has seen it: it is to be changed before anything else. */
    public boolean hasGivenPassword(Person person) {
        return logins.hasGivenPassword(person.id());
    }

    /** Everybody else who is logged in as them is out; this session stays. */
    public void changePassword(HttpServletRequest request, Person person, String current, String password) {
        Optional<Logins.Candidate> kept = logins.byPassword(person.login());
        if (kept.isEmpty()) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "LOGS_IN_ELSEWHERE",
                    "You log in with your company's login; the password is kept there");
        }
        String before = kept.get().password();
        Guesses.Tried tried =
                guesses.tried(person.login(), Attempt.of(request), false, () -> passwords.fits(current, before));
        refuseIfTooMany(tried.pause());
        if (!tried.fits()) {
            throw Refusal.ofBody("/current", "That is not your password");
        }
        if (passwords.fits(password, before)) {
            throw Refusal.ofBody("/password", "It is the one that you have");
        }
        people.changeOwnPassword(person, password);
        PageSession.hasGivenPassword(request.getSession(), false);
        PageSession.begin(request.getSession(), time.instant());
    }

    /** The codes for the day on which the device is lost: shown now and never again. */
    public List<String> confirm(HttpServletRequest request, Person person, String code) {
        var recovery = new ArrayList<String>();
        Guesses.Tried tried = guesses.tried(
                Guesses.CODES + person.login(),
                Attempt.of(request),
                false,
                () -> recovery.addAll(factors.confirm(person, code)));
        refuseIfTooMany(tried.pause());
        if (!tried.fits()) {
            throw Refusal.ofBody(
                    "/code", "That is not the code of now: look at the clock of the device, and type the next one");
        }
        PageSession.hasFactor(request.getSession());
        return List.copyOf(recovery);
    }

    public void takeOff(HttpServletRequest request, Person person, String code) {
        Attempt from = Attempt.of(request);
        Guesses.Tried tried =
                guesses.tried(Guesses.CODES + person.login(), from, false, () -> factors.fits(person, code));
        refuseIfTooMany(tried.pause());
        if (!tried.fits()) {
            throw Refusal.ofBody("/off", "That is not the code of now, nor one for a lost device. Each is taken once");
        }
        factors.takeOff(person);
        if (factors.isRequired()) {
            PageSession.lacksFactor(request.getSession(), true);
        }
    }

    private static void refuseIfTooMany(Duration wait) {
        if (wait.isPositive()) {
            throw Refusal.of(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "TOO_MANY_TRIES",
                    "Too many were tried from here. Try again in " + (wait.toMinutes() + 1) + " minutes");
        }
    }
}
