package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.whatif.Change.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Adds impacts up while they come in, from several threads. Its size does not grow with the number of customers. */
final class Tally {
    private final Map<Kind, Long> byKind = new EnumMap<>(Kind.class);
    private final Map<String, Map<Kind, Long>> byFeature = new TreeMap<>();
    private final Worth lose = new Worth();
    private final Worth gain = new Worth();
    private long done;
    private long customers;
    private long unresolved;

    private static final class Worth {
        private final Map<String, BigDecimal> perMonth = new TreeMap<>();
        private long customers;
        private long unknown;

        void add(ListValue value) {
            customers++;
            unknown += value.unknown();
            value.perMonth().forEach((currency, amount) -> perMonth.merge(currency, amount, BigDecimal::add));
        }

        /** Rounded here and nowhere before. */
        Money.Side side() {
            return new Money.Side(
                    customers,
                    perMonth.entrySet().stream()
                            .map(entry -> new Money.Amount(
                                    entry.getKey(),
                                    entry.getValue()
                                            .setScale(0, RoundingMode.HALF_UP)
                                            .longValueExact()))
                            .toList(),
                    unknown);
        }
    }

    synchronized void add(PageOfImpacts page) {
        done += page.customers();
        unresolved += page.unresolved();
        page.impacts().forEach(this::add);
    }

    private void add(Impact impact) {
        customers++;
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Change change : impact.changes()) {
            kinds.add(change.kind());
            byFeature
                    .computeIfAbsent(change.feature().value(), feature -> new EnumMap<>(Kind.class))
                    .merge(change.kind(), 1L, Long::sum);
        }
        kinds.forEach(kind -> byKind.merge(kind, 1L, Long::sum));
        if (impact.isLoss()) {
            lose.add(impact.value());
        }
        if (impact.isGain()) {
            gain.add(impact.value());
        }
    }

    synchronized long done() {
        return done;
    }

    synchronized long customers() {
        return customers;
    }

    synchronized Counts counts() {
        var features = new TreeMap<String, Map<Kind, Long>>();
        byFeature.forEach((feature, kinds) -> features.put(feature, new EnumMap<>(kinds)));
        return new Counts(
                customers,
                gain.customers,
                lose.customers,
                byKind.isEmpty() ? Map.of() : new EnumMap<>(byKind),
                features,
                unresolved);
    }

    synchronized Money money() {
        return new Money(lose.side(), gain.side());
    }
}
