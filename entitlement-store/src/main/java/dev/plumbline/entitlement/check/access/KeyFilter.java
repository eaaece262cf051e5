package dev.plumbline.entitlement.check.access;

import dev.plumbline.entitlement.check.http.ErrorAnswer;
import dev.plumbline.entitlement.check.http.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who asks, by the key in a header. Who asks without one goes on as nobody. */
final class KeyFilter extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";
    private static final String HEADER = "X-API-Key";

    private final BootstrapKey bootstrap;
    private final KnownKeys keys;
    private final ErrorAnswer errors;

    KeyFilter(BootstrapKey bootstrap, KnownKeys keys, ErrorAnswer errors) {
        this.bootstrap = bootstrap;
        this.keys = keys;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (KeyInUrl.isIn(request.getQueryString())) {
            refuse(
                    request,
                    response,
                    "KEY_IN_URL",
                    "A key in a URL ends up in logs: revoke it, and send keys in a header");
            return;
        }
        String secret = secret(request);
        if (secret != null) {
            Optional<Caller> caller;
            try {
                caller = find(secret);
            } catch (RuntimeException failure) {
                if (errors.writeIfDatabaseIsAway(request, response, failure)) {
                    return;
                }
                throw failure;
            }
            if (caller.isEmpty()) {
                refuse(request, response, "KEY_UNKNOWN", "This key is unknown, revoked or expired");
                return;
            }
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new CallerAuthentication(caller.get()));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private Optional<Caller> find(String secret) {
        byte[] sha256 = Secret.sha256(secret);
        return bootstrap.find(sha256).or(() -> keys.find(sha256));
    }

    private static @Nullable String secret(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).trim();
        }
        return request.getHeader(HEADER);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String code, String detail)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        errors.write(request, response, Refusal.problem(HttpStatus.UNAUTHORIZED, code, detail));
    }
}
