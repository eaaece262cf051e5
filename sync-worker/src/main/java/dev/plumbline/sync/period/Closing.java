package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.sync.period.Period.State;
import dev.plumbline.sync.period.PeriodView.PackHead;
import dev.plumbline.sync.period.Periods.Preparer;
import dev.plumbline.sync.period.Periods.Said;
import dev.plumbline.sync.reconcile.run.RunSettings;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The steps of a month, each under its lock: prepared by one person, reviewed and locked by another, reopened by two. What a step
 * asks for is looked at here, so that it is said well, and by the database once more.
 */
@Service
class Closing {
    private final Periods periods;
    private final PackScope scope;
    private final PackMaking making;
    private final AuditTrail audit;
    private final RunSettings settings;
    private final InstantSource clock;

    Closing(
            Periods periods,
            PackScope scope,
            PackMaking making,
            AuditTrail audit,
            RunSettings settings,
            InstantSource businessClock) {
        this.periods = periods;
        this.scope = scope;
        this.making = making;
        this.audit = audit;
        this.settings = settings;
        this.clock = businessClock;
    }

    /** A new pack takes the place of one that was not locked; the one before stays to be read. */
    @Transactional
    public void prepare(YearMonth month, Caller by, Said said) {
        Period period = periods.lock(month);
        refuseLocked(period);
        scope.lockedLater(month).ifPresent(later -> {
            throw refused(
                    "LATER_PERIOD_LOCKED",
                    "Period " + later.month() + " is locked and goes on from what was there: reopen it first");
        });
        int version = period.version() + 1;
        making.make(month, version, by, said);
        take(period, State.PREPARED, version, by, said, null);
    }

    /** By somebody who did not prepare it, of the very pack that they looked at. */
    @Transactional
    public void review(YearMonth month, Caller by, Said said, @Nullable String contentSha256) {
        Period period = periods.lock(month);
        refuseLocked(period);
        if (period.state() != State.PREPARED) {
            throw notIn(period, "It is reviewed after it was prepared");
        }
        checkLookedAt(period, contentSha256);
        checkSignable(period);
        Preparer preparer = periods.preparer(month, period.version());
        if (by.isOneOf(preparer.identities())) {
            throw Refusal.of(
                    HttpStatus.FORBIDDEN,
                    "SECOND_PERSON_REQUIRED",
                    preparer.name() + " prepared it, that is you, with whatever key or page: a second person reviews");
        }
        take(period, State.REVIEWED, period.version(), by, said, null);
    }

    /** It could be locked as things are: then a second person may be asked. Without a lock: decisions lock before it. */
    Period lockable(YearMonth month) {
        return checkLockable(periods.find(month));
    }

    private Period checkLockable(Period period) {
        refuseLocked(period);
        if (period.state() != State.REVIEWED) {
            throw notIn(period, "It is locked after it was reviewed");
        }
        Optional<PackScope.Previous> previous = scope.previous(period.month());
        checkSignable(period);
        if (previous.isPresent() && previous.get().state() != State.LOCKED) {
            throw refused(
                    "EARLIER_PERIOD_OPEN",
                    "It goes on from period " + previous.get().month() + ", which is not locked: lock that first");
        }
        return period;
    }

    Period reopenable(YearMonth month) {
        return checkReopenable(periods.find(month));
    }

    private Period checkReopenable(Period period) {
        if (period.state() != State.LOCKED) {
            throw notIn(period, "Only a locked one is reopened");
        }
        scope.lockedLater(period.month()).ifPresent(later -> {
            throw refused(
                    "LATER_PERIOD_LOCKED",
                    "Period " + later.month() + " is locked and goes on from this one: reopen it first");
        });
        return period;
    }

    /** Inside the transaction of the decision: of the very pack that it is about. */
    void lock(YearMonth month, String contentSha256, Caller by, Said said, String approval) {
        Period period = checkLockable(periods.lock(month));
        checkLookedAt(period, contentSha256);
        take(period, State.LOCKED, period.version(), by, said, approval);
    }

    void reopen(YearMonth month, String contentSha256, Caller by, Said said, String approval) {
        Period period = checkReopenable(periods.lock(month));
        checkLookedAt(period, contentSha256);
        take(period, State.REOPENED, period.version(), by, said, approval);
    }

    /** In the zone of business dates. */
    boolean isOver(YearMonth month) {
        return LocalDate.ofInstant(clock.instant(), settings.zone()).isAfter(month.atEndOfMonth());
    }

    PackHead head(Period period) {
        return periods.packs(period.month()).stream()
                .filter(pack -> pack.version() == period.version())
                .findFirst()
                .orElseThrow(() -> notIn(period, "It has no pack yet"));
    }

    private void checkSignable(Period period) {
        if (!isOver(period.month())) {
            throw refused(
                    "PERIOD_NOT_OVER",
                    "Period " + period.month() + " goes on until "
                            + period.month().atEndOfMonth()
                            + ": it can be prepared to look at, and signed when it is over");
        }
        Map<Long, String> open = scope.open(period.month());
        if (!open.isEmpty() || !scope.isStillOf(period.month(), period.version(), scope.previous(period.month()))) {
            throw refused(
                    "PACK_OUTDATED",
                    "Runs, or the pack before, came after this pack was made, or are on their way: prepare it again");
        }
    }

    private void checkLookedAt(Period period, @Nullable String contentSha256) {
        String there = head(period).contentSha256();
        if (contentSha256 != null && !contentSha256.equals(there)) {
            throw refused("PACK_OUTDATED", "Another pack was made since you looked: its hash is " + there);
        }
    }

    private static void refuseLocked(Period period) {
        if (period.state() == State.LOCKED) {
            throw refused(
                    "PERIOD_LOCKED", "Period " + period.month() + " is locked; reopening it takes a second person");
        }
    }

    private static Refusal notIn(Period period, String rule) {
        return refused(
                "PERIOD_NOT_READY",
                rule + "; period " + period.month() + " is " + period.state().key());
    }

    private static Refusal refused(String code, String detail) {
        return Refusal.of(HttpStatus.CONFLICT, code, detail);
    }

    private void take(Period period, State step, int version, Caller by, Said said, @Nullable String approval) {
        periods.take(period, step, version, by, said, approval);
        audit.append(new AuditEntry(
                by.because(said.reason(), said.link()),
                "period." + step.key(),
                "period",
                period.month().toString(),
                null,
                Map.of("state", period.state().key(), "version", period.version()),
                Map.of(
                        "state",
                        step.key(),
                        "version",
                        version,
                        "contentSha256",
                        head(new Period(period.month(), step, version)).contentSha256())));
    }
}
