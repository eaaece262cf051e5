package dev.plumbline.sync.reconcile.finding;

import java.math.BigDecimal;

/** What something is worth a month by list prices: exact, or not known. */
public sealed interface Worth {
    /** @param perMonth in minor units and parts of them; negative for what is given back */
    record Known(BigDecimal perMonth, String currency) implements Worth {}

    /** Something of it has no list price, or it is in several currencies: no sum is right. */
    record Unknown() implements Worth {}

    default Worth plus(Worth other) {
        return this instanceof Known(BigDecimal a, String currency)
                        && other instanceof Known(BigDecimal b, String same)
                        && currency.equals(same)
                ? new Known(a.add(b), currency)
                : new Unknown();
    }

    default Worth minus(Worth other) {
        return other instanceof Known(BigDecimal b, String currency)
                ? plus(new Known(b.negate(), currency))
                : new Unknown();
    }

    /** 1, 0 or -1; 0 too when it is not known. */
    default int sign() {
        return this instanceof Known known ? known.perMonth().signum() : 0;
    }
}
