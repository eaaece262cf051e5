package dev.plumbline.sync.reconcile.job;

import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Cause;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.Runs;
import dev.plumbline.sync.reconcile.run.Stops;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.stereotype.Component;

/**
 * Starts the job of a run that is ours, or goes on with it where it ended: stopped, failed, or because its process died. Batch
 * does not know of the latter: it takes a job for running until somebody says that nobody runs it, which is what owning the row
 * of the run proves.
 */
@Component
@ConditionalOnRole(Role.RECONCILE)
class Launching {
    private static final Logger LOG = LoggerFactory.getLogger(Launching.class);

    private final Job job;
    private final JobOperator operator;
    private final JobRepository repository;
    private final Runs runs;
    private final Stops stops;
    private final AuditTrail audit;

    Launching(Job reconcile, JobOperator operator, JobRepository repository, Runs runs, Stops stops, AuditTrail audit) {
        this.job = reconcile;
        this.operator = operator;
        this.repository = repository;
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
        JobExecution last = repository.getLastJobExecution(ReconcileJob.NAME, parameters);
        if (last == null) {
            return operator.start(job, parameters);
        }
        if (last.getStatus() == BatchStatus.COMPLETED) {
            return last;
        }
        if (last.isRunning() || last.getStatus() == BatchStatus.UNKNOWN) {
            LOG.info("Reconciliation {} goes on where its process died", run.id());
            last = operator.recover(last);
        }
        return operator.restart(last);
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
