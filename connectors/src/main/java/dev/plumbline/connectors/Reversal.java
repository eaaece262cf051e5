package dev.plumbline.connectors;

import java.time.Instant;

/**
 * Money that was paid and went back, or may. Evidence for people; access follows the billing policy.
 *
 * @param id of the refund or the dispute
 * @param charge what was paid, by the provider's id
 * @param amount in minor units of the currency
 * @param currency ISO 4217, upper case
 * @param at when it was made
 */
public record Reversal(String id, Kind kind, Stage stage, String charge, long amount, String currency, Instant at) {
    public enum Kind {
        REFUND,
        DISPUTE
    }

    /** How it stands. */
    public enum Stage {
        /** Nobody knows yet whether the money goes. */
        OPEN,
        /** It is gone. */
        LOST,
        /** It came back, or it never went. */
        KEPT
    }
}
