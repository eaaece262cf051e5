package dev.plumbline.sync.console.customer;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.EntitlementsController;
import dev.plumbline.entitlement.check.Explained;
import dev.plumbline.entitlement.check.decisions.OverrideRegisterController;
import dev.plumbline.entitlement.check.decisions.ScheduleController;
import dev.plumbline.entitlement.check.decisions.ScheduledPhase;
import dev.plumbline.entitlement.check.evidence.BreaksController;
import dev.plumbline.entitlement.check.evidence.TimelineController;
import dev.plumbline.entitlement.record.Customer;
import dev.plumbline.entitlement.record.Links;
import dev.plumbline.sync.console.frame.Listing;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One customer: what it may use, why, since when; by the same answers that applications get. */
@Controller
class CustomerPage {
    private static final int SOME = 50;
    private static final int NEWEST = 8;

    private final FoundCustomer customers;
    private final Links links;
    private final EntitlementsController entitlements;
    private final ScheduleController schedules;
    private final OverrideRegisterController overrides;
    private final BreaksController breaks;
    private final TimelineController timelines;
    private final CurrentModel current;

    CustomerPage(
            FoundCustomer customers,
            Links links,
            EntitlementsController entitlements,
            ScheduleController schedules,
            OverrideRegisterController overrides,
            BreaksController breaks,
            TimelineController timelines,
            CurrentModel current) {
        this.current = current;
        this.customers = customers;
        this.links = links;
        this.entitlements = entitlements;
        this.schedules = schedules;
        this.overrides = overrides;
        this.breaks = breaks;
        this.timelines = timelines;
    }

    /**
     * @param at valid time: what it may use then; null for now
     * @param knownAt recorded time: by what was known then; null for now
     */
    @GetMapping("/console/customers/{customer}")
    String customer(
            @PathVariable String customer,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Instant knownAt,
            Model page) {
        Customer found = customers.by(customer);
        var answer = Objects.requireNonNull(entitlements
                .all(customer, null, Duration.ZERO, null, null, null, at, knownAt)
                .getBody());
        List<ScheduledPhase> schedule = schedules.read(customer).data();
        page.addAttribute("customer", found);
        page.addAttribute("answer", answer);
        page.addAttribute("names", names());
        page.addAttribute("at", at);
        page.addAttribute("knownAt", knownAt);
        page.addAttribute("schedule", schedule);
        page.addAttribute("present", present(schedule));
        page.addAttribute("links", links.of(found.key()));
        page.addAttribute(
                "overrides",
                overrides.ofCustomer(customer, null, null, SOME, null).data());
        page.addAttribute(
                "breaks",
                breaks.list(null, null, null, customer, "open", null, null, null, SOME, null)
                        .data());
        page.addAttribute("happenings", timelines.list(customer, NEWEST, null));
        return "customer-page";
    }

    /** As people call features, in the model in force. */
    private Map<String, String> names() {
        return current.get()
                .map(revision -> revision.model().features().values().stream()
                        .collect(Collectors.toMap(feature -> feature.key().value(), feature -> feature.name())))
                .orElse(Map.of());
    }

    @GetMapping("/console/customers/{customer}/features/{feature}")
    String feature(
            @PathVariable String customer,
            @PathVariable String feature,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Instant knownAt,
            Model page) {
        page.addAttribute("customer", customers.by(customer));
        page.addAttribute("at", at);
        page.addAttribute("knownAt", knownAt);
        Explained why = entitlements.explain(customer, feature, null, null, null, null, at, knownAt);
        page.addAttribute("why", why);
        page.addAttribute("decisive", decisive(why.layers()));
        return "feature-page";
    }

    @GetMapping("/console/customers/{customer}/timeline")
    String timeline(@PathVariable String customer, HttpServletRequest request, Model page) {
        page.addAttribute("customer", customers.by(customer));
        page.addAttribute("list", Listing.of((limit, cursor) -> timelines.list(customer, limit, cursor), request));
        return "timeline-page";
    }

    /** The last layer that is part of the answer; those before it are what it was made of. */
    private static int decisive(List<Explained.Layer> layers) {
        int last = -1;
        for (int i = 0; i < layers.size(); i++) {
            last = layers.get(i).won() ? i : last;
        }
        return last;
    }

    private static List<ScheduledPhase> present(List<ScheduledPhase> schedule) {
        return schedule.stream()
                .filter(phase -> phase.state().equals("present") && phase.kind() != null)
                .toList();
    }
}
