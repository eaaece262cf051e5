package dev.plumbline.sync.console.migration;

import static dev.plumbline.entitlement.check.access.Right.DEAL;
import static dev.plumbline.entitlement.check.access.Right.READ;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import org.springframework.stereotype.Component;

/** As much as the API's route for the same takes. */
@Component
class MigrationPageRoutes implements RouteRules {
    static final String EDIT = "/console/migrations/{id}/edit";
    static final String ASK = "/console/migrations/{id}/{action}";

    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(GET, "/console/migrations", READ),
                RouteRule.of(GET, "/console/migrations.csv", READ),
                RouteRule.of(GET, "/console/migrations/new", DEAL),
                RouteRule.of(POST, "/console/migrations", DEAL),
                RouteRule.of(GET, "/console/migrations/{id}.csv", READ),
                RouteRule.of(GET, "/console/migrations/{id}", READ),
                RouteRule.of(GET, EDIT, DEAL),
                RouteRule.of(POST, EDIT, DEAL),
                RouteRule.of(POST, ASK, DEAL));
    }
}
