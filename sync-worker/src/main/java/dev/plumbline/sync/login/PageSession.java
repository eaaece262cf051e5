package dev.plumbline.sync.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a session remembers of its login, beside who it is. */
final class PageSession {
    private static final String SINCE = "plumbline.since";
    private static final String SEEN = "plumbline.seen";
    private static final String TO = "plumbline.to";

    private static final String PENDING = "plumbline.pending";
    private static final String NO_FACTOR = "plumbline.no-factor";
    private static final String GIVEN = "plumbline.given-password";

    private PageSession() {}

    /** The password was right; the session is another one from here on, as after every step of a login. */
    static void await(HttpServletRequest request, PendingLogin pending) {
        request.getSession();
        request.changeSessionId();
        request.getSession().setAttribute(PENDING, pending);
    }

    static @Nullable PendingLogin pending(@Nullable HttpSession session, Instant now) {
        return session != null && session.getAttribute(PENDING) instanceof PendingLogin pending && !pending.isOver(now)
                ? pending
                : null;
    }

    static void forgetPending(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(PENDING);
        }
    }

    static void lacksFactor(HttpSession session, boolean lacks) {
        if (lacks) {
            session.setAttribute(NO_FACTOR, true);
        } else {
            session.removeAttribute(NO_FACTOR);
        }
    }

    static void hasFactor(HttpSession session) {
        lacksFactor(session, false);
    }

    /** One is required, and whoever logged in here has none. */
    static boolean lacksFactor(@Nullable HttpSession session) {
        return session != null && session.getAttribute(NO_FACTOR) != null;
    }

    static void hasGivenPassword(HttpSession session, boolean given) {
        if (given) {
            session.setAttribute(GIVEN, true);
        } else {
            session.removeAttribute(GIVEN);
        }
    }

    /** An admin has seen it, and whoever logged in here has not changed it yet. */
    static boolean hasGivenPassword(@Nullable HttpSession session) {
        return session != null && session.getAttribute(GIVEN) != null;
    }

    static void begin(HttpSession session, Instant now) {
        session.setAttribute(SINCE, now);
        session.setAttribute(SEEN, now);
    }

    static void seen(HttpSession session, Instant now) {
        session.setAttribute(SEEN, now);
    }

    /** Null for one in which nobody logged in. */
    static @Nullable Instant since(@Nullable HttpSession session) {
        return session != null && session.getAttribute(SINCE) instanceof Instant since ? since : null;
    }

    static boolean isOver(HttpSession session, SessionSettings settings, Instant now) {
        return isOlder(session, SINCE, settings.longest(), now) || isOlder(session, SEEN, settings.idle(), now);
    }

    /** Whether somebody logged in so lately that it is surely still they. */
    static boolean isFresh(@Nullable HttpSession session, SessionSettings settings, Instant now) {
        return session != null && !isOlder(session, SINCE, settings.fresh(), now);
    }

    private static boolean isOlder(HttpSession session, String mark, Duration age, Instant now) {
        return !(session.getAttribute(mark) instanceof Instant at) || !now.isBefore(at.plus(age));
    }

    /** Where somebody wanted to go who was sent to log in elsewhere, and comes back from there. */
    static void wants(HttpServletRequest request, String to) {
        request.getSession().setAttribute(TO, to);
    }

    static @Nullable String wanted(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(TO) instanceof String to)) {
            return null;
        }
        session.removeAttribute(TO);
        return to;
    }
}
