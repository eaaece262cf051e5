package dev.plumbline.sync.reconcile.job;

import dev.plumbline.sync.reconcile.listing.StagedBeside;
import dev.plumbline.sync.reconcile.listing.StagedRows;
import dev.plumbline.sync.reconcile.look.OldDifferences;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import org.springframework.stereotype.Component;

/** Forgets what nobody needs any more of runs, a bite at a time, so that nobody waits for it. */
@Component
@ConditionalOnRole(Role.RECONCILE)
class ForgottenRuns {
    private final StagedRows rows;
    private final StagedBeside beside;
    private final OldDifferences differences;
    private final EndedJobs jobs;
    private final RunSettings settings;

    ForgottenRuns(
            StagedRows rows, StagedBeside beside, OldDifferences differences, EndedJobs jobs, RunSettings settings) {
        this.rows = rows;
        this.beside = beside;
        this.differences = differences;
        this.jobs = jobs;
        this.settings = settings;
    }

    /** True when there may be more to do. */
    boolean bite() {
        int atOnce = settings.clearedAtOnce();
        // Each of them, however much there is of the others.
        boolean moreRows = rows.forget(settings.rowsKept(), atOnce) == atOnce;
        boolean moreBeside = beside.forget(settings.rowsKept(), atOnce) == atOnce;
        boolean moreDifferences = differences.forget(settings.differencesKept(), atOnce) == atOnce;
        boolean moreJobs = jobs.forget(settings.jobsKept(), atOnce) == atOnce;
        return moreRows || moreBeside || moreDifferences || moreJobs;
    }
}
