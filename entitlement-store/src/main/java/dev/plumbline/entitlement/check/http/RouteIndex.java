package dev.plumbline.entitlement.check.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Finds a request's handler among those with its method, its first words and its length. Spring by itself asks each of some
 * three hundred routes with a variable in its path, which was a quarter of what a webhook took; what is not found here it
 * looks for as it always does, so answers (404, 405, 406, 415) are the same.
 */
final class RouteIndex extends RequestMappingHandlerMapping {
    /** What Spring calls a direct path is looked up in a map first: here it is a route's key instead. */
    @Override
    protected Set<String> getDirectPaths(RequestMappingInfo route) {
        var keys = new HashSet<String>();
        for (String pattern : route.getPatternValues()) {
            if (!pattern.contains("*") && !pattern.startsWith("/{")) {
                for (RequestMethod method : route.getMethodsCondition().getMethods()) {
                    keys.add(key(method.name(), pattern));
                }
            }
        }
        return keys;
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request) throws Exception {
        return super.lookupHandlerMethod(key(request.getMethod(), path), request);
    }

    @Override
    protected void handleMatch(RequestMappingInfo route, String key, HttpServletRequest request) {
        super.handleMatch(route, ServletRequestPathUtils.getCachedPathValue(request), request);
    }

    /** {@code GET 4 v1/customers} for {@code /v1/customers/{customer}/overrides}: below v1 the second word is always a word. */
    static String key(String method, String path) {
        int length = 0;
        int words = path.length();
        int wanted = path.startsWith("/v1/") ? 3 : 2;
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '/') {
                length++;
                if (length == wanted) {
                    words = i;
                }
            }
        }
        return method + ' ' + length + ' ' + path.substring(0, words);
    }

    /** Takes the place of Spring's own. */
    @Component
    static class Registration implements WebMvcRegistrations {
        @Override
        public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
            return new RouteIndex();
        }
    }
}
