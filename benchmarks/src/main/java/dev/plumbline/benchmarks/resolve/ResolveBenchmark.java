package dev.plumbline.benchmarks.resolve;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.resolve.Decider;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Request;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Timeline;
import dev.plumbline.entitlement.resolve.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** B7. One thread; a different customer each time, so that no branch is learned by heart. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ResolveBenchmark {
    private static final int CUSTOMERS = 64;

    private final Model model = ThirtyFeatures.model(UnaryOperator.identity());

    /** What somebody thinks of publishing: less of one thing, more of another, for two plans. */
    private final Model changed = ThirtyFeatures.model(
            text -> text.replace("projects: 20", "projects: 15").replace("sms: { limit: 1000", "sms: { limit: 2000"));

    private final List<Facts> customers = new ArrayList<>();
    private final List<Timeline> timelines = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private int next;

    private record Check(Feature feature, Segment segment) {}

    public ResolveBenchmark() {
        for (var number = 0; number < CUSTOMERS; number++) {
            var customer = ThirtyFeatures.customer(number);
            var timeline = Resolver.resolve(model, customer);
            customers.add(customer);
            timelines.add(timeline);
            timeline.features().forEach((key, segments) -> checks.add(check(key, segments)));
        }
    }

    private Check check(FeatureKey key, List<Segment> segments) {
        var feature = model.features().get(key);
        for (var segment : segments) {
            if (feature != null && segment.covers(ThirtyFeatures.NOW)) {
                return new Check(feature, segment);
            }
        }
        throw new IllegalStateException("Nothing covers now: " + segments);
    }

    private int next() {
        return next++ & Integer.MAX_VALUE;
    }

    /** A customer's timeline, all thirty features of it. */
    @Benchmark
    public Timeline resolveOneCustomer() {
        return Resolver.resolve(model, customers.get(next() % CUSTOMERS));
    }

    /** The floor: the same answer made again out of outcomes that are there already. */
    @Benchmark
    public Timeline writeDownOneAnswer() {
        var features = new TreeMap<FeatureKey, List<Segment>>();
        for (Map.Entry<FeatureKey, List<Segment>> feature :
                timelines.get(next() % CUSTOMERS).features().entrySet()) {
            features.put(feature.getKey(), again(feature.getValue()));
        }
        return new Timeline(features);
    }

    private static List<Segment> again(List<Segment> segments) {
        var again = new Segment[segments.size()];
        for (var i = 0; i < again.length; i++) {
            var segment = segments.get(i);
            again[i] = new Segment(segment.from(), segment.until(), segment.outcome(), segment.phase());
        }
        return List.of(again);
    }

    /** What one customer would have after the change, against what it has: the number of features that are not the same. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public int whatIfForOneCustomer() {
        var customer = customers.get(next() % CUSTOMERS);
        var before = Resolver.resolve(model, customer).features();
        var differ = 0;
        for (var after : Resolver.resolve(changed, customer).features().entrySet()) {
            if (!after.getValue().equals(before.get(after.getKey()))) {
                differ++;
            }
        }
        return differ;
    }

    /** Layer 9 alone: what a check does with the segment it found. Every feature of every customer in turn. */
    @Benchmark
    public Decision decideOneFeature() {
        var check = checks.get(next() % checks.size());
        return Decider.decide(check.feature, check.segment, Usage.NONE, Request.PLAIN, ThirtyFeatures.NOW);
    }
}
