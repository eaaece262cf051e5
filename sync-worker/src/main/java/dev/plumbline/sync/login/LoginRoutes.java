package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/** What is there before anybody is logged in. Which pages there are after that, whoever has them lists. */
@Component
class LoginRoutes implements RouteRules {
    static final String REPORTS = "/console/csp";

    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.open(HttpMethod.GET, "/"),
                RouteRule.open(HttpMethod.GET, "/login"),
                RouteRule.open(HttpMethod.POST, "/login"),
                RouteRule.open(HttpMethod.GET, "/login/code"),
                RouteRule.open(HttpMethod.POST, "/login/code"),
                RouteRule.open(HttpMethod.POST, "/logout"),
                RouteRule.open(HttpMethod.POST, REPORTS),
                RouteRule.of(HttpMethod.GET, REPORTS, Right.OPERATE));
    }
}
