package dev.plumbline.sync.reconcile.job;

import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Cause;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.JobStarts;
import dev.plumbline.sync.reconcile.run.Runs;
import dev.plumbline.sync.reconcile.run.Stops;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.stereotype.Component;

/** Starts the job of a run that is ours, or goes on with it where it ended, and notes how it ends. */
@Component
@ConditionalOnRole(Role.RECONCILE)
class Launching {
    private static final Logger LOG = LoggerFactory.getLogger(Launching.class);

    private final Job job;
    private final JobStarts starts;
    private final Runs runs;
    private final Stops stops;
    private final AuditTrail audit;

    Launching(Job reconcile, JobStarts starts, Runs runs, Stops stops, AuditTrail audit) {
        this.job = reconcile;
        this.starts = starts;
        this.runs = runs;
        this.stops = stops;
        this.audit = audit;
    }

    /** Returns when it came to its end, whatever that is. */
    void run(ReconciliationRun run) {
        try {
            end(run, launch(run));
        } catch (JobExecutionException | RuntimeException failure) {
            LOG.warn("Reconciliation {} of {} failed", run.id(), run.account(), failure);
            runs.fail(run.id(), failure.toString());
        } finally {
            stops.forget(run.id());
        }
    }

    private JobExecution launch(ReconciliationRun run) throws JobExecutionException {
        JobParameters parameters = new JobParametersBuilder()
                .addLong(RunTasklet.RUN, run.id())
                .addLong("attempt", (long) run.attempt())
                .toJobParameters();
        return starts.startOrGoOn(job, parameters);
    }

    private void end(ReconciliationRun run, JobExecution execution) {
        List<Throwable> failures = execution.getAllFailureExceptions();
        if (failures.stream().anyMatch(ReconcileSteps.StagedRowsGone.class::isInstance)) {
            LOG.warn(
                    "What reconciliation {} had listed is gone with a crash of the database: it is listed anew",
                    run.id());
            runs.anew(run.id());
            return;
        }
        switch (execution.getStatus()) {
            case COMPLETED -> {
                runs.complete(run.id());
                LOG.info("Reconciliation {} of {} came to its end", run.id(), run.account());
                tell(run);
            }
            case STOPPED, STOPPING -> {
                if (stops.isEnding()) {
                    runs.leave(run.id());
                } else {
                    runs.stopped(run.id());
                }
            }
            default -> {
                String why = failures.isEmpty()
                        ? execution.getExitStatus().getExitDescription()
                        : failures.getFirst().toString();
                if (runs.areOurs(run.id())) {
                    LOG.warn("Reconciliation {} of {} failed: {}", run.id(), run.account(), why);
                    runs.fail(run.id(), why.length() <= 1_000 ? why : why.substring(0, 1_000));
                }
            }
        }
    }

    private void tell(ReconciliationRun run) {
        audit.append(new AuditEntry(
                new Author(Cause.SYSTEM, run.mode().key() + " of " + run.businessDate()),
                "reconciliation.ended",
                "reconciliation",
                Long.toString(run.id()),
                null,
                null,
                null));
    }
}
