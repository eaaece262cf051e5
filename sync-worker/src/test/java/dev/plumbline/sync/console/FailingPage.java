package dev.plumbline.sync.console;

import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** A page made to fail, for the test of what people see then: half of it is rendered before it does. */
@Controller
@ConditionalOnProperty("plumbline.test.failing-page")
class FailingPage implements RouteRules {
    static final String PATH = "/console/failing";

    @Override
    public List<RouteRule> rules() {
        return List.of(RouteRule.of(HttpMethod.GET, PATH, Right.READ));
    }

    @GetMapping(PATH)
    String fail(Model page) {
        page.addAttribute("rows", List.of("first", "second"));
        return "failing";
    }
}
