package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What two models can answer differently for the same facts, so that the rest need not be resolved. The resolver decides each
 * feature by itself: a feature of which both say the same is answered the same. And what only one of them knows (a plan
 * version, an add-on, a promotion) says nothing about a customer whose facts do not name it.
 *
 * @param features that may differ for anybody
 * @param onlyInOne what only one of the models knows: {@code plan/team@2}
 */
record Narrowing(Set<FeatureKey> features, Set<String> onlyInOne) {
    private static final String PLAN = "plan/";
    private static final String ADD_ON = "addon/";
    private static final String PROMOTION = "promotion/";

    static Narrowing of(Model before, Model after) {
        var onlyInOne = refs(before);
        var both = refs(after);
        both.retainAll(onlyInOne);
        onlyInOne.addAll(refs(after));
        onlyInOne.removeAll(both);
        var features = new TreeSet<>(before.features().keySet());
        features.addAll(after.features().keySet());
        features.removeIf(feature -> bare(before, feature, both).equals(bare(after, feature, both)));
        return new Narrowing(features, onlyInOne);
    }

    private static Set<String> refs(Model model) {
        var refs = new HashSet<String>();
        model.plans().values().forEach(plan -> plan.versions().forEach(version -> refs.add(PLAN + version.ref())));
        model.addOns().values().forEach(addOn -> addOn.versions().forEach(version -> refs.add(ADD_ON + version.ref())));
        model.promotions().keySet().forEach(promotion -> refs.add(PROMOTION + promotion));
        return refs;
    }

    private static Model bare(Model model, FeatureKey feature, Set<String> both) {
        return NarrowModel.bare(
                model,
                Set.of(feature),
                version -> both.contains(PLAN + version.ref()),
                version -> both.contains(ADD_ON + version.ref()),
                promotion -> both.contains(PROMOTION + promotion.key()));
    }

    /** Whether a customer's answers may rest on what only one of the models knows. */
    boolean concerns(Facts facts) {
        if (onlyInOne.isEmpty()) {
            return false;
        }
        // An override may take its window from any plan of the model.
        return !facts.overrides().isEmpty()
                || facts.phases().stream().anyMatch(phase -> onlyInOne.contains(PLAN + phase.plan()))
                || facts.enrolments().stream().anyMatch(one -> onlyInOne.contains(PROMOTION + one.promotion()))
                || facts.subscriptions().stream()
                        .flatMap(subscription -> subscription.items().stream())
                        .anyMatch(item -> onlyInOne.contains(ref(item.binding())));
    }

    private static String ref(Binding binding) {
        return switch (binding) {
            case Binding.ToPlan to -> PLAN + to.plan();
            case Binding.ToAddOn to -> ADD_ON + to.addOn();
            case Binding.Unmapped unmapped -> "";
        };
    }
}
