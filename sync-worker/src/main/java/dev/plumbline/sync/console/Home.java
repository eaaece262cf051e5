package dev.plumbline.sync.console;

import dev.plumbline.entitlement.check.access.ApiKey;
import dev.plumbline.entitlement.check.access.ApiKeysController;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.approvals.Approval;
import dev.plumbline.entitlement.check.approvals.Approvals;
import dev.plumbline.entitlement.check.decisions.OverrideBody;
import dev.plumbline.entitlement.check.decisions.OverrideRegisterController;
import dev.plumbline.entitlement.check.evidence.BreakBody;
import dev.plumbline.entitlement.check.evidence.BreaksController;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.migration.MigrationView;
import dev.plumbline.entitlement.check.migration.MigrationsController;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.sync.inbox.InboxController;
import dev.plumbline.sync.inbox.KeptDelivery;
import dev.plumbline.sync.pass.SubjectRow;
import dev.plumbline.sync.pass.SubjectsController;
import dev.plumbline.sync.period.PeriodView;
import dev.plumbline.sync.period.PeriodsController;
import dev.plumbline.sync.reconcile.api.ReconciliationsController;
import dev.plumbline.sync.reconcile.api.ShownRun;
import dev.plumbline.sync.reconcile.report.ReportParts;
import dev.plumbline.sync.sweep.HoldsController;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What needs somebody's attention now, by the same lists that the pages show whole. */
@Component
class Home {
    private static final int SOME = 6;
    private static final Duration SOON = Duration.ofDays(14);

    private final BreaksController breaks;
    private final OverrideRegisterController overrides;
    private final SubjectsController subjects;
    private final InboxController inbox;
    private final ReconciliationsController runs;
    private final HoldsController holds;
    private final Approvals approvals;
    private final ReportParts reports;
    private final ApiKeysController keys;
    private final PeriodsController periods;
    private final MigrationsController migrations;
    private final Models models;
    private final InstantSource time;
    private final InstantSource business;

    Home(
            BreaksController breaks,
            OverrideRegisterController overrides,
            SubjectsController subjects,
            InboxController inbox,
            ReconciliationsController runs,
            HoldsController holds,
            Approvals approvals,
            ReportParts reports,
            ApiKeysController keys,
            PeriodsController periods,
            MigrationsController migrations,
            Models models,
            InstantSource realTime,
            InstantSource businessClock) {
        this.keys = keys;
        this.periods = periods;
        this.migrations = migrations;
        this.models = models;
        this.business = businessClock;
        this.time = realTime;
        this.reports = reports;
        this.breaks = breaks;
        this.overrides = overrides;
        this.subjects = subjects;
        this.inbox = inbox;
        this.runs = runs;
        this.holds = holds;
        this.approvals = approvals;
    }

    /**
     * A handful of a list.
     *
     * @param more there are others beside those
     */
    record Some<T>(List<T> rows, boolean more) {
        static <T> Some<T> of(Page<T> page) {
            return new Some<>(page.data(), page.nextCursor() != null);
        }

        /** {@code 6+} when nobody counted further. */
        public String count() {
            return rows.size() + (more ? "+" : "");
        }
    }

    /** Grave ones only: what is not can wait for the nightly report. */
    Some<BreakBody> graveBreaks() {
        return Some.of(breaks.list(null, "high", null, null, "open", null, null, null, SOME, null));
    }

    /** What whoever looks has taken upon themselves; nothing for those who do not work on breaks. */
    Some<BreakBody> myBreaks() {
        return Caller.current().may(Right.BREAKS)
                ? Some.of(breaks.list(null, null, null, null, "open", null, null, "me", SOME, null))
                : new Some<>(List.of(), false);
    }

    /** What stops working soon if nobody changes it; nothing for those who do not see keys. */
    Some<ApiKey> endingKeys() {
        return Caller.current().may(Right.ADMINISTER)
                ? Some.of(keys.list(null, "active", null, keysBefore(), SOME, null))
                : new Some<>(List.of(), false);
    }

    /**
     * Breaks above the threshold, as the newest report told.
     *
     * @param run whose report that is
     */
    record Material(long run, long count) {}

    /** Null for whom finance's reports are not, and before the first. */
    @Nullable
    Material material() {
        return Caller.current().may(Right.FINANCE)
                ? reports.newest()
                        .map(run -> new Material(run, reports.material(run)))
                        .orElse(null)
                : null;
    }

    Instant keysBefore() {
        return time.instant().plus(SOON);
    }

    Some<OverrideBody> endingOverrides() {
        return Some.of(overrides.all("ending", null, null, null, SOME, null));
    }

    Some<SubjectRow> quarantined() {
        return Some.of(subjects.list("quarantined", null, null, null, SOME, null));
    }

    Some<KeptDelivery> deadDeliveries() {
        return Some.of(inbox.list("dead", null, null, null, null, null, null, null, SOME, null));
    }

    Some<ShownRun> heldRuns() {
        return Some.of(runs.list(null, null, "HELD", null, SOME));
    }

    /** That wait for somebody like the one who looks. */
    Some<Approval> approvalsWaiting() {
        List<Approval> rows = approvals.waitingFor(Caller.current(), SOME + 1);
        return new Some<>(rows.subList(0, Math.min(SOME, rows.size())), rows.size() > SOME);
    }

    boolean accountsHeld() {
        return !holds.list("open", null, 1).data().isEmpty();
    }

    @Nullable
    ShownRun lastRun() {
        List<ShownRun> last = runs.list(null, null, null, null, 1).data();
        return last.isEmpty() ? null : last.getFirst();
    }

    /** @param toDo what it waits for, from whoever looks */
    record Month(String period, String toDo) {}

    /** That are over and wait for somebody with these rights; a month that goes on waits for nobody. */
    List<Month> months() {
        Caller caller = Caller.current();
        return caller.may(Right.FINANCE)
                ? periods.list(null, SOME).data().stream()
                        .filter(PeriodView::over)
                        .flatMap(month -> Stream.ofNullable(toDo(month.state(), caller))
                                .map(toDo -> new Month(month.period(), toDo)))
                        .toList()
                : List.of();
    }

    private static @Nullable String toDo(String state, Caller caller) {
        return switch (state) {
            case "open", "reopened" -> caller.may(Right.PREPARE) ? "to be prepared" : null;
            case "prepared" -> caller.may(Right.REVIEW) ? "to be reviewed" : null;
            case "reviewed" -> caller.may(Right.REVIEW) ? "to be signed and locked" : null;
            default -> null;
        };
    }

    /** Somebody has to say whether they go on. */
    List<MigrationView> migrationsThatStand() {
        return Caller.current().may(Right.DEAL)
                ? Stream.of("failed", "stopped")
                        .flatMap(status -> migrations.list(null, status, null, SOME).data().stream())
                        .toList()
                : List.of();
    }

    /** Models that are agreed and have not taken effect. */
    List<ModelRevision> scheduled() {
        return models.pending(business.instant());
    }
}
