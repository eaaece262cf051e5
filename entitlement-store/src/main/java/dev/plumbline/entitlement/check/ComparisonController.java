package dev.plumbline.entitlement.check;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A customer on another plan: what it would gain and lose, feature by feature. Nothing is bought by it. */
@RestController
public class ComparisonController {
    private final Upgrading upgrading;

    ComparisonController(Upgrading upgrading) {
        this.upgrading = upgrading;
    }

    /**
     * @param plan a version of the model, such as {@code team@2}
     * @param term to have it on; left out: the customer's own, where the version is sold on it
     */
    @GetMapping("/v1/customers/{customer}/comparison")
    public ComparisonAnswer compare(
            @PathVariable String customer,
            @RequestParam String plan,
            @RequestParam(required = false) @Nullable String term) {
        return upgrading.compare(customer, plan, term);
    }
}
