package dev.plumbline.sync.console;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * What is happening, at a glance, in the demo only: in production a page with names needs a login, and so do figures. They tell a
 * stranger how many customers there are, and counting millions of rows is not for whoever comes by.
 */
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
        if (demo) {
            page.addAllAttributes(Map.of(
                    "figures", glance.figures(),
                    "arrivals", glance.arrivals(NEWEST),
                    "decisions", glance.decisions(NEWEST),
                    "customers", glance.customers(CUSTOMERS)));
        }
        return "start";
    }
}
