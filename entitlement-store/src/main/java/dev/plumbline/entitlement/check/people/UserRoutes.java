package dev.plumbline.entitlement.check.people;

import static dev.plumbline.entitlement.check.access.Right.ADMINISTER;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;

import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who says who may do what: admins. */
@Component
class UserRoutes implements RouteRules {
    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(GET, "/v1/users", ADMINISTER),
                RouteRule.of(POST, "/v1/users", ADMINISTER),
                RouteRule.of(GET, "/v1/users/{login}", ADMINISTER),
                RouteRule.of(PATCH, "/v1/users/{login}", ADMINISTER),
                RouteRule.of(POST, "/v1/users/{login}/disable", ADMINISTER),
                RouteRule.of(POST, "/v1/users/{login}/enable", ADMINISTER),
                RouteRule.of(POST, "/v1/users/{login}/sign-out", ADMINISTER),
                RouteRule.of(POST, "/v1/users/{login}/password", ADMINISTER),
                RouteRule.of(POST, "/v1/users/{login}/password/reset", ADMINISTER),
                RouteRule.of(POST, "/v1/users/{login}/second-factor/reset", ADMINISTER));
    }
}
