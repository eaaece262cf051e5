package dev.plumbline.sync.console;

import dev.plumbline.entitlement.check.CheckAnswer;
import dev.plumbline.entitlement.check.Checked;
import dev.plumbline.entitlement.check.Checks;
import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.Explained;
import dev.plumbline.entitlement.check.Explaining;
import dev.plumbline.entitlement.record.ModelRevision;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** One customer of the demo: what it may use, and why. The same answers as the API's. */
@Controller
@ConditionalOnProperty("plumbline.demo")
class DemoCustomerController {
    private final Checks checks;
    private final Explaining explaining;
    private final CurrentModel model;

    DemoCustomerController(Checks checks, Explaining explaining, CurrentModel model) {
        this.checks = checks;
        this.explaining = explaining;
        this.model = model;
    }

    @GetMapping("/demo/customers/{customer}")
    String customer(@PathVariable String customer, Model page) {
        List<CheckAnswer> answers =
                features().stream().map(feature -> answered(customer, feature)).toList();
        page.addAttribute("customer", customer);
        page.addAttribute("answers", answers);
        return "customer";
    }

    @GetMapping("/demo/customers/{customer}/{feature}")
    String explain(@PathVariable String customer, @PathVariable String feature, Model page) {
        answered(customer, feature);
        Explained explained = explaining.explain(customer, feature);
        page.addAttribute("customer", customer);
        page.addAttribute("answer", explained.decision());
        page.addAttribute("layers", explained.layers());
        page.addAttribute("facts", explained.facts());
        return "explain";
    }

    private List<String> features() {
        return model.get().map(ModelRevision::model).stream()
                .flatMap(current -> current.features().keySet().stream())
                .map(Object::toString)
                .toList();
    }

    private CheckAnswer answered(String customer, String feature) {
        return switch (checks.check(customer, feature)) {
            case Checked.Answered(var answer) -> answer;
            default -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        };
    }
}
