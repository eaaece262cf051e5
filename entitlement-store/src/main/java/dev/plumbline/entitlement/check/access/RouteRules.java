package dev.plumbline.entitlement.check.access;

import java.util.List;

/** Routes under {@code /v1} that some part of the application serves. A route that nobody lists is not to be had. */
@FunctionalInterface
public interface RouteRules {
    List<RouteRule> rules();
}
