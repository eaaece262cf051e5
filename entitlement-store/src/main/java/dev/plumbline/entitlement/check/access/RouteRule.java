package dev.plumbline.entitlement.check.access;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** One route, of the API or a page, and the right it takes. */
public record RouteRule(HttpMethod method, String path, Right right) {
    /** Where the scope says all there is to say. */
    public RouteRule(HttpMethod method, String path, Scope scope) {
        this(method, path, Right.of(scope));
    }

    public static RouteRule of(HttpMethod method, String path, Scope scope) {
        return new RouteRule(method, path, scope);
    }

    public static RouteRule of(HttpMethod method, String path, Right right) {
        return new RouteRule(method, path, right);
    }

    /** For everybody. */
    public static RouteRule open(HttpMethod method, String path) {
        return new RouteRule(method, path, Right.OPEN);
    }

    /** Taken by keys; what is not of the API is a page, for people who log in. */
    public boolean isApi() {
        return path.startsWith("/v1/") || path.startsWith("/ofrep/");
    }

    PathPattern pattern() {
        return PathPatternParser.defaultInstance.parse(path);
    }

    /** For tests and pages: whether this rule speaks of that path. */
    public boolean matches(String otherPath) {
        return pattern().matches(PathContainer.parsePath(otherPath));
    }
}
