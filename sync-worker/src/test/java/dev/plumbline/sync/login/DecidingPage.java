package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A page on which something is decided, for tests that ask for it. */
@RestController
@ConditionalOnProperty("plumbline.test.pages")
class DecidingPage implements RouteRules {
    static final String PATH = "/console/test/decide";

    @Override
    public List<RouteRule> rules() {
        return List.of(
                RouteRule.of(HttpMethod.GET, PATH, Right.READ), RouteRule.of(HttpMethod.POST, PATH, Right.APPROVE));
    }

    @GetMapping(PATH)
    String show() {
        return Caller.current().name();
    }

    @PostMapping(PATH)
    String decide() {
        return "decided by " + Caller.current().name();
    }
}
