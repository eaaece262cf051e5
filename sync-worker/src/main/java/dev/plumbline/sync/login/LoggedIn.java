package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.CallerAuthentication;
import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.people.Logins;
import dev.plumbline.entitlement.check.people.SecondFactors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

/** Somebody is in: their session begins, with an id that nobody knew before, and they go where they wanted to. */
@Component
class LoggedIn implements AuthenticationSuccessHandler {
    private static final Duration DEVICE_KEPT = Duration.ofDays(180);

    private final Destination destination;
    private final SessionSettings settings;
    private final SecondFactors factors;
    private final Logins logins;
    private final InstantSource time;
    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

    LoggedIn(
            Destination destination,
            SessionSettings settings,
            SecondFactors factors,
            Logins logins,
            InstantSource realTime) {
        this.logins = logins;
        this.factors = factors;
        this.destination = destination;
        this.settings = settings;
        this.time = realTime;
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, Authentication in)
            throws IOException {
        String to = request.getParameter("to");
        String kept = PageSession.wanted(request);
        if (in.getPrincipal() instanceof VouchedFor vouched) {
            keep(new CallerAuthentication(Caller.of(vouched.person())), request, response);
        } else if (in.getDetails() instanceof String seal) {
            response.addHeader(HttpHeaders.SET_COOKIE, device(seal, request.isSecure()));
            ((CallerAuthentication) in).setDetails(null);
            PageSession.lacksFactor(request.getSession(), lacksFactor(in));
            PageSession.hasGivenPassword(request.getSession(), hasGivenPassword(in));
        }
        HttpSession session = request.getSession();
        session.setMaxInactiveInterval((int) settings.idle().toSeconds());
        PageSession.begin(session, time.instant());
        response.sendRedirect(destination.checked(to == null ? kept : to));
    }

    /** Of what the issuer said nothing is kept in the session but who it is. */
    void keep(CallerAuthentication in, HttpServletRequest request, HttpServletResponse response) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(in);
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
    }

    /** Of who logged in with a password kept here; an issuer sees to that by itself. */
    private boolean lacksFactor(Authentication in) {
        Person person =
                in instanceof CallerAuthentication known ? known.getPrincipal().person() : null;
        return factors.isRequired()
                && person != null
                && !factors.of(person.id()).isOn();
    }

    private boolean hasGivenPassword(Authentication in) {
        Person person =
                in instanceof CallerAuthentication known ? known.getPrincipal().person() : null;
        return person != null && logins.hasGivenPassword(person.id());
    }

    private static String device(String seal, boolean secure) {
        return ResponseCookie.from(KnownDevice.COOKIE, seal)
                .path("/login")
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .maxAge(DEVICE_KEPT)
                .build()
                .toString();
    }
}
