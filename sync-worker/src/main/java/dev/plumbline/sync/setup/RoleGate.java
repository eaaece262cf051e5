package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.http.ErrorAnswer;
import dev.plumbline.entitlement.check.http.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What this node is not there for it answers with 503, and says which role it would take. Not 404: the thing exists, a load
 * balancer sent the request to the wrong node, and a billing system that hears 503 sends its webhook again.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 50)
class RoleGate extends OncePerRequestFilter {
    /** The first that matches counts; what matches none is for people. */
    private static final List<Door> DOORS = List.of(
            new Door("/(actuator|assets|webjars|schema|v3)(/.*)?|/favicon\\.svg|/error", EnumSet.allOf(Role.class)),
            new Door("/webhooks(/.*)?", EnumSet.of(Role.INGEST)),
            new Door("/ofrep/.*|/v1/checks|/v1/customers/[^/]+/entitlements(/.*)?", EnumSet.of(Role.SERVE)),
            // People work through the same API as applications do.
            new Door("/v1/.*", EnumSet.of(Role.SERVE, Role.CONSOLE)),
            new Door(".*", EnumSet.of(Role.CONSOLE)));

    private final Set<Role> here;
    private final ErrorAnswer errors;

    RoleGate(Environment environment, ErrorAnswer errors) {
        this.here = Role.of(environment);
        this.errors = errors;
    }

    /** @param opensFor a node with one of these */
    private record Door(Pattern path, Set<Role> opensFor) {
        Door(String path, Set<Role> opensFor) {
            this(Pattern.compile(path), opensFor);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Set<Role> needed = needed(request.getRequestURI());
        if (needed.stream().anyMatch(here::contains)) {
            chain.doFilter(request, response);
            return;
        }
        errors.write(
                request,
                response,
                Refusal.problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "ROLE_NOT_HERE",
                        "This node has the roles " + Role.list(here) + "; this takes " + Role.list(needed)
                                + ": send it to a node that has it"));
    }

    private static Set<Role> needed(String path) {
        return DOORS.stream()
                .filter(door -> door.path().matcher(path).matches())
                .findFirst()
                .map(Door::opensFor)
                .orElseThrow(() -> new IllegalStateException("The last door matches every path"));
    }
}
