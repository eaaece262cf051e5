package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.model.Meter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one event is to one meter.
 *
 * @param item what is counted once; null unless the meter counts different things
 */
record Counted(String meter, BigDecimal value, @Nullable String item) {
    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_ITEM = 255;
    private static final Map<String, ValuePath> PATHS = new ConcurrentHashMap<>();

    /** What an event counts for, or why it cannot. */
    sealed interface Reading {
        record Of(List<Counted> each) implements Reading {}

        record Refused(String why) implements Reading {}
    }

    /** By all of its meters or by none. */
    static Reading of(UsageEvent event, List<Meter> meters) {
        if (event.isVoid()) {
            return new Reading.Of(List.of());
        }
        if (meters.isEmpty()) {
            return new Reading.Refused(
                    "NO_METER: nothing in the model counts events of this type; declare a meter for it, publish, send again");
        }
        var each = new ArrayList<Counted>(meters.size());
        for (Meter meter : meters) {
            String path = meter.value();
            JsonNode value = path == null
                    ? null
                    : PATHS.computeIfAbsent(path, ValuePath::of).in(event.data());
            Counted counted =
                    switch (meter.aggregate()) {
                        case COUNT -> new Counted(meter.key(), BigDecimal.ONE, null);
                        case UNIQUE -> unique(meter, value);
                        case SUM, MAX, LAST -> number(meter, value);
                    };
            if (counted == null) {
                return new Reading.Refused(refusal(meter));
            }
            each.add(counted);
        }
        return new Reading.Of(each);
    }

    private static @Nullable Counted unique(Meter meter, @Nullable JsonNode value) {
        if (value == null || value.isContainer() || value.isBinary()) {
            return null;
        }
        String item =
                value.isNumber() ? value.decimalValue().stripTrailingZeros().toString() : value.asString("");
        return item.isEmpty() || item.length() > LONGEST_ITEM || !EventReader.isStorable(item)
                ? null
                : new Counted(meter.key(), BigDecimal.ONE, item);
    }

    private static @Nullable Counted number(Meter meter, @Nullable JsonNode value) {
        if (value == null || !value.isNumber()) {
            return null;
        }
        BigDecimal number = value.decimalValue();
        return isAmount(number) ? new Counted(meter.key(), number, null) : null;
    }

    /** An exponent is not expanded: 1e999999999 would take a gigabyte to add to. */
    static boolean isAmount(BigDecimal number) {
        return number.signum() >= 0
                && number.precision() - (long) number.scale() <= MOST_DIGITS
                && number.scale() <= MOST_DIGITS;
    }

    private static String refusal(Meter meter) {
        return meter.aggregate() == Meter.Aggregate.UNIQUE
                ? "VALUE_INVALID: meter %s counts different texts or numbers at %s of the data, of at most %d characters"
                        .formatted(meter.key(), meter.value(), LONGEST_ITEM)
                : "VALUE_INVALID: meter %s takes a number of 0 or more at %s of the data, with at most %d digits on either side of the point"
                        .formatted(meter.key(), meter.value(), MOST_DIGITS);
    }
}
