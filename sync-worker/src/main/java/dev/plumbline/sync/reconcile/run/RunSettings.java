package dev.plumbline.sync.reconcile.run;

import dev.plumbline.sync.reconcile.ReconciliationRun;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code plumbline.reconcile.*}.
 *
 * @param cron when, with seconds; {@code -} for never
 *
 * @param zone of the cron and of the business date; one without a summer time runs each night once (case F-72)
 *
 * @param mode of the scheduled run
 *
 * @param listings parts of the list that are read at the same time
 *
 * @param perSlice about so many subscriptions in a part
 *
 * @param looks differences that are looked at at the same time
 *
 * @param lease a process that was not heard for so long is dead
 *
 * @param patience how long a billing system may be away before the run fails
 *
 * @param secondLook how long the run waits for a second look at what was not found
 *
 * @param rowsKept how long after a run what was listed is kept
 *
 * @param jobsKept how long what Batch noted of a run is kept
 *
 * @param differencesKept how long after a run is kept what differed, customer by customer; of what is signed for ever
 *
 * @param clearedAtOnce so many rows of what is kept no longer go in one statement
 */
public record RunSettings(
        @DefaultValue("0 0 2 * * *") String cron,
        @DefaultValue("UTC") ZoneId zone,
        @DefaultValue("REPAIR") ReconciliationRun.Mode mode,
        @DefaultValue("4") int listings,
        @DefaultValue("5000") int perSlice,
        @DefaultValue("8") int looks,
        @DefaultValue("PT30S") Duration lease,
        @DefaultValue("PT30M") Duration patience,
        @DefaultValue("PT10M") Duration secondLook,
        @DefaultValue("P1D") Duration rowsKept,
        @DefaultValue("P90D") Duration jobsKept,
        @DefaultValue("P13M") Period differencesKept,
        @DefaultValue("20000") int clearedAtOnce) {
    public boolean isScheduled() {
        return !cron.isBlank() && !cron.equals("-");
    }
}
