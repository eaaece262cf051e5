package dev.plumbline.sync.console.operate;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Choice;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.console.frame.Pages;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.Looping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    private static final List<String> STATES = List.of("running", "stopped");
    private static final Export.Table<Line> TABLE = new Export.Table<>(
            "routes",
            List.of("kind", "name", "state", "from", "upFor", "inFlight", "rounds", "lastFailure"),
            line -> line.cells().toArray());

    private final RouteControl routes;
    private final ObjectProvider<Looping> loops;
    private final Export export;

    RoutesPage(RouteControl routes, ObjectProvider<Looping> loops, Export export) {
        this.routes = routes;
        this.loops = loops;
        this.export = export;
    }

    /** Both tables of the page as one: what has no value in one of them is empty. */
    private record Line(List<@Nullable Object> cells) {
        static Line of(RouteControl.Standing one) {
            String failure = one.lastError() != null || one.lastFailure() == null
                    ? one.lastError()
                    : one.lastFailure().what();
            return new Line(Arrays.asList(
                    "route", one.id(), one.state(), one.from(), one.upFor(), one.inFlight(), null, failure));
        }

        static Line of(BackgroundLoop.Standing one) {
            return new Line(Arrays.asList(
                    "job", one.name(), state(one.running()), null, null, null, one.rounds(), one.lastFailure()));
        }
    }

    @GetMapping("/console/routes")
    String list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("q", q);
        page.addAttribute("states", Choice.of("state", state, STATES));
        page.addAttribute("routes", routes(q, state));
        page.addAttribute("loops", jobs(q, state));
        page.addAttribute(
                "csv", Listing.of(new Page<>(List.of(), null), request).csv());
        return "routes";
    }

    @GetMapping("/console/routes.csv")
    void csv(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        List<Line> lines = Stream.concat(
                        routes(q, state).stream().map(Line::of),
                        jobs(q, state).stream().map(Line::of))
                .toList();
        export.write(TABLE, Pages.whole(lines), request, response);
    }

    private List<RouteControl.Standing> routes(@Nullable String q, @Nullable String state) {
        return routes.all().stream()
                .filter(route -> fits(route.id(), route.isStarted(), q, state))
                .toList();
    }

    private static boolean fits(String name, boolean running, @Nullable String q, @Nullable String state) {
        return Choice.of("state", state, STATES).allows(state(running)) && Choice.has(name, Choice.part("q", q));
    }

    private static String state(boolean running) {
        return running ? "running" : "stopped";
    }

    private List<BackgroundLoop.Standing> jobs(@Nullable String q, @Nullable String state) {
        return loops.stream()
                .flatMap(each -> each.loops().stream())
                .map(loop -> loop.standing())
                .filter(job -> fits(job.name(), job.running(), q, state))
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
