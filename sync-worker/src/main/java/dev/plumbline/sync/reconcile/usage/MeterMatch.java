package dev.plumbline.sync.reconcile.usage;

import dev.plumbline.connectors.UsageMeters;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.model.Model;
import java.util.List;

/**
 * Which meter of ours counts what one of the provider's does: the same events, in the same way. Whoever sums up events that each
 * say 1 counts them, so a sum there is a count here where we have no sum.
 */
sealed interface MeterMatch {
    record To(Meter meter) implements MeterMatch {}

    record Not(NotCompared why) implements MeterMatch {}

    static MeterMatch of(UsageMeters.Meter theirs, Model model) {
        return switch (theirs.formula()) {
            case COUNT -> one(counting(theirs, model, Meter.Aggregate.COUNT));
            case LAST -> one(counting(theirs, model, Meter.Aggregate.LAST));
            case SUM -> {
                List<Meter> sums = counting(theirs, model, Meter.Aggregate.SUM);
                yield one(sums.isEmpty() ? counting(theirs, model, Meter.Aggregate.COUNT) : sums);
            }
            case UNKNOWN -> new Not(NotCompared.NO_METER_OF_OURS);
        };
    }

    private static List<Meter> counting(UsageMeters.Meter theirs, Model model, Meter.Aggregate how) {
        return model.meters().values().stream()
                .filter(meter -> meter.event().equals(theirs.event()) && meter.aggregate() == how)
                .toList();
    }

    private static MeterMatch one(List<Meter> meters) {
        return switch (meters.size()) {
            case 0 -> new Not(NotCompared.NO_METER_OF_OURS);
            case 1 -> new To(meters.getFirst());
            default -> new Not(NotCompared.SEVERAL_METERS);
        };
    }
}
