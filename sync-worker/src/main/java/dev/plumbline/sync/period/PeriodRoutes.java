package dev.plumbline.sync.period;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finance reads and takes away; who prepares does not review. */
@Component
class PeriodRoutes implements RouteRules {
    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(GET, "/v1/periods", Right.FINANCE),
                RouteRule.of(GET, "/v1/periods/{period}", Right.FINANCE),
                RouteRule.of(GET, "/v1/periods/{period}/pack.json", Right.FINANCE),
                RouteRule.of(GET, "/v1/periods/{period}/pack.csv", Right.FINANCE),
                RouteRule.of(GET, "/v1/periods/{period}/pack.zip", Right.FINANCE),
                RouteRule.of(GET, "/v1/periods/{period}/pack.xlsx", Right.FINANCE),
                RouteRule.of(POST, "/v1/periods/{period}/verify", Right.FINANCE),
                RouteRule.of(POST, "/v1/periods/{period}/prepare", Right.PREPARE),
                RouteRule.of(POST, "/v1/periods/{period}/review", Right.REVIEW),
                RouteRule.of(POST, "/v1/periods/{period}/lock", Right.REVIEW),
                // The first of two may be whoever finds that something is wrong; the second takes the right to review.
                RouteRule.of(POST, "/v1/periods/{period}/reopen", Right.FINANCE),
                RouteRule.of(GET, "/v1/reconciliations/{id}/sign-off", Right.FINANCE),
                RouteRule.of(POST, "/v1/reconciliations/{id}/sign-off", Right.REVIEW));
    }
}
