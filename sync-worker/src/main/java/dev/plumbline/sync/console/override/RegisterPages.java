package dev.plumbline.sync.console.override;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.decisions.OverrideRegisterController;
import dev.plumbline.entitlement.check.decisions.PlaceBody;
import dev.plumbline.entitlement.check.decisions.PromotionBody;
import dev.plumbline.entitlement.check.decisions.PromotionsController;
import dev.plumbline.sync.console.frame.Choice;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The registers: all overrides there ever were, what they forgo, which end soon; promotions, and who has a place in them. */
@Controller
class RegisterPages {
    private static final List<String> STATES = List.of("upcoming", "running", "over");
    private static final List<String> PLACE_STATES = List.of("held", "withdrawn");
    private static final Export.Table<PromotionBody> PROMOTIONS = new Export.Table<>(
            "promotions",
            List.of(
                    "promotion",
                    "state",
                    "reason",
                    "from",
                    "until",
                    "features",
                    "plans",
                    "markets",
                    "enrolled",
                    "left"),
            one -> new @Nullable Object[] {
                one.key(),
                one.state(),
                one.reason(),
                one.from(),
                one.until(),
                String.join(" ", one.features()),
                String.join(" ", one.plans()),
                String.join(" ", one.markets()),
                one.enrolled(),
                one.placesLeft()
            });
    private static final Export.Table<PlaceBody> PLACES = new Export.Table<>(
            "enrolments",
            List.of("promotion", "customer", "enrolledAt", "enrolledBy", "reason", "withdrawnAt", "withdrawnBy"),
            one -> new @Nullable Object[] {
                one.promotion(),
                one.customer(),
                one.enrolledAt(),
                one.enrolledBy(),
                one.reason(),
                one.withdrawnAt(),
                one.withdrawnBy()
            });

    private final OverrideRegisterController register;
    private final PromotionsController promotions;
    private final CurrentModel current;
    private final Export export;

    RegisterPages(
            OverrideRegisterController register, PromotionsController promotions, CurrentModel current, Export export) {
        this.register = register;
        this.promotions = promotions;
        this.current = current;
        this.export = export;
    }

    @GetMapping("/console/overrides")
    String overrides(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String feature,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable Instant endingBefore,
            HttpServletRequest request,
            Model page) {
        page.addAttribute(
                "list",
                Listing.of(
                        (limit, cursor) -> register.all(state, feature, actor, endingBefore, limit, cursor), request));
        page.addAttribute(
                "features",
                current.get()
                        .map(revision -> revision.model().features().keySet().stream()
                                .map(key -> key.value())
                                .toList())
                        .orElse(List.of()));
        return "overrides";
    }

    @GetMapping("/console/overrides.csv")
    void overrides(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String feature,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable Instant endingBefore,
            HttpServletResponse response)
            throws IOException {
        register.csv(state, feature, actor, endingBefore, response);
    }

    @GetMapping("/console/promotions")
    String promotions(@RequestParam(required = false) @Nullable String state, HttpServletRequest request, Model page) {
        page.addAttribute("states", Choice.of("state", state, STATES));
        page.addAttribute("list", Listing.of(promotions(state), request));
        return "promotions";
    }

    @GetMapping("/console/promotions.csv")
    void promotions(
            @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(PROMOTIONS, promotions(state), request, response);
    }

    private Pages<PromotionBody> promotions(@Nullable String state) {
        Choice states = Choice.of("state", state, STATES);
        return Pages.whole(promotions.list().data().stream()
                .filter(one -> states.allows(one.state()))
                .toList());
    }

    @GetMapping("/console/promotions/{key}")
    String enrolled(
            @PathVariable String key,
            @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("promotion", key);
        page.addAttribute("states", Choice.of("state", state, PLACE_STATES));
        page.addAttribute("list", Listing.of(enrolledIn(key, state), request));
        return "promotion-page";
    }

    @GetMapping("/console/promotions/{key}.csv")
    void enrolled(
            @PathVariable String key,
            @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(PLACES, enrolledIn(key, state), request, response);
    }

    private Pages<PlaceBody> enrolledIn(String promotion, @Nullable String state) {
        return (limit, cursor) -> promotions.enrolled(promotion, state, limit, cursor);
    }
}
