package dev.plumbline.sync.reconcile.api;

import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import dev.plumbline.entitlement.check.access.Scope;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/** Finance starts and releases runs; who may read may watch them. */
@Component
class ReconciliationRoutes implements RouteRules {
    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(HttpMethod.GET, "/v1/reconciliations", Scope.READ),
                RouteRule.of(HttpMethod.POST, "/v1/reconciliations", Right.RECONCILE),
                RouteRule.of(HttpMethod.GET, "/v1/reconciliations/{id}", Scope.READ),
                RouteRule.of(HttpMethod.POST, "/v1/reconciliations/{id}/stop", Right.RECONCILE),
                RouteRule.of(HttpMethod.POST, "/v1/reconciliations/{id}/resume", Right.RECONCILE),
                RouteRule.of(HttpMethod.POST, "/v1/reconciliations/{id}/release", Right.RELEASE));
    }
}
