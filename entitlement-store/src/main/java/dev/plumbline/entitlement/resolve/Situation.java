package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.resolve.Contract.AddOnLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A customer's facts in the model's terms, in one order whatever order they came in (law L-1). */
final class Situation {
    /** The user's own before the customer's, the newest first. */
    private static final Comparator<CustomerOverride> STRONGEST_FIRST = Comparator.comparing(
                    (CustomerOverride override) -> override.user() == null)
            .thenComparing(CustomerOverride::createdAt, Comparator.reverseOrder())
            .thenComparing(CustomerOverride::id);

    private final Model model;
    private final @Nullable String country;
    private final List<Facts.Enrolment> enrolments;
    private final List<CustomerOverride> overrides = new ArrayList<>();
    private final List<PlanLine> plans = new ArrayList<>();
    private final List<AddOnLine> addOns = new ArrayList<>();
    private final NavigableSet<Instant> boundaries = new TreeSet<>();

    Situation(Model model, Facts facts, @Nullable String user) {
        this.model = model;
        country = facts.country();
        enrolments = facts.enrolments();
        facts.subscriptions().forEach(subscription -> add(Contract.of(model, subscription)));
        facts.phases().forEach(phase -> add(Contract.of(model, phase)));
        Collections.sort(plans, PlanLine.BEST_FIRST);
        Collections.sort(addOns, AddOnLine.IN_ORDER);
        for (var override : facts.overrides()) {
            if (override.user() == null || override.user().equals(user)) {
                overrides.add(override);
            }
        }
        overrides.sort(STRONGEST_FIRST);
    }

    private void add(@Nullable Contract contract) {
        if (contract != null) {
            plans.addAll(contract.plans());
            addOns.addAll(contract.addOns());
            contract.boundaries(boundaries::add);
        }
    }

    Model model() {
        return model;
    }

    @Nullable
    String country() {
        return country;
    }

    List<PlanLine> plans() {
        return plans;
    }

    List<AddOnLine> addOnsOf(FeatureKey feature) {
        List<AddOnLine> found = List.of();
        for (var addOn : addOns) {
            if (addOn.version().grants().containsKey(feature)) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(addOn);
            }
        }
        return found;
    }

    List<Facts.Enrolment> enrolments() {
        return enrolments;
    }

    List<CustomerOverride> overridesOf(FeatureKey feature) {
        List<CustomerOverride> found = List.of();
        for (var override : overrides) {
            if (override.feature().equals(feature.value())
                    && override.validFrom().isBefore(override.validUntil())) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(override);
            }
        }
        return found;
    }

    /** Where any contract begins, ends, or comes to another stage. */
    NavigableSet<Instant> boundaries() {
        return boundaries;
    }
}
