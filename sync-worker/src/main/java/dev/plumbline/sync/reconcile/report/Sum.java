package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.finding.AtRisk;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * So many, and what they are worth together in one currency. What nobody knows the worth of is counted under {@value #UNKNOWN},
 * what is not about money under {@value #NONE}; nothing is converted, and nothing unknown is 0.
 *
 * @param amount a month, in minor units; null under those two words
 */
record Sum(String currency, long count, @Nullable Long amount) {
    static final String UNKNOWN = "unknown";
    static final String NONE = "none";

    // Written out: of a compact constructor the class file loses what may be null.
    Sum(String currency, long count, @Nullable Long amount) {
        if ((amount == null) != (currency.equals(UNKNOWN) || currency.equals(NONE))) {
            throw new IllegalArgumentException("An amount has a currency, and a currency an amount: " + currency);
        }
        this.currency = currency;
        this.count = count;
        this.amount = amount;
    }

    static Sum one(AtRisk money) {
        return switch (money) {
            case AtRisk.Known(long amount, String currency) -> new Sum(currency, 1, amount);
            case AtRisk.Unknown() -> new Sum(UNKNOWN, 1, null);
            case AtRisk.NotMoney() -> new Sum(NONE, 1, null);
        };
    }

    Sum plus(Sum other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(currency + " and " + other.currency + " are not added");
        }
        return new Sum(
                currency,
                Math.addExact(count, other.count),
                amount == null || other.amount == null ? null : Long.valueOf(Math.addExact(amount, other.amount)));
    }

    Sum minus(Sum other) {
        return plus(new Sum(
                other.currency,
                -other.count,
                other.amount == null ? null : Long.valueOf(Math.negateExact(other.amount))));
    }

    boolean isNothing() {
        return count == 0 && (amount == null || amount == 0);
    }

    /** One for each currency, in their order. */
    static List<Sum> together(Collection<Sum> sums) {
        var together = new TreeMap<String, Sum>();
        sums.forEach(sum -> together.merge(sum.currency(), sum, Sum::plus));
        return List.copyOf(together.values());
    }
}
