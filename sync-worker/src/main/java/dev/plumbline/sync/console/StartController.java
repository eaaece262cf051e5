package dev.plumbline.sync.console;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What is happening, at a glance. Customers are shown in the demo only: in production a page with names needs a login. */
@Controller
class StartController {
    private static final int NEWEST = 12;
    private static final int CUSTOMERS = 100;

    private final Glance glance;
    private final boolean demo;

    StartController(Glance glance, @Value("${plumbline.demo:false}") boolean demo) {
        this.glance = glance;
        this.demo = demo;
    }

    @GetMapping("/")
    String start(Model page) {
        page.addAttribute("demo", demo);
        page.addAttribute("figures", glance.figures());
        if (demo) {
            page.addAllAttributes(Map.of(
                    "arrivals", glance.arrivals(NEWEST),
                    "decisions", glance.decisions(NEWEST),
                    "customers", glance.customers(CUSTOMERS)));
        }
        return "start";
    }
}
