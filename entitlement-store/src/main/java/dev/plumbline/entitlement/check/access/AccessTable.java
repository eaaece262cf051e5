package dev.plumbline.entitlement.check.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/** All routes that are listed, whoever lists them. */
@Component
public class AccessTable {
    private final List<RouteRule> rules;

    AccessTable(ObjectProvider<RouteRules> lists) {
        this.rules =
                lists.orderedStream().flatMap(list -> list.rules().stream()).toList();
    }

    public List<RouteRule> rules() {
        return rules;
    }

    /** Of the API alone, or of pages alone. */
    public List<RouteRule> rules(boolean api) {
        return rules.stream().filter(rule -> rule.isApi() == api).toList();
    }

    /** The first that speaks of it, as the chains try them. */
    public Optional<RouteRule> find(String method, String path) {
        return rules.stream()
                .filter(rule -> rule.method().matches(method) && rule.matches(path))
                .findFirst();
    }

    /** Under which methods a path is listed. */
    Set<HttpMethod> methods(String path) {
        return rules.stream()
                .filter(rule -> rule.matches(path))
                .map(RouteRule::method)
                .collect(Collectors.toSet());
    }
}
