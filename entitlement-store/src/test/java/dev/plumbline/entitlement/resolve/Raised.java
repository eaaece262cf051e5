package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.Amount;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The same model, but every limit that a plan version names is one higher. */
final class Raised {
    private Raised() {}

    static Model of(Model model) {
        var plans = new TreeMap<String, Plan>();
        model.plans()
                .forEach((key, plan) -> plans.put(
                        key,
                        new Plan(
                                key,
                                plan.name(),
                                plan.rank(),
                                plan.versions().stream().map(Raised::version).toList())));
        return new Model(
                model.catalog(),
                model.cadence(),
                model.markets(),
                model.meters(),
                model.features(),
                plans,
                model.addOns(),
                model.promotions(),
                model.billingPolicy(),
                model.precedence());
    }

    private static PlanVersion version(PlanVersion version) {
        return new PlanVersion(
                version.plan(),
                version.number(),
                version.sellable(),
                grants(version.grants()),
                version.variations(),
                version.trial(),
                version.existing(),
                version.mappings());
    }

    private static Map<FeatureKey, Grant> grants(Map<FeatureKey, Grant> grants) {
        var raised = new TreeMap<FeatureKey, Grant>();
        grants.forEach((feature, grant) -> raised.put(
                feature,
                switch (grant) {
                    case Grant.Quantity quantity ->
                        new Grant.Quantity(raise(quantity.limit()), quantity.fromBilling(), quantity.atLeast());
                    case Grant.Metered metered ->
                        new Grant.Metered(
                                raise(metered.limit()),
                                metered.window(),
                                metered.onLimit(),
                                metered.warnAt(),
                                metered.rolloverMax());
                    case Grant.Switch _, Grant.Level _, Grant.Add _ -> grant;
                }));
        return raised;
    }

    private static @Nullable Amount raise(@Nullable Amount amount) {
        return amount instanceof Amount.UpTo(var value) ? new Amount.UpTo(value.add(BigDecimal.ONE)) : amount;
    }
}
