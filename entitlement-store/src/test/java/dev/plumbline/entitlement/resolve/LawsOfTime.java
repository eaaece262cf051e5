package dev.plumbline.entitlement.resolve;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** L-1 and L-4: what does not matter, and what does not change meanwhile. */
final class LawsOfTime {
    static final Statement ANY_ORDER =
            new Statement("L-1 same facts, same timeline, in any order of facts", false, LawsOfTime::anyOrder);
    static final Statement CONSTANT = new Statement(
            "L-4 inside a segment the answer is constant; no gaps, no overlaps", false, LawsOfTime::constant);

    private LawsOfTime() {}

    private static @Nullable String anyOrder(Answers answers, Example example, SplittableRandom random) {
        var first = answers.resolve(example.model(), example.facts(), "ann");
        var other = answers.resolve(example.model(), RandomFacts.shuffled(example.facts(), random.nextLong()), "ann");
        for (var feature : first.features().entrySet()) {
            var its = other.features().get(feature.getKey());
            if (!feature.getValue().equals(its)) {
                return feature.getKey() + " is " + feature.getValue() + ", but in another order " + its;
            }
        }
        return first.equals(other) ? null : "Not the same features";
    }

    private static @Nullable String constant(Answers answers, Example example, SplittableRandom random) {
        for (var feature : answers.resolve(example.model(), example.facts(), "ann")
                .features()
                .entrySet()) {
            var key = feature.getKey();
            var broken = contiguous(feature.getValue());
            if (broken != null) {
                return key + ": " + broken;
            }
            for (var segment : feature.getValue()) {
                var at = Instants.inside(segment, random);
                var then = answers.at(example.model(), example.facts(), key, at, "ann");
                if (!then.outcome().equals(segment.outcome()) || then.phase() != segment.phase()) {
                    return key + " at " + at + " is " + then + " in " + segment;
                }
            }
        }
        return null;
    }

    private static @Nullable String contiguous(List<Segment> segments) {
        var end = Instant.MIN;
        Segment before = null;
        for (var segment : segments) {
            if (!segment.from().equals(end)) {
                return "gap or overlap before " + segment;
            }
            if (before != null && before.outcome().equals(segment.outcome()) && before.phase() == segment.phase()) {
                return "nothing changes with " + segment;
            }
            end = segment.until();
            before = segment;
        }
        return end.equals(Instant.MAX) ? null : "nothing after " + end;
    }
}
