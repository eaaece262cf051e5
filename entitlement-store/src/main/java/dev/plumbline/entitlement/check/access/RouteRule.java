package dev.plumbline.entitlement.check.access;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** One route and the scope it takes. */
public record RouteRule(HttpMethod method, String path, Scope scope) {
    public static RouteRule of(HttpMethod method, String path, Scope scope) {
        return new RouteRule(method, path, scope);
    }

    PathPattern pattern() {
        return PathPatternParser.defaultInstance.parse(path);
    }

    /** For tests and pages: whether this rule speaks of that path. */
    public boolean matches(String otherPath) {
        return pattern().matches(PathContainer.parsePath(otherPath));
    }
}
