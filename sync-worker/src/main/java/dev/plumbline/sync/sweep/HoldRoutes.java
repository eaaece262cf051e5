package dev.plumbline.sync.sweep;

import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import dev.plumbline.entitlement.check.access.Scope;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/** Whoever releases a hold lets customers lose access: this asks for it, and takes {@link Right#RELEASE} to approve. */
@Component
class HoldRoutes implements RouteRules {
    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(HttpMethod.GET, "/v1/holds", Scope.READ),
                RouteRule.of(HttpMethod.POST, "/v1/holds/{id}/release", Right.OPERATE));
    }
}
