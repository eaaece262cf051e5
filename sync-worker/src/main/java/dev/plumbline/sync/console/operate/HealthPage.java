package dev.plumbline.sync.console.operate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What the probes hear, with its details. */
@Controller
class HealthPage {
    private final HealthEndpoint health;

    HealthPage(HealthEndpoint health) {
        this.health = health;
    }

    /** @param why what the component says beside its status; empty for nothing */
    record Component(String name, String status, String why, Map<String, Object> details) {}

    @GetMapping("/console/health")
    String show(Model page) {
        HealthDescriptor all = health.health();
        var components = new ArrayList<Component>();
        if (all instanceof CompositeHealthDescriptor composite && composite.getComponents() != null) {
            composite.getComponents().forEach((name, one) -> add(name, one, components));
        }
        page.addAttribute("status", all.getStatus().getCode());
        page.addAttribute("components", List.copyOf(components));
        return "health";
    }

    private static void add(String name, HealthDescriptor one, List<Component> into) {
        Map<String, Object> details =
                one instanceof IndicatedHealthDescriptor indicated && indicated.getDetails() != null
                        ? indicated.getDetails()
                        : Map.of();
        into.add(new Component(name, one.getStatus().getCode(), one.getStatus().getDescription(), details));
        if (one instanceof CompositeHealthDescriptor composite && composite.getComponents() != null) {
            composite.getComponents().forEach((part, below) -> add(name + "." + part, below, into));
        }
    }
}
