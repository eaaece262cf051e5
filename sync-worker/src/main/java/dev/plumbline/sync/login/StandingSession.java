package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.CallerAuthentication;
import dev.plumbline.entitlement.check.access.KnownPeople;
import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.http.ErrorAnswer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Whether who logged in is still in: not too long ago, not idle for too long, not disabled since, and with the roles of now. A
 * session that is over ends here, and the request goes on as nobody's.
 */
final class StandingSession extends OncePerRequestFilter {
    static final String ENDED = StandingSession.class.getName() + ".ended";

    private final KnownPeople people;
    private final SessionSettings settings;
    private final InstantSource time;
    private final ErrorAnswer errors;

    StandingSession(KnownPeople people, SessionSettings settings, InstantSource time, ErrorAnswer errors) {
        this.people = people;
        this.settings = settings;
        this.time = time;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        Instant since = PageSession.since(session);
        if (session != null && since != null) {
            try {
                look(request, session, since);
            } catch (DataAccessException failure) {
                if (errors.writeIfDatabaseIsAway(request, response, failure)) {
                    return;
                }
                throw failure;
            }
        }
        chain.doFilter(request, response);
    }

    private void look(HttpServletRequest request, HttpSession session, Instant since) {
        Instant now = time.instant();
        Optional<Person> person = PageSession.isOver(session, settings, now)
                ? Optional.empty()
                : whose().flatMap(known -> people.stillIn(known.id(), since));
        var context = SecurityContextHolder.createEmptyContext();
        if (person.isPresent()) {
            PageSession.seen(session, now);
            context.setAuthentication(new CallerAuthentication(Caller.of(person.get())));
        } else {
            session.invalidate();
            request.setAttribute(ENDED, true);
        }
        SecurityContextHolder.setContext(context);
    }

    private static Optional<Person> whose() {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        return Optional.ofNullable(known instanceof CallerAuthentication in ? person(in) : null);
    }

    private static @Nullable Person person(CallerAuthentication in) {
        return in.getPrincipal().person();
    }
}
