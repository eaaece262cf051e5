package dev.plumbline.sync.console.settings;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.evidence.BreaksController;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What is in force on this node, to read: it is changed where it is deployed. Nothing on it is a secret. */
@Controller
class SettingsPage {
    private final Environment environment;
    private final BreaksController breaks;
    private final CurrentModel model;

    SettingsPage(Environment environment, BreaksController breaks, CurrentModel model) {
        this.model = model;
        this.environment = environment;
        this.breaks = breaks;
    }

    /**
     * @param value what holds
     * @param isSet somebody set it
     */
    record InForce(Setting setting, String value, boolean isSet) {}

    @GetMapping("/console/settings")
    String show(Model page) {
        page.addAttribute("groups", groups());
        page.addAttribute(
                "cadence",
                model.get().map(revision -> revision.model().cadence()).orElse(null));
        page.addAttribute("reasons", breaks.reasons().data());
        return "settings";
    }

    private Map<String, List<InForce>> groups() {
        return Settings.ALL.stream()
                .map(this::inForce)
                .collect(Collectors.groupingBy(one -> one.setting().group(), LinkedHashMap::new, Collectors.toList()));
    }

    private InForce inForce(Setting setting) {
        String set = environment.getProperty(setting.property());
        return new InForce(
                setting, set == null || set.isBlank() ? setting.usual() : set, set != null && !set.isBlank());
    }
}
