package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        return resolve(Prepared.of(model, Layers.ALL), facts, user);
    }

    static Timeline resolve(Prepared prepared, Facts facts, @Nullable String user) {
        return new Resolution(new Situation(prepared, facts, user)).timeline();
    }

    /** One feature only, as it is resolved with all the others. */
    public static List<Segment> resolve(Model model, Facts facts, Feature feature, @Nullable String user) {
        var prepared = Prepared.of(model, Layers.ALL);
        return new Resolution(new Situation(prepared, facts, user)).segments(sold(prepared, feature.key()));
    }

    /** @throws IllegalArgumentException when the model has no such feature */
    public static Explanation explain(Model model, Facts facts, FeatureKey feature, Instant at) {
        return explain(model, facts, feature, at, null);
    }

    /** The layers are run again at that instant, by the code that resolves, and tell what they do. */
    public static Explanation explain(Model model, Facts facts, FeatureKey key, Instant at, @Nullable String user) {
        return explain(Prepared.of(model, Layers.ALL), facts, key, at, user);
    }

    static Explanation explain(Prepared prepared, Facts facts, FeatureKey key, Instant at, @Nullable String user) {
        var feature = sold(prepared, key);
        var resolution = new Resolution(new Situation(prepared, facts, user));
        var segment = covering(resolution.segments(feature), at);
        var log = new Log();
        resolution.at(at, feature, log);
        return new Explanation(segment, log.layers(), Evidence.of(facts, feature.feature(), at, user));
    }

    private static SoldFeature sold(Prepared prepared, FeatureKey key) {
        var feature = prepared.feature(key.value());
        if (feature == null) {
            throw new IllegalArgumentException("The model has no feature " + key);
        }
        return feature;
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
        var prepared = Prepared.of(model, Layers.ALL);
        var resolution = new Resolution(new Situation(prepared, facts, null));
        var findings = new ArrayList<Finding>();
        for (var feature : prepared.features()) {
            if (feature.feature() instanceof Feature.Metered && resolution.hasMismatchFrom(from, feature)) {
                findings.add(new Finding(
                        Finding.Type.WINDOW_MISMATCH,
                        facts.customer() + "/" + feature.key(),
                        "Plans give it for different windows; the highest-ranked plan's counts alone"));
            }
        }
        return findings;
    }
}
