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

    private PageSession() {}

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
