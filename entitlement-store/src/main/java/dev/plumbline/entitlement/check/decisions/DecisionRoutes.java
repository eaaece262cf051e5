package dev.plumbline.entitlement.check.decisions;

import static dev.plumbline.entitlement.check.access.Right.DEAL;
import static dev.plumbline.entitlement.check.access.Right.OVERRIDE;
import static dev.plumbline.entitlement.check.access.Right.READ;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who may read what was decided, and who may decide (S-8). An override past availability takes more: see {@link OverrideAsked}. */
@Component
class DecisionRoutes implements RouteRules {
    static final String MOVE = "/v1/customers/{customer}/subscriptions/{provider}/{account}/{subscription}/move";

    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(GET, "/v1/customers/{customer}/overrides", READ),
                RouteRule.of(POST, "/v1/customers/{customer}/overrides", OVERRIDE),
                RouteRule.of(GET, "/v1/overrides", READ),
                RouteRule.of(GET, "/v1/overrides/{id}", READ),
                RouteRule.of(POST, "/v1/overrides/{id}/end", OVERRIDE),
                RouteRule.of(GET, "/v1/customers/{customer}/schedule", READ),
                RouteRule.of(POST, "/v1/customers/{customer}/phases", DEAL),
                RouteRule.of(GET, "/v1/phases/{id}", READ),
                RouteRule.of(POST, "/v1/phases/{id}/end", DEAL),
                RouteRule.of(POST, MOVE, DEAL),
                RouteRule.of(GET, "/v1/promotions", READ),
                RouteRule.of(GET, "/v1/promotions/{key}/enrolments", READ),
                RouteRule.of(POST, "/v1/promotions/{key}/enrolments", DEAL),
                RouteRule.of(DELETE, "/v1/promotions/{key}/enrolments/{customer}", DEAL));
    }
}
