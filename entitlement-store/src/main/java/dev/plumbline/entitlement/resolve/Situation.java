package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.resolve.Moment.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A customer's facts in the model's terms, in one order whatever order they came in (law L-1). */
final class Situation {
    private final Prepared prepared;
    private final @Nullable String country;
    private final List<Facts.Enrolment> enrolments;
    private final List<PlanLine> plans;
    private final List<AddOnLine> addOns;
    private final BitSet extended = new BitSet();
    private final Overrides overrides;
    private final List<Moment> moments;

    Situation(Prepared prepared, Facts facts, @Nullable String user) {
        this.prepared = prepared;
        country = facts.country();
        enrolments = facts.enrolments();
        var purchases = new Purchases(prepared, facts.subscriptions(), facts.phases());
        plans = purchases.plans();
        addOns = purchases.addOns();
        for (var addOn : addOns) {
            extended.or(addOn.sold().features());
        }
        overrides = new Overrides(prepared, facts.overrides(), user);
        moments = moments(purchases.boundaries());
    }

    private List<Moment> moments(List<Instant> boundaries) {
        var found = new ArrayList<Moment>(boundaries.size() + 1);
        found.add(momentAt(Instant.MIN));
        boundaries.sort(Comparator.naturalOrder());
        for (var boundary : boundaries) {
            if (boundary.isAfter(found.getLast().at()) && boundary.isBefore(Instant.MAX)) {
                found.add(momentAt(boundary));
            }
        }
        return found;
    }

    private Moment momentAt(Instant at) {
        List<Running> running = List.of();
        for (var line : plans) {
            if (line.contract().runsAt(at)) {
                running = running.isEmpty() ? new ArrayList<>(plans.size()) : running;
                running.add(new Running(line, line.contract().phaseAt(at), line.shelf(country)));
            }
        }
        return new Moment(at, running, this, null);
    }

    /** The beginning of time, and each instant from which any contract stands otherwise: the same for all features. */
    List<Moment> moments() {
        return moments;
    }

    /** @param log where the layers say what they do */
    Moment momentAt(Instant at, @Nullable Log log) {
        var found = moments.getFirst();
        for (var moment : moments) {
            if (moment.at().isAfter(at)) {
                break;
            }
            found = moment;
        }
        return new Moment(at, found.running(), this, log);
    }

    FeatureCase caseOf(SoldFeature feature) {
        var promotions = enrolments.isEmpty() ? FeatureCase.NO_PROMOTIONS : PromotionLayer.spans(this, feature.key());
        var extending = extended.get(feature.index()) ? addOnsOf(feature) : FeatureCase.NO_ADD_ONS;
        return feature.unnamed().and(promotions, extending, overrides.of(feature));
    }

    /** What is added comes on top of what is given whole, whichever was bought first. */
    private AddOnLine[] addOnsOf(SoldFeature feature) {
        var found = new AddOnLine[addOns.size()];
        var many = 0;
        for (var line : addOns) {
            if (line.gives(feature) && !line.adds(feature)) {
                found[many++] = line;
            }
        }
        for (var line : addOns) {
            if (line.gives(feature) && line.adds(feature)) {
                found[many++] = line;
            }
        }
        return Arrays.copyOf(found, many);
    }

    Prepared prepared() {
        return prepared;
    }

    @Nullable
    String country() {
        return country;
    }

    /** The best first. */
    List<PlanLine> plans() {
        return plans;
    }

    List<Facts.Enrolment> enrolments() {
        return enrolments;
    }
}
