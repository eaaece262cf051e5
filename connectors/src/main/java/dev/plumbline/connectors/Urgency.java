package dev.plumbline.connectors;

/** Who asks a provider. There is one budget for all; this says who goes first when it is short. */
public enum Urgency {
    /** A webhook, or somebody who waits: may take the last turn, and may book ahead. */
    LIVE,
    /** Sweep, reconciliation, listings: takes only what live leaves. */
    BACKFILL
}
