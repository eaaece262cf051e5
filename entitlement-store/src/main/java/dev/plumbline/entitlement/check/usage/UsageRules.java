package dev.plumbline.entitlement.check.usage;

import static dev.plumbline.entitlement.check.access.Scope.USAGE;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who reports usage may also reserve it. */
@Component
class UsageRules implements RouteRules {
    static final String RESERVATIONS = "/v1/customers/{customer}/entitlements/{feature}/reservations";

    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(POST, "/v1/usage", USAGE),
                RouteRule.of(POST, RESERVATIONS, USAGE),
                RouteRule.of(GET, "/v1/reservations/{id}", USAGE),
                RouteRule.of(POST, "/v1/reservations/{id}/settle", USAGE),
                RouteRule.of(DELETE, "/v1/reservations/{id}", USAGE));
    }
}
