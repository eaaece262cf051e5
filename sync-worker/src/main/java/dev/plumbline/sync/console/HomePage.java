package dev.plumbline.sync.console;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Where one begins: what needs attention, of what one may see. */
@Controller
class HomePage {
    private final Home home;
    private final Glance glance;

    HomePage(Home home, Glance glance) {
        this.home = home;
        this.glance = glance;
    }

    @GetMapping("/console")
    String home(Model page) {
        page.addAttribute("left", glance.left());
        page.addAttribute("breaks", home.graveBreaks());
        page.addAttribute("mine", home.myBreaks());
        page.addAttribute("keys", home.endingKeys());
        page.addAttribute("keysBefore", home.keysBefore());
        page.addAttribute("material", home.material());
        page.addAttribute("overrides", home.endingOverrides());
        page.addAttribute("quarantined", home.quarantined());
        page.addAttribute("dead", home.deadDeliveries());
        page.addAttribute("heldRuns", home.heldRuns());
        page.addAttribute("accountsHeld", home.accountsHeld());
        page.addAttribute("approvals", home.approvalsWaiting());
        page.addAttribute("lastRun", home.lastRun());
        page.addAttribute("months", home.months());
        page.addAttribute("migrations", home.migrationsThatStand());
        page.addAttribute("scheduled", home.scheduled());
        return "home";
    }
}
