package dev.plumbline.sync.login;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who lacks a second factor where one is required, or has a password that an admin has seen, opens nothing but the page on which
 * both are mended.
 */
final class OwnAccessFirst extends OncePerRequestFilter {
    private static final String MENDED = "/console/me";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        boolean open = !path.startsWith("/console")
                || path.equals(MENDED)
                || path.startsWith(MENDED + "/")
                || path.equals(LoginRoutes.REPORTS);
        HttpSession session = request.getSession(false);
        if (open || !(PageSession.lacksFactor(session) || PageSession.hasGivenPassword(session))) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(request.getHeader("HX-Request") == null ? "Location" : "HX-Redirect", MENDED);
        }
    }
}
