package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import dev.plumbline.entitlement.check.access.Scope;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/** Figures of money are finance's; what lies beside a break is for whoever may read it. */
@Component
class ReportRoutes implements RouteRules {
    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(HttpMethod.GET, "/v1/reconciliations/{id}/report.json", Scope.FINANCE),
                RouteRule.of(HttpMethod.GET, "/v1/reconciliations/{id}/report.csv", Scope.FINANCE),
                RouteRule.of(HttpMethod.GET, "/v1/reconciliations/{id}/report.xlsx", Scope.FINANCE),
                RouteRule.of(HttpMethod.GET, "/v1/reconciliations/{id}/trend", Scope.FINANCE),
                RouteRule.of(HttpMethod.GET, "/v1/breaks/{id}/sides", Scope.READ),
                RouteRule.of(HttpMethod.GET, "/v1/breaks/{id}/runs", Scope.READ));
    }
}
