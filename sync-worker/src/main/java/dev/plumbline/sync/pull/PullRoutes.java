package dev.plumbline.sync.pull;

import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/** Whoever may publish may ask for a draft; it spends the account's request budget, so a reader may not. */
@Component
class PullRoutes implements RouteRules {
    @Override
    public List<RouteRule> rules() {
        return List.of(RouteRule.of(HttpMethod.POST, "/v1/catalog/pull", Right.PUBLISH));
    }
}
