package dev.plumbline.sync.login;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Where a second factor is required, who has none opens nothing but the page on which one is enrolled. */
final class FactorFirst extends OncePerRequestFilter {
    private static final String ENROL = "/console/me";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        boolean open = !path.startsWith("/console")
                || path.equals(ENROL)
                || path.startsWith(ENROL + "/")
                || path.equals(LoginRoutes.REPORTS);
        if (open || !PageSession.lacksFactor(request.getSession(false))) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(request.getHeader("HX-Request") == null ? "Location" : "HX-Redirect", ENROL);
        }
    }
}
