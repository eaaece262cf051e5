package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.FeatureKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A customer's timeline over several models, each in force from its instant: a change that is agreed for later is in the
 * answers before it happens, and so takes effect exactly then, on every node, with no job (02, publish).
 */
public final class Stages {
    private Stages() {}

    /** @param stages in the order of their instants, at least one */
    public static Timeline resolve(List<Stage> stages, @Nullable String user) {
        if (stages.size() == 1) {
            return Resolver.resolve(stages.getFirst().model(), stages.getFirst().facts(), user);
        }
        var features = new TreeMap<FeatureKey, List<Segment>>();
        for (var i = 0; i < stages.size(); i++) {
            var stage = stages.get(i);
            var until = i + 1 < stages.size() ? stages.get(i + 1).from() : Instant.MAX;
            Resolver.resolve(stage.model(), stage.facts(), user).features().forEach((feature, segments) -> {
                var whole = features.computeIfAbsent(feature, _ -> new ArrayList<>());
                fillUpTo(stage.from(), feature, whole);
                segments.forEach(segment -> append(whole, segment, stage.from(), until));
            });
        }
        return new Timeline(features);
    }

    /** The stage in force at an instant. */
    public static Stage at(List<Stage> stages, Instant instant) {
        return stages.reversed().stream()
                .filter(stage -> !instant.isBefore(stage.from()))
                .findFirst()
                .orElse(stages.getFirst());
    }

    /** A feature that a later model brings can be asked for today, and the answer says that it is to come. */
    private static void fillUpTo(Instant from, FeatureKey feature, List<Segment> whole) {
        var known = whole.isEmpty() ? Instant.MIN : whole.getLast().until();
        if (known.isBefore(from)) {
            var source = new Source(Source.Kind.DEFAULT, feature.value());
            whole.add(new Segment(known, from, new Segment.Outcome.Denied(Reason.NOT_YET_AVAILABLE, source), null));
        }
    }

    /** What is the same before and after a border is one segment: a change that changes nothing leaves no trace. */
    private static void append(List<Segment> whole, Segment segment, Instant from, Instant until) {
        var begins = segment.from().isBefore(from) ? from : segment.from();
        var ends = segment.until().isAfter(until) ? until : segment.until();
        if (!begins.isBefore(ends)) {
            return;
        }
        var last = whole.isEmpty() ? null : whole.getLast();
        if (last != null && last.until().equals(begins) && last.saysTheSame(segment)) {
            whole.set(whole.size() - 1, new Segment(last.from(), ends, last.outcome(), last.phase()));
        } else {
            whole.add(new Segment(begins, ends, segment.outcome(), segment.phase()));
        }
    }
}
