package dev.plumbline.sync.console.operate;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.Looping;
import java.util.Comparator;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What runs on this node: routes, and loops in the background. */
@Controller
class RoutesPage {
    private final RouteControl routes;
    private final ObjectProvider<Looping> loops;

    RoutesPage(RouteControl routes, ObjectProvider<Looping> loops) {
        this.routes = routes;
        this.loops = loops;
    }

    @GetMapping("/console/routes")
    String list(Model page) {
        page.addAttribute("routes", routes.all());
        page.addAttribute("loops", jobs());
        return "routes";
    }

    private List<BackgroundLoop.Standing> jobs() {
        return loops.stream()
                .flatMap(each -> each.loops().stream())
                .map(loop -> loop.standing())
                .sorted(Comparator.comparing(standing -> standing.name()))
                .toList();
    }

    @PostMapping("/console/routes/{id}/{action}")
    String act(
            @PathVariable String id,
            @PathVariable String action,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            RedirectAttributes next) {
        try {
            routes.act(id, RouteControl.Action.of(action), Caller.current().because(Reasons.required(reason)));
            Notice.done(next, "Done: " + action + " of the route " + id + ".");
        } catch (Refusal refusal) {
            Notice.refused(next, String.valueOf(refusal.getBody().getDetail()));
        }
        return "redirect:/console/routes";
    }
}
