package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.CustomerKeys;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.record.Customers;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What a decision may be about: customers that exist, and what the model of now has. */
@Component
public class Known {
    private static final Pattern REF = Pattern.compile("([^@\\s]{1,128})@([1-9][0-9]{0,8})");

    private final Customers customers;
    private final CurrentModel current;

    Known(Customers customers, CurrentModel current) {
        this.customers = customers;
        this.current = current;
    }

    CustomerKey customer(String customer) {
        return CustomerKeys.of(customer)
                .filter(key -> customers.find(key).isPresent())
                .orElseThrow(Known::customerUnknown);
    }

    static Refusal customerUnknown() {
        return Refusal.of(
                HttpStatus.NOT_FOUND,
                "CUSTOMER_UNKNOWN",
                "There is no such customer: create it first with PUT /v1/customers/{customer}");
    }

    Optional<Model> anyModel() {
        return current.get().map(revision -> revision.model());
    }

    public Model model() {
        return anyModel()
                .orElseThrow(() -> Refusal.of(
                        HttpStatus.CONFLICT,
                        "NOTHING_PUBLISHED",
                        "No catalog is published yet: POST it to /v1/catalog/publish"));
    }

    /** The model that will hold then, if it still has that feature; else the one of now. */
    Model modelAt(Instant at, FeatureKey feature) {
        return current.at(at)
                .map(revision -> revision.model())
                .filter(model -> model.feature(feature) != null)
                .orElseGet(this::model);
    }

    /** {@code team@2} in a body's field {@code plan}. */
    PlanVersion planVersion(Model model, @Nullable String ref) {
        return planVersion(model, "/plan", ref);
    }

    /** @param pointer the field of the body that says it */
    public PlanVersion planVersion(Model model, String pointer, @Nullable String ref) {
        Matcher form = REF.matcher(ref == null ? "" : ref);
        if (!form.matches()) {
            throw Refusal.ofBody(pointer, "Name a plan and its version, such as team@2");
        }
        PlanVersion version = model.planVersion(form.group(1), Integer.parseInt(form.group(2)));
        if (version == null) {
            String versions = model.plans().values().stream()
                    .flatMap(plan -> plan.versions().stream())
                    .map(PlanVersion::ref)
                    .limit(50)
                    .collect(Collectors.joining(", "));
            throw Refusal.of(HttpStatus.BAD_REQUEST, "PLAN_UNKNOWN", "The model has " + versions)
                    .at(pointer, "PLAN_UNKNOWN", "The model has " + versions);
        }
        return version;
    }

    public static PlanRef ref(PlanVersion version) {
        return new PlanRef(version.plan(), version.number());
    }
}
