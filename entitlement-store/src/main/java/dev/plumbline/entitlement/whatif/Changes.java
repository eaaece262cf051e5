package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.whatif.Change.Kind;
import dev.plumbline.entitlement.whatif.Comparison.Difference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What two timelines of one customer differ in, but for what depends on how much was used.
 *
 * @param model of the later one
 * @param from answers are compared from then on
 * @param now business time: what is used up by then counts
 */
record Changes(Model model, Instant from, Instant now) {
    List<Looked.Candidate> between(
            CustomerKey customer, Map<FeatureKey, List<Segment>> before, Map<FeatureKey, List<Segment>> after) {
        var changes = new ArrayList<Looked.Candidate>();
        var features = new TreeSet<FeatureKey>(before.keySet());
        features.addAll(after.keySet());
        for (FeatureKey feature : features) {
            for (Difference difference : Comparison.of(before.get(feature), after.get(feature), from)) {
                add(customer, feature, difference, changes);
            }
        }
        return changes;
    }

    private void add(CustomerKey customer, FeatureKey feature, Difference difference, List<Looked.Candidate> changes) {
        changes.add(Looked.Candidate.certain(change(customer, feature, difference.kind(), difference)));
        Feature its = model.feature(feature);
        Segment after = difference.after();
        if (difference.kind() != Kind.GAINED
                && difference.kind() != Kind.LIMIT_UP
                && its != null
                && after != null
                && after.outcome() instanceof Outcome.Granted granted
                && granted.allowance() instanceof Allowance.Metered metered
                && metered.limit() instanceof Limit.UpTo upTo) {
            changes.add(new Looked.Candidate(
                    change(customer, feature, Kind.OVER_LIMIT, difference),
                    new UsedUp.Asked(customer, its, metered, now),
                    upTo.amount()));
        }
    }

    private static Change change(CustomerKey customer, FeatureKey feature, Kind kind, Difference difference) {
        return new Change(
                customer,
                feature,
                kind,
                difference.from(),
                InWords.of(difference.before()),
                InWords.of(difference.after()),
                InWords.reason(difference.after()));
    }
}
