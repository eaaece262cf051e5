package dev.plumbline.entitlement.check.access;

import dev.plumbline.entitlement.check.http.ErrorAnswer;
import dev.plumbline.entitlement.check.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/** What those hear who may not: 401 without a key, 403 without the scope, and 404 or 405 where nothing is listed. */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
    private static final String NOT_ALLOWED = "METHOD_NOT_ALLOWED";

    private final AccessTable table;
    private final ErrorAnswer errors;

    Refusals(AccessTable table, ErrorAnswer errors) {
        this.table = table;
        this.errors = errors;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException nobody)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        errors.write(
                request,
                response,
                Refusal.problem(
                        HttpStatus.UNAUTHORIZED,
                        "KEY_MISSING",
                        "Send an API key: Authorization: Bearer plk_…, or X-API-Key: plk_…"));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        errors.write(request, response, problem(request, response));
    }

    private ProblemDetail problem(HttpServletRequest request, HttpServletResponse response) {
        Set<HttpMethod> methods = table.methods(request.getRequestURI());
        if (methods.isEmpty()) {
            return Refusal.problem(HttpStatus.NOT_FOUND, "NOT_FOUND", "There is nothing under this path");
        }
        if (!methods.contains(HttpMethod.valueOf(request.getMethod()))) {
            String allowed = methods.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
            response.setHeader(HttpHeaders.ALLOW, allowed);
            return Refusal.of(HttpStatus.METHOD_NOT_ALLOWED, NOT_ALLOWED, "Not with this method")
                    .with(Map.of(
                            "parameter", "method", "code", NOT_ALLOWED, "detail", "What is taken here: " + allowed))
                    .getBody();
        }
        Right right = table.find(request.getMethod(), request.getRequestURI())
                .map(RouteRule::right)
                .orElse(Right.ADMINISTER);
        Person person = Caller.current().person();
        return person == null || roles(right).stream().anyMatch(person.roles()::contains)
                ? Refusal.problem(
                        HttpStatus.FORBIDDEN, "SCOPE_MISSING", "This takes a key with the scope " + scopes(right))
                : Refusal.problem(
                        HttpStatus.FORBIDDEN,
                        "ROLE_MISSING",
                        "This takes one of the roles "
                                + roles(right).stream().map(PersonRole::key).collect(Collectors.joining(", "))
                                + "; no key of " + person.login() + " may do more than they");
    }

    private static String scopes(Right right) {
        return right.scopes().stream().map(Scope::key).sorted().collect(Collectors.joining(" or "));
    }

    private static List<PersonRole> roles(Right right) {
        return Arrays.stream(PersonRole.values())
                .filter(role -> role.may(right))
                .toList();
    }
}
