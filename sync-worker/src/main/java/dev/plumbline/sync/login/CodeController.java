package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.CallerAuthentication;
import dev.plumbline.entitlement.check.access.KnownPeople;
import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.people.Logins;
import dev.plumbline.entitlement.check.people.SecondFactors;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The second half of a login: the code of a device, or one of those for the day on which it is lost. */
@Controller
class CodeController {
    private final SecondFactors factors;
    private final KnownPeople people;
    private final Logins logins;
    private final Guesses guesses;
    private final LoggedIn loggedIn;
    private final Destination destination;
    private final InstantSource time;
    private final MeterRegistry meters;

    CodeController(
            SecondFactors factors,
            KnownPeople people,
            Logins logins,
            Guesses guesses,
            LoggedIn loggedIn,
            Destination destination,
            InstantSource realTime,
            MeterRegistry meters) {
        this.factors = factors;
        this.people = people;
        this.logins = logins;
        this.guesses = guesses;
        this.loggedIn = loggedIn;
        this.destination = destination;
        this.time = realTime;
        this.meters = meters;
    }

    @GetMapping("/login/code")
    String ask(@RequestParam(required = false) @Nullable String to, HttpServletRequest request, Model page) {
        boolean awaited = PageSession.pending(request.getSession(false), time.instant()) != null;
        return show(awaited ? null : "Log in with your password first.", to, awaited, page);
    }

    @PostMapping("/login/code")
    @Nullable
    String take(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page)
            throws IOException {
        PendingLogin pending = PageSession.pending(request.getSession(false), time.instant());
        if (pending == null) {
            return "redirect:/login?why=ended";
        }
        Person person = people.stillIn(pending.person().id(), pending.since()).orElse(null);
        if (person == null) {
            // Disabled, signed out or given another password since theirs was right: then it counts no more.
            PageSession.forgetPending(request);
            return "redirect:/login?why=ended";
        }
        Attempt from = Attempt.of(request);
        String counted = Guesses.CODES + person.login();
        Guesses.Tried tried = guesses.tried(counted, from, false, () -> factors.fits(person, code));
        if (tried.pause().isPositive()) {
            count("throttled");
            PageSession.forgetPending(request);
            return "redirect:/login?why=wait&minutes=" + (tried.pause().toMinutes() + 1);
        }
        if (!tried.fits()) {
            count("refused");
            return show("That is not the code of now. Each is taken once: wait for the next one.", to, true, page);
        }
        count("accepted");
        logins.loggedIn(person, pending.newPassword());
        PageSession.forgetPending(request);
        request.changeSessionId();
        new HttpSessionCsrfTokenRepository().saveToken(null, request, response);
        var in = new CallerAuthentication(Caller.of(person));
        in.setDetails(pending.seal());
        loggedIn.keep(in, request, response);
        loggedIn.onAuthenticationSuccess(request, response, in);
        return null;
    }

    private String show(@Nullable String message, @Nullable String to, boolean awaited, Model page) {
        page.addAttribute("message", message);
        page.addAttribute("to", destination.checked(to));
        page.addAttribute("awaited", awaited);
        return "login-code";
    }

    private void count(String outcome) {
        meters.counter("plumbline.logins", "way", "code", "outcome", outcome).increment();
    }
}
