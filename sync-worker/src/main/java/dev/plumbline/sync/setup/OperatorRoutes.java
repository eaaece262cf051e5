package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import dev.plumbline.entitlement.check.access.Scope;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/** What this module adds to the API, and the scope each takes. */
@Component
class OperatorRoutes implements RouteRules {
    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(HttpMethod.POST, "/v1/customers/{customer}/refresh", Right.CUSTOMERS),
                RouteRule.of(HttpMethod.GET, "/v1/inbox", Scope.READ),
                RouteRule.of(HttpMethod.POST, "/v1/inbox/{id}/replay", Right.REPLAY),
                RouteRule.of(HttpMethod.POST, "/v1/inbox/replay", Right.REPLAY),
                RouteRule.of(HttpMethod.GET, "/v1/subjects", Scope.READ),
                RouteRule.of(HttpMethod.POST, "/v1/subjects/replay", Right.REPLAY),
                RouteRule.of(HttpMethod.POST, "/v1/subjects/{provider}/{account}/{kind}/{id}/replay", Right.REPLAY));
    }
}
