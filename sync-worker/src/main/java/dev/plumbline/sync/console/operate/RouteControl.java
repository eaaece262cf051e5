package dev.plumbline.sync.console.operate;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The routes of this node: how they stand, and a hand on each. Other nodes have routes of their own. */
@Component
class RouteControl {
    private static final Logger LOG = LoggerFactory.getLogger(RouteControl.class);

    private final CamelContext camel;
    private final RouteErrors errors;
    private final AuditTrail audit;

    RouteControl(CamelContext camel, RouteErrors errors, AuditTrail audit) {
        this.errors = errors;
        this.camel = camel;
        this.audit = audit;
    }

    /**
     * @param lastError why it could not start or stop; null when it could
     * @param lastFailure what went wrong last in something that came through it; null when nothing has
     */
    record Standing(
            String id,
            String from,
            String state,
            String upFor,
            int inFlight,
            @Nullable String lastError,
            RouteErrors.@Nullable Last lastFailure) {
        public boolean isStarted() {
            return state.equals("started");
        }
    }

    /** What may be done to a route. */
    enum Action {
        START,
        STOP,
        RESTART;

        static Action of(String word) {
            for (Action action : values()) {
                if (action.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return action;
                }
            }
            throw Refusal.ofParameter("action", "It is start, stop or restart");
        }
    }

    List<Standing> all() {
        return camel.getRoutes().stream()
                .map(this::standing)
                .sorted(Comparator.comparing(Standing::id))
                .toList();
    }

    private Standing standing(Route route) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(route.getRouteId());
        RouteError error = route.getLastError();
        return new Standing(
                route.getRouteId(),
                route.getEndpoint().getEndpointBaseUri(),
                status == null ? "unknown" : status.name().toLowerCase(Locale.ROOT),
                route.getUptime() == null ? "" : route.getUptime(),
                camel.getInflightRepository().size(route.getRouteId()),
                error == null || error.getException() == null ? null : RouteErrors.said(error.getException()),
                errors.of(route.getRouteId()));
    }

    /** It is written down before it is done: also what went wrong half-way was somebody's wish. */
    void act(String id, Action action, Author by) {
        Route route = camel.getRoute(id);
        if (route == null) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "ROUTE_UNKNOWN", "This node has no route " + id);
        }
        String before = standing(route).state();
        audit.append(new AuditEntry(
                by,
                "route." + action.name().toLowerCase(Locale.ROOT),
                "route",
                id,
                null,
                Map.of("state", before),
                null));
        try {
            switch (action) {
                case START -> camel.getRouteController().startRoute(id);
                case STOP -> camel.getRouteController().stopRoute(id);
                case RESTART -> {
                    camel.getRouteController().stopRoute(id);
                    camel.getRouteController().startRoute(id);
                }
            }
        } catch (Exception failure) {
            LOG.warn("The route {} would not {}: {}", id, action.name().toLowerCase(Locale.ROOT), failure.toString());
            throw Refusal.of(
                    HttpStatus.CONFLICT, "ROUTE_UNWILLING", "The route would not: its last error and the log say why");
        }
    }
}
