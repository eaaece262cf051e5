package dev.plumbline.entitlement.model.diff;

import dev.plumbline.entitlement.model.Model;
import java.util.List;

/**
 * What a person who reviews a catalog wants to read instead of its lines. Pure. Empty if and only if the models are equal;
 * who gains and who loses by it is asked of the resolver.
 */
public final class CatalogDiff {
    private CatalogDiff() {}

    /** Sorted by path, so that the order in which edits were made does not show. */
    public static List<Change> between(Model before, Model after) {
        var changes = new Changes();
        new GeneralChanges(changes).compare(before, after);
        new FeatureChanges(changes).compare(before, after);
        new PlanChanges(changes, before, after).compare();
        new PromotionChanges(changes).compare(before, after);
        return changes.sorted();
    }
}
