package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.AccessTable;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/** What those see who may not: the login page, or a page that says what it would take. */
@Component
class PageRefusals implements AuthenticationEntryPoint, AccessDeniedHandler, AuthenticationFailureHandler {
    static final String PAGE = "/refused";
    static final String STATUS = PageRefusals.class.getName() + ".status";
    static final String DETAIL = PageRefusals.class.getName() + ".detail";
    private static final String HTMX = "HX-Request";

    private final AccessTable table;
    private final Destination destination;
    private final InstantSource time;

    PageRefusals(AccessTable table, Destination destination, InstantSource realTime) {
        this.time = realTime;
        this.table = table;
        this.destination = destination;
    }

    /** Nobody is logged in. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException nobody)
            throws IOException, ServletException {
        if (rule(request).isEmpty()) {
            show(request, response, HttpServletResponse.SC_NOT_FOUND, "There is nothing under this address.");
        } else {
            login(request, response, request.getAttribute(StandingSession.ENDED) == null ? "first" : "ended");
        }
    }

    /** Somebody is, and may not; or nobody is, and sent a form of an older session. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException, ServletException {
        Optional<RouteRule> rule = rule(request);
        if (rule.isEmpty()) {
            show(request, response, HttpServletResponse.SC_NOT_FOUND, "There is nothing under this address.");
        } else if (denied instanceof CsrfException && isNobody()) {
            login(request, response, "ended");
        } else if (denied instanceof CsrfException) {
            show(
                    request,
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "The form is of another session, or came from somewhere else. Open the page again and send it from there.");
        } else {
            show(
                    request,
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    taken(rule.get().right()));
        }
    }

    /** A login that failed. The same for a login that does not exist and for a password that does not fit. */
    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failed)
            throws IOException {
        String to = destination.checked(request.getParameter("to"));
        String onward = to.equals(Destination.START) ? "" : "to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
        if (failed instanceof CodeWanted wanted) {
            PageSession.await(request, wanted.since(time.instant()));
            response.sendRedirect("/login/code" + (onward.isEmpty() ? "" : "?" + onward));
            return;
        }
        String why =
                switch (failed) {
                    case TooManyTries tries -> "wait&minutes=" + tries.minutes();
                    case AuthenticationServiceException _ -> "away";
                    case OAuth2AuthenticationException refused ->
                        switch (refused.getError().getErrorCode()) {
                            case OidcPeople.NO_ROLE -> "role";
                            case OidcPeople.DISABLED -> "disabled";
                            case OidcPeople.NO_FACTOR -> "factor";
                            default -> "issuer";
                        };
                    default -> "failed";
                };
        response.sendRedirect("/login?why=" + why + (onward.isEmpty() ? "" : "&" + onward));
    }

    private Optional<RouteRule> rule(HttpServletRequest request) {
        return table.find(request.getMethod(), request.getRequestURI());
    }

    private static boolean isNobody() {
        Authentication in = SecurityContextHolder.getContext().getAuthentication();
        return in == null || !(in.getPrincipal() instanceof Caller);
    }

    private void login(HttpServletRequest request, HttpServletResponse response, String why) throws IOException {
        String login = destination.login(request, why);
        if (request.getHeader(HTMX) != null) {
            // A part of a page cannot be a login page: the whole page goes there.
            response.setHeader("HX-Redirect", login);
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", login);
        }
    }

    /** Who it is was asked too long ago for what they want to do. */
    void again(HttpServletRequest request, HttpServletResponse response) throws IOException {
        login(request, response, "again");
    }

    private static String taken(Right right) {
        return "This takes the role "
                + Arrays.stream(PersonRole.values())
                        .filter(role -> role.may(right))
                        .map(PersonRole::key)
                        .collect(Collectors.joining(" or "))
                + ". Ask an admin if you need it.";
    }

    private static void show(HttpServletRequest request, HttpServletResponse response, int status, String detail)
            throws IOException, ServletException {
        response.setStatus(status);
        request.setAttribute(STATUS, status);
        request.setAttribute(DETAIL, detail);
        request.getRequestDispatcher(PAGE).forward(request, response);
    }
}
