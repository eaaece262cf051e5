package dev.plumbline.entitlement.check.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Whatever is asked, the index answers as Spring's own search does. (Seen to fail without its {@code handleMatch}, and the
 * second with three words in a key below v1.)
 */
class RouteIndexTest {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND");
    private static RunningStore store;
    private static RequestMappingHandlerMapping index;
    private static RequestMappingHandlerMapping search;

    @BeforeAll
    static void start() {
        store = RunningStore.start();
        index = store.bean(RequestMappingHandlerMapping.class);
        search = new RequestMappingHandlerMapping();
        search.setApplicationContext(Objects.requireNonNull(index.getApplicationContext()));
        index.getHandlerMethods()
                .forEach((route, handler) -> search.registerMapping(route, handler.getBean(), handler.getMethod()));
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @Test
    void findsWhatASearchThroughAllRoutesFinds() {
        assertThat(index).isInstanceOf(RouteIndex.class);
        assertThat(index.getHandlerMethods()).hasSizeGreaterThan(50).hasSameSizeAs(search.getHandlerMethods());
        for (String path : paths()) {
            for (String method : METHODS) {
                for (String type : List.of("application/json", "text/csv", "application/yaml")) {
                    String asked = method + " " + path + " " + type;
                    assertThat(found(index, method, path, type)).as(asked).isEqualTo(found(search, method, path, type));
                }
            }
        }
    }

    @Test
    void findsEveryRouteByItsKey() {
        index.getHandlerMethods()
                .keySet()
                .forEach(route -> route.getPatternValues().stream()
                        .filter(pattern -> !pattern.contains("*"))
                        .forEach(pattern -> route.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> {
                                    String asked =
                                            RouteIndex.key(method.name(), pattern.replaceAll("\\{[^}]+}", "a.b"));
                                    assertThat(((RouteIndex) index).getDirectPaths(route))
                                            .contains(asked);
                                })));
    }

    /** Every route that there is, as it is asked for and as nobody should. */
    private static Set<String> paths() {
        var paths = new LinkedHashSet<>(List.of("/", "", "/v1", "/v1/", "/v1//", "//v1/customers", "/v2/customers/a"));
        index.getHandlerMethods()
                .keySet()
                .forEach(route -> route.getPatternValues().forEach(pattern -> {
                    String path = pattern.replaceAll("\\{[^}]+}", "a.b");
                    paths.addAll(List.of(
                            path,
                            path + "/",
                            path + "/more",
                            path + ";a=b",
                            path.replaceFirst("v1", "%76%31"),
                            path.replace("a.b", "a%2Fb"),
                            path.replace("a.b", ""),
                            path.replaceFirst("/[^/]*$", "")));
                }));
        return paths;
    }

    /** The handler with all that it is told of the request, or the refusal. */
    private static String found(RequestMappingHandlerMapping routes, String method, String path, String type) {
        var request = new MockHttpServletRequest(method, path);
        request.addHeader("Accept", type);
        request.addHeader("Content-Type", type);
        ServletRequestPathUtils.parseAndCache(request);
        try {
            HandlerExecutionChain chain = routes.getHandler(request);
            return (chain == null ? "nobody" : chain.getHandler().toString())
                    + request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                    + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)
                    + request.getAttribute(HandlerMapping.PATH_WITHIN_HANDLER_MAPPING_ATTRIBUTE);
        } catch (Exception refused) {
            return refused.toString();
        }
    }
}
