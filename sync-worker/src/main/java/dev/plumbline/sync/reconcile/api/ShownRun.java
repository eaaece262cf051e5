package dev.plumbline.sync.reconcile.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as people see it.
 *
 * @param reason why it was asked for
 * @param totals of the comparison; zero before it
 * @param outcomes how many differences came to what; those that are still to be looked at are not in it
 * @param hold null when nothing was held back
 */
public record ShownRun(
        long id,
        String provider,
        String account,
        String mode,
        String cause,
        LocalDate businessDate,
        String status,
        String requestedBy,
        String reason,
        Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        int attempt,
        @Nullable Long modelRevision,
        @Nullable Long previousRun,
        Progress progress,
        Totals totals,
        Map<String, Long> outcomes,
        @Nullable Hold hold,
        @Nullable String failure) {

    /**
     * @param of null when nobody can say
     * @param perSecond of the step so far
     * @param secondsLeft at that rate; null when nobody can say
     */
    public record Progress(
            @Nullable String step,
            long done,
            @Nullable Long of,
            double perSecond,
            @Nullable Long secondsLeft,
            long pages,
            long rows,
            long subjects,
            long looked) {}

    /**
     * @param listed subscriptions that the billing system listed
     *
     * @param unreadable of them
     *
     * @param known subscriptions that we held when both sides were compared
     *
     * @param differences customers that did not fit, those in flight too
     */
    public record Totals(
            long listed, long unreadable, long known, long customersThere, long customersHere, long differences) {}

    /**
     * @param losing how many would lose access
     *
     * @param bound how many may in one run
     *
     * @param entitled how many have it
     */
    public record Hold(
            String reason,
            Instant at,
            @Nullable Long losing,
            @Nullable Long bound,
            @Nullable Long entitled,
            @Nullable String releasedBy,
            @Nullable Instant releasedAt,
            @Nullable String releaseReason) {}
}
