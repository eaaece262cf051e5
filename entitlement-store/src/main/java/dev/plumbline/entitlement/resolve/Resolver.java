package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a customer is entitled to, over the whole known future, and why. No clock, no database, no usage: the same model and
 * facts give the same timeline, in whatever order the facts come.
 */
public final class Resolver {
    private Resolver() {}

    /** The customer's own timeline: overrides of single users have no part in it. */
    public static Timeline resolve(Model model, Facts facts) {
        return resolve(model, facts, null);
    }

    /** As one user of the customer sees it. */
    public static Timeline resolve(Model model, Facts facts, @Nullable String user) {
        var situation = new Situation(model, facts, user);
        var features = new TreeMap<FeatureKey, List<Segment>>();
        for (var feature : model.features().values()) {
            features.put(feature.key(), new FeatureCase(situation, feature).segments());
        }
        return new Timeline(features);
    }

    /** One feature only, as it is resolved with all the others. */
    public static List<Segment> resolve(Model model, Facts facts, Feature feature, @Nullable String user) {
        return new FeatureCase(new Situation(model, facts, user), feature).segments();
    }

    /** @throws IllegalArgumentException when the model has no such feature */
    public static Explanation explain(Model model, Facts facts, FeatureKey feature, Instant at) {
        return explain(model, facts, feature, at, null);
    }

    /** The layers are run again at that instant, by the code that resolves, and tell what they do. */
    public static Explanation explain(Model model, Facts facts, FeatureKey key, Instant at, @Nullable String user) {
        var feature = model.feature(key);
        if (feature == null) {
            throw new IllegalArgumentException("The model has no feature " + key);
        }
        var situation = new Situation(model, facts, user);
        var segment = covering(new FeatureCase(situation, feature).segments(), at);
        var log = new Log();
        new FeatureCase(situation, feature).at(at, log);
        return new Explanation(segment, log.layers(), Evidence.of(facts, feature, at, user));
    }

    private static Segment covering(List<Segment> segments, Instant at) {
        for (var segment : segments) {
            if (segment.covers(at)) {
                return segment;
            }
        }
        return segments.getLast(); // Instant.MAX itself
    }

    /** What a person should look at: limits with different windows that cannot be merged, from an instant on. */
    public static List<Finding> findings(Model model, Facts facts, Instant from) {
        var situation = new Situation(model, facts, null);
        var findings = new ArrayList<Finding>();
        for (var feature : model.features().values()) {
            if (feature instanceof Feature.Metered && new FeatureCase(situation, feature).hasMismatchFrom(from)) {
                findings.add(new Finding(
                        Finding.Type.WINDOW_MISMATCH,
                        facts.customer() + "/" + feature.key(),
                        "Plans give it for different windows; the highest-ranked plan's counts alone"));
            }
        }
        return findings;
    }
}
