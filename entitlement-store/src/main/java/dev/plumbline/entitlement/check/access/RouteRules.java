package dev.plumbline.entitlement.check.access;

import java.util.List;

/** Routes that some part of the application serves: of the API, and pages. One that nobody lists is not to be had. */
@FunctionalInterface
public interface RouteRules {
    List<RouteRule> rules();
}
