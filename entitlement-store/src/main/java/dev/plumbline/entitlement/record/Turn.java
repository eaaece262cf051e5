package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.resolve.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An instant at which an answer turns by itself, because time passes: a grace, a trial, an override or a paid period ends, a
 * phase begins, a model agreed for later takes effect.
 */
record Turn(Instant at, List<Changed> features) {
    private static final int SAID = 3;

    Turn {
        features = List.copyOf(features);
    }

    record Changed(String feature, String before, String after) {}

    /** The first boundary after an instant; null when the answer stays as it is for good. */
    static @Nullable Instant next(Timeline timeline, Instant after) {
        return timeline.features().values().stream()
                .flatMap(List::stream)
                .map(Segment::from)
                .filter(from -> from.isAfter(after))
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Where it turned, from the first instant to the last, both included. A boundary that changes no answer is none. */
    static List<Turn> between(Timeline timeline, Instant first, Instant last) {
        var instants = new TreeSet<Instant>();
        timeline.features().values().stream()
                .flatMap(List::stream)
                .map(Segment::from)
                .filter(from -> !from.isBefore(first) && !from.isAfter(last))
                .forEach(instants::add);
        return instants.stream()
                .map(at -> new Turn(at, changed(timeline, at)))
                .filter(turn -> !turn.features().isEmpty())
                .toList();
    }

    private static List<Changed> changed(Timeline timeline, Instant at) {
        var changed = new ArrayList<Changed>();
        timeline.features().forEach((feature, segments) -> {
            Outcome before = outcome(segments, at.minusNanos(1));
            Outcome after = outcome(segments, at);
            if (!Objects.equals(before, after)) {
                changed.add(new Changed(feature.value(), inWords(before), inWords(after)));
            }
        });
        return changed;
    }

    private static @Nullable Outcome outcome(List<Segment> segments, Instant at) {
        return segments.stream()
                .filter(segment -> segment.covers(at))
                .findFirst()
                .map(Segment::outcome)
                .orElse(null);
    }

    private static String inWords(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> "unknown";
            case Outcome.Granted granted ->
                "granted by " + granted.source().kind().key() + " "
                        + granted.source().ref() + " (" + granted.reason() + ")";
            case Outcome.Denied denied -> "denied (" + denied.reason() + ")";
        };
    }

    /** For the audit. */
    String inWords() {
        var said = new StringBuilder("TIME: from " + at + " on ");
        for (int i = 0; i < Math.min(SAID, features.size()); i++) {
            Changed one = features.get(i);
            said.append(i == 0 ? "" : ", ").append(one.feature()).append(" is ").append(one.after());
        }
        return features.size() <= SAID
                ? said.toString()
                : said.append(", and ")
                        .append(features.size() - SAID)
                        .append(" more")
                        .toString();
    }
}
