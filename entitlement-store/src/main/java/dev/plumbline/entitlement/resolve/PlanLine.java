package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.PlanVersion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan version that a contract brings, with what was billed for it. */
record PlanLine(
        Contract contract,
        PlanVersion version,
        Source source,
        int rank,
        @Nullable String term,
        List<Billed> billed) {
    /** The better plan first; then what decides between equals, down to the last, so that the order of facts never does. */
    static final Comparator<PlanLine> BEST_FIRST = Comparator.comparingInt(PlanLine::rank)
            .reversed()
            .thenComparingInt(line -> line.contract.precedence())
            .thenComparing(line -> line.contract.from())
            .thenComparing(line -> line.contract.ref())
            .thenComparing(line -> line.version.plan())
            .thenComparingInt(line -> line.version.number());

    static PlanLine of(Contract contract, PlanVersion version, int rank, @Nullable String term) {
        var source = new Source(Source.Kind.PLAN, version.ref());
        return new PlanLine(contract, version, source, rank, term, new ArrayList<>());
    }

    /** @param of the feature it is the quantity of; null for any that is taken from billing */
    record Billed(@Nullable String of, BigDecimal quantity) {}

    /** Of several terms the first by name, so that the order of items does not decide. */
    PlanLine withTerm(@Nullable String other) {
        var isOther = other != null && (term == null || other.compareTo(term) < 0);
        return isOther ? new PlanLine(contract, version, source, rank, other, billed) : this;
    }

    void bill(@Nullable Long quantity, @Nullable String of) {
        if (quantity != null && quantity >= 0) {
            billed.add(new Billed(of, BigDecimal.valueOf(quantity)));
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
}
