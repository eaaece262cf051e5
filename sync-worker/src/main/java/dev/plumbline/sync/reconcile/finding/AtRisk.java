package dev.plumbline.sync.reconcile.finding;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What is at stake a month, by list value (03). */
public sealed interface AtRisk {
    /** @param amount in minor units of the currency, never negative: the side of a break says whose loss it is */
    record Known(long amount, String currency) implements AtRisk {
        public Known {
            if (amount < 0) {
                throw new IllegalArgumentException("What is at stake is not negative: " + amount);
            }
        }
    }

    /** It is about money, and nobody knows how much: never 0. */
    record Unknown() implements AtRisk {}

    /** It is not about money. */
    record NotMoney() implements AtRisk {}

    /** Rounded once, to the minor unit, so that sums of what is told are exact (F-61). */
    static AtRisk of(Worth worth) {
        return switch (worth) {
            case Worth.Known(BigDecimal perMonth, String currency) -> known(perMonth, currency);
            case Worth.Unknown() -> new Unknown();
        };
    }

    private static AtRisk known(BigDecimal perMonth, String currency) {
        return new Known(perMonth.abs().setScale(0, RoundingMode.HALF_UP).longValueExact(), currency);
    }
}
