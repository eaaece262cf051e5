package dev.plumbline.entitlement.check.access;

import static dev.plumbline.entitlement.check.access.Scope.ADMIN;
import static dev.plumbline.entitlement.check.access.Scope.CHECK;
import static dev.plumbline.entitlement.check.access.Scope.READ;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The table: every route of the read API and the scope it takes (S-8). */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE) // checks come first: rules are tried in this order at every request
class Routes implements RouteRules {
    @Override
    public List<RouteRule> rules() {
        return List.of(
                new RouteRule(GET, "/v1/customers/{customer}/entitlements", CHECK),
                new RouteRule(GET, "/v1/customers/{customer}/entitlements/{feature}", CHECK),
                new RouteRule(POST, "/v1/checks", CHECK),
                new RouteRule(GET, "/v1/customers/{customer}/upgrades", CHECK),
                new RouteRule(POST, "/ofrep/v1/evaluate/flags", CHECK),
                new RouteRule(POST, "/ofrep/v1/evaluate/flags/{key}", CHECK),
                new RouteRule(GET, "/v1/customers/{customer}/entitlements/{feature}/explain", READ),
                new RouteRule(GET, "/v1/customers", READ),
                new RouteRule(GET, "/v1/customers/{customer}", READ),
                new RouteRule(GET, "/v1/customers/{customer}/comparison", READ),
                new RouteRule(GET, "/v1/customers/{customer}/links", READ),
                new RouteRule(GET, "/v1/customers/{customer}/timeline", READ),
                new RouteRule(GET, "/v1/breaks", READ),
                new RouteRule(GET, "/v1/breaks/reasons", READ),
                new RouteRule(GET, "/v1/breaks/{id}", READ),
                new RouteRule(GET, "/v1/audit", READ),
                new RouteRule(POST, "/v1/audit/verify", Right.AUDIT),
                new RouteRule(GET, "/v1/changes", READ),
                new RouteRule(GET, "/v1/catalog", READ),
                new RouteRule(GET, "/v1/catalog/matrix", READ),
                new RouteRule(GET, "/v1/catalog/revisions", READ),
                new RouteRule(POST, "/v1/catalog/validate", READ),
                new RouteRule(PUT, "/v1/customers/{customer}", Right.CUSTOMERS),
                new RouteRule(
                        PUT, "/v1/customers/{customer}/links/{provider}/{account}/{providerCustomer}", Right.CUSTOMERS),
                new RouteRule(
                        DELETE,
                        "/v1/customers/{customer}/links/{provider}/{account}/{providerCustomer}",
                        Right.CUSTOMERS),
                new RouteRule(PATCH, "/v1/breaks/{id}", Right.BREAKS),
                new RouteRule(POST, "/v1/catalog/publish", Right.PUBLISH),
                new RouteRule(POST, "/v1/catalog/revisions/{revision}/withdraw", Right.PUBLISH),
                new RouteRule(GET, "/v1/api-keys", ADMIN),
                new RouteRule(POST, "/v1/api-keys", ADMIN),
                new RouteRule(GET, "/v1/api-keys/{id}", ADMIN),
                new RouteRule(POST, "/v1/api-keys/{id}/rotate", ADMIN),
                new RouteRule(DELETE, "/v1/api-keys/{id}", ADMIN),
                new RouteRule(GET, "/v1/test-clock", ADMIN),
                new RouteRule(PUT, "/v1/test-clock", ADMIN),
                new RouteRule(DELETE, "/v1/test-clock", ADMIN));
    }
}
