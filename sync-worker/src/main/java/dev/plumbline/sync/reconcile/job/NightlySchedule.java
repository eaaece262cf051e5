package dev.plumbline.sync.reconcile.job;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.entitlement.check.http.PeriodLocked;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.reconcile.run.Runs;
import dev.plumbline.sync.setup.BillingAccounts;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.stereotype.Component;

/** When it is time. Every node says so; the database takes the first word for each account and business date (case F-71). */
@Component
class NightlySchedule {
    private static final Logger LOG = LoggerFactory.getLogger(NightlySchedule.class);

    private final Runs runs;
    private final BillingAccounts accounts;
    private final RunSettings settings;
    private final InstantSource clock;
    private final @Nullable CronExpression cron;
    private Instant looked;
    private @Nullable LocalDate refused;

    NightlySchedule(Runs runs, BillingAccounts accounts, RunSettings settings, InstantSource realTime) {
        this.runs = runs;
        this.accounts = accounts;
        this.settings = settings;
        this.clock = realTime;
        this.cron = settings.isScheduled() ? CronExpression.parse(settings.cron()) : null;
        this.looked = realTime.instant();
    }

    /** Asks for what became due since it was called last. What could not be asked for is asked for the next time. */
    void look() {
        Instant now = clock.instant();
        due(looked, now).ifPresent(date -> {
            for (BillingAccount account : accounts.all()) {
                schedule(account, date);
            }
        });
        looked = now;
    }

    private void schedule(BillingAccount account, LocalDate date) {
        try {
            if (runs.schedule(account, settings.mode(), date)) {
                LOG.info("It is time for the reconciliation of {} of {}", account, date);
            }
        } catch (DataAccessException failure) {
            if (!PeriodLocked.isCauseOf(failure)) {
                throw failure;
            }
            if (!date.equals(refused)) {
                refused = date;
                LOG.warn("No reconciliation of {}: its month is locked, is the clock right?", date);
            }
        }
    }

    /** The business date of the last time in between; empty when there was none. */
    private Optional<LocalDate> due(Instant after, Instant until) {
        if (cron == null) {
            return Optional.empty();
        }
        LocalDate date = null;
        ZonedDateTime next = cron.next(after.atZone(settings.zone()));
        while (next != null && !next.toInstant().isAfter(until)) {
            date = next.toLocalDate();
            next = cron.next(next);
        }
        return Optional.ofNullable(date);
    }
}
