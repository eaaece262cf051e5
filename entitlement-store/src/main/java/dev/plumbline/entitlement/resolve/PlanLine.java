package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.resolve.SoldVersion.Shelf;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A plan version that a contract brings, with what was billed for it. */
final class PlanLine {
    /** The better plan first; then what decides between equals, down to the last, so that the order of facts never does. */
    static final Comparator<PlanLine> BEST_FIRST = Comparator.<PlanLine>comparingInt(line -> line.sold.rank())
            .reversed()
            .thenComparing(PlanLine::contract, Contract.BY_PRECEDENCE)
            .thenComparing(line -> line.version().plan())
            .thenComparingInt(line -> line.version().number());

    private final Contract contract;
    private final SoldVersion sold;
    private List<Billed> billed = List.of();
    private @Nullable String term;
    private @Nullable Shelf shelf;

    PlanLine(Contract contract, SoldVersion sold) {
        this.contract = contract;
        this.sold = sold;
    }

    /** @param of the feature it is the quantity of; null for any that is taken from billing */
    private record Billed(@Nullable String of, BigDecimal quantity) {}

    /** Of several terms the first by name, so that the order of items does not decide. */
    PlanLine term(@Nullable String other) {
        if (other != null && (term == null || other.compareTo(term) < 0)) {
            term = other;
        }
        return this;
    }

    void bill(@Nullable Long quantity, @Nullable String of) {
        if (quantity != null && quantity >= 0) {
            var one = new Billed(of, BigDecimal.valueOf(quantity));
            billed = billed.isEmpty()
                    ? List.of(one)
                    : Stream.concat(billed.stream(), Stream.of(one)).toList();
        }
    }

    void bill(Map<String, Long> quantities) {
        quantities.forEach((of, quantity) -> bill(quantity, of));
    }

    /** How many billing says; a quantity that names no feature stands in where none names this one. Null for no word. */
    @Nullable
    BigDecimal quantity(FeatureKey feature) {
        BigDecimal named = null;
        BigDecimal unnamed = null;
        for (var one : billed) {
            if (one.of == null) {
                unnamed = unnamed == null ? one.quantity : unnamed.add(one.quantity);
            } else if (one.of.equals(feature.value())) {
                named = named == null ? one.quantity : named.add(one.quantity);
            }
        }
        return named != null ? named : unnamed;
    }

    /** What its version offers to all alike who are billed for that term, in that country. */
    Shelf shelf(@Nullable String country) {
        if (shelf == null) {
            shelf = sold.shelf(term, country);
        }
        return shelf;
    }

    Contract contract() {
        return contract;
    }

    SoldVersion sold() {
        return sold;
    }

    PlanVersion version() {
        return sold.version();
    }

    Source source() {
        return sold.source();
    }

    @Nullable
    String term() {
        return term;
    }
}
