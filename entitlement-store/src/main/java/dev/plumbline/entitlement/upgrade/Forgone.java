package dev.plumbline.entitlement.upgrade;

/** What giving something away forgoes. */
public sealed interface Forgone {
    /** It gives nothing more than there is without it. */
    record Nothing() implements Forgone {}

    /** It gives more than anything on sale. */
    record NotOnSale() implements Forgone {}

    /** Something on sale gives as much, and nobody knows what that costs: never 0. */
    record Unknown() implements Forgone {}

    /** @param price the list value a month of the cheapest on sale that gives as much */
    record Known(MonthlyPrice price) implements Forgone {}
}
