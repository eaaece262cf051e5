package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.resolve.Moment.Running;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One customer being resolved: runs the layers once in each piece of time in which nothing can change. For one thread. */
final class Resolution {
    private final Situation situation;
    private final Layers layers;
    private final Offer[] offers;

    Resolution(Situation situation) {
        this.situation = situation;
        layers = situation.prepared().layers();
        offers = new Offer[situation.plans().size()];
    }

    Timeline timeline() {
        var features = situation.prepared().features();
        var strip = new Strip(features.length * situation.moments().size());
        var ends = new int[features.length];
        for (var feature : features) {
            segments(situation.caseOf(feature), strip);
            ends[feature.index()] = strip.size();
        }
        return new Timeline(new SegmentMap(situation.prepared().keys(), strip.segments(), ends));
    }

    List<Segment> segments(SoldFeature feature) {
        var strip = new Strip(2 * situation.moments().size());
        segments(situation.caseOf(feature), strip);
        return strip.list();
    }

    /** The customer's moments and the feature's own cuts in turn; where the answer stays the same, a segment goes on. */
    private void segments(FeatureCase of, Strip to) {
        var moments = situation.moments();
        var cuts = of.cuts();
        var moment = moments.get(0);
        var offer = at(moment, of);
        var from = moment.at();
        for (int i = 1, j = 0; i < moments.size() || j < cuts.length; ) {
            var isCut = i == moments.size()
                    || (j < cuts.length && cuts[j].isBefore(moments.get(i).at()));
            moment = isCut ? moment.later(cuts[j++]) : moments.get(i++);
            var next = at(moment, of);
            if (!next.answersLike(offer)) {
                to.add(offer.segment(from, moment.at()));
                from = moment.at();
                offer = next;
            }
        }
        to.add(offer.segment(from, Instant.MAX));
    }

    /** @param log where the layers say what they do */
    Offer at(Instant at, SoldFeature feature, @Nullable Log log) {
        return at(situation.momentAt(at, log), situation.caseOf(feature));
    }

    private Offer at(Moment at, FeatureCase of) {
        var running = at.running();
        for (var i = 0; i < running.size(); i++) {
            var one = running.get(i);
            offers[i] = layers.now(terms(one, of, at), one.line(), of, at);
        }
        return layers.together(of.sold().nothing(), offers, of, at).answered();
    }

    /** Worked out once for all customers, as far as it is the same for all; to be explained, anew. */
    private Offer terms(Running one, FeatureCase of, Moment at) {
        var feature = of.sold();
        var terms = one.shelf().offer(feature, one.phase());
        if (terms == null || at.isExplained()) {
            terms = layers.terms(feature.notInPlan(one.phase()), one.line(), of, at);
            if (!one.line().sold().isBilled(feature)) {
                one.shelf().put(feature, one.phase(), terms);
            }
        }
        return terms.countedFrom(one.line().contract().anchor());
    }

    /** Whether at that instant or later limits with different windows meet. */
    boolean hasMismatchFrom(Instant from, SoldFeature feature) {
        var log = new Log();
        var of = situation.caseOf(feature);
        var later = Stream.concat(situation.moments().stream().map(Moment::at), Stream.of(of.cuts()))
                .filter(instant -> instant.isAfter(from));
        Stream.concat(Stream.of(from), later).forEach(instant -> at(situation.momentAt(instant, log), of));
        return log.hasMismatch();
    }
}
