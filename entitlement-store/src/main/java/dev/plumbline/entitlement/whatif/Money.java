package dev.plumbline.entitlement.whatif;

import java.util.List;

/** The list value of those who lose something and of those who gain something; who does both is in both. */
public record Money(Side lose, Side gain) {
    static final Money NONE = new Money(Side.NONE, Side.NONE);

    /**
     * @param perMonth by currency; no conversion
     * @param unknown items and deals without a list price, which are in no sum
     */
    public record Side(long customers, List<Amount> perMonth, long unknown) {
        static final Side NONE = new Side(0, List.of(), 0);
    }

    /** @param amount in minor units */
    public record Amount(String currency, long amount) {}
}
