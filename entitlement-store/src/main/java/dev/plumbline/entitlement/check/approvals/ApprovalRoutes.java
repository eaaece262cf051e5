package dev.plumbline.entitlement.check.approvals;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who may ask and who may decide at all; each kind of thing asks for more ({@link ApprovalKind}). */
@Component
class ApprovalRoutes implements RouteRules {
    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(GET, "/v1/approvals", Right.READ),
                RouteRule.of(POST, "/v1/approvals", Right.ASK),
                RouteRule.of(GET, "/v1/approvals/{id}", Right.READ),
                RouteRule.of(POST, "/v1/approvals/{id}/approve", Right.APPROVE),
                RouteRule.of(POST, "/v1/approvals/{id}/reject", Right.APPROVE),
                RouteRule.of(POST, "/v1/approvals/{id}/withdraw", Right.ASK));
    }
}
