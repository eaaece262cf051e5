package dev.plumbline.entitlement.upgrade;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that is on sale and would give what is wished for.
 *
 * @param key of the plan or add-on; with its version it is the ref
 * @param term it is bought on; null when its price names none
 * @param count how many of it are bought: of an add-on, as many as it takes
 * @param rank of the plan it is, or that it is bought beside; null for an add-on that needs none
 * @param beside an add-on's plan, {@code team@2}; null for a plan, and for an add-on by itself
 * @param withPlan whether that plan would have to be bought, too: it is then part of the price
 * @param planTerm on which it would then be bought
 * @param listPrice of all that is bought; null when it is not known
 * @param to what the customer would have
 * @param why in one sentence
 */
public record Offering(
        Kind kind,
        String key,
        int version,
        String name,
        @Nullable String term,
        long count,
        @Nullable Integer rank,
        @Nullable String beside,
        boolean withPlan,
        @Nullable String planTerm,
        @Nullable MonthlyPrice listPrice,
        Having to,
        String why) {
    public enum Kind {
        ADD_ON,
        PLAN
    }

    public String ref() {
        return key + "@" + version;
    }

    /**
     * The lowest rank first: it is the smallest step. Then the lowest list price, an unknown one last; then an add-on before
     * a plan, for it is less of a change.
     */
    static Comparator<Offering> smallestStepFirst(@Nullable String currency) {
        return Comparator.comparing(Offering::rank, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Offering::listPrice, Comparator.nullsLast(MonthlyPrice.cheapestFirst(currency)))
                .thenComparing(Offering::kind)
                .thenComparing(Offering::key)
                .thenComparingInt(Offering::version)
                .thenComparing(Offering::term, Comparator.nullsFirst(Comparator.naturalOrder()));
    }
}
