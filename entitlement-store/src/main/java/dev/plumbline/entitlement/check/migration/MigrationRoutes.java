package dev.plumbline.entitlement.check.migration;

import static dev.plumbline.entitlement.check.access.Right.DEAL;
import static dev.plumbline.entitlement.check.access.Right.READ;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who may read may look at migrations; who may move one customer between versions may move many. */
@Component
class MigrationRoutes implements RouteRules {
    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(GET, "/v1/migrations", READ),
                RouteRule.of(POST, "/v1/migrations", DEAL),
                RouteRule.of(GET, "/v1/migrations/{id}", READ),
                RouteRule.of(PUT, "/v1/migrations/{id}", DEAL),
                RouteRule.of(GET, "/v1/migrations/{id}/preview", READ),
                RouteRule.of(POST, "/v1/migrations/{id}/preview", DEAL),
                RouteRule.of(POST, "/v1/migrations/{id}/start", DEAL),
                RouteRule.of(POST, "/v1/migrations/{id}/stop", DEAL),
                RouteRule.of(POST, "/v1/migrations/{id}/resume", DEAL),
                RouteRule.of(POST, "/v1/migrations/{id}/undo", DEAL),
                RouteRule.of(GET, "/v1/migrations/{id}/outcomes", READ),
                RouteRule.of(GET, "/v1/plans/{plan}/versions/{n}/customers", READ));
    }
}
