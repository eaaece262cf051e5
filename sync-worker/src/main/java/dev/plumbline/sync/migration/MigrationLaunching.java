package dev.plumbline.sync.migration;

import dev.plumbline.entitlement.migration.Migration;
import dev.plumbline.entitlement.migration.MigrationWork;
import dev.plumbline.entitlement.migration.MigrationWork.Claimed;
import dev.plumbline.sync.reconcile.run.JobStarts;
import dev.plumbline.sync.reconcile.run.Node;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.stereotype.Component;

/** Starts the job of a migration that is ours, or goes on with it where it ended, and notes how it ends. */
@Component
@ConditionalOnRole(Role.RECONCILE)
class MigrationLaunching {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationLaunching.class);
    private static final int LONGEST = 1_000;

    private final Job previewMigration;
    private final Job migratePlanVersion;
    private final Job undoMigration;
    private final JobStarts starts;
    private final MigrationWork work;
    private final MigrationStops stops;
    private final Node node;

    MigrationLaunching(
            Job previewMigration,
            Job migratePlanVersion,
            Job undoMigration,
            JobStarts starts,
            MigrationWork work,
            MigrationStops stops,
            Node node) {
        this.previewMigration = previewMigration;
        this.migratePlanVersion = migratePlanVersion;
        this.undoMigration = undoMigration;
        this.starts = starts;
        this.work = work;
        this.stops = stops;
        this.node = node;
    }

    /** Returns when it came to its end, whatever that is. */
    void run(Claimed claimed) {
        try {
            work.ours(claimed.id(), node.name()).ifPresent(migration -> run(claimed, migration));
        } finally {
            stops.stops().forget(claimed.id());
        }
    }

    private void run(Claimed claimed, Migration migration) {
        try {
            end(claimed, launch(claimed, job(migration)));
        } catch (JobExecutionException | RuntimeException failure) {
            failed(claimed, failure.toString());
            LOG.debug("Its cause", failure);
        }
    }

    private Job job(Migration migration) {
        return switch (Objects.requireNonNull(migration.action(), "Something was asked of it")) {
            case PREVIEW -> previewMigration;
            case MOVE -> migratePlanVersion;
            case UNDO -> undoMigration;
        };
    }

    private JobExecution launch(Claimed claimed, Job job) throws JobExecutionException {
        JobParameters parameters = new JobParametersBuilder()
                .addLong(MigrationTasklet.MIGRATION, claimed.id())
                .addLong("attempt", (long) claimed.attempt())
                .toJobParameters();
        return starts.startOrGoOn(job, parameters);
    }

    private void end(Claimed claimed, JobExecution execution) {
        switch (execution.getStatus()) {
            case COMPLETED -> LOG.info("Job {} of migration {} came to its end", name(execution), claimed.id());
            case STOPPED, STOPPING -> {
                if (stops.stops().isEnding()) {
                    work.leave(claimed.id(), node.name());
                } else {
                    work.stopped(claimed.id(), node.name());
                }
            }
            default -> {
                var failures = execution.getAllFailureExceptions();
                failed(
                        claimed,
                        failures.isEmpty()
                                ? execution.getExitStatus().getExitDescription()
                                : failures.getFirst().toString());
            }
        }
    }

    private static String name(JobExecution execution) {
        return execution.getJobInstance().getJobName();
    }

    private void failed(Claimed claimed, String why) {
        if (work.ours(claimed.id(), node.name()).isPresent()) {
            LOG.warn("Migration {} failed and can be resumed: {}", claimed.id(), why);
            work.fail(claimed.id(), node.name(), why.length() <= LONGEST ? why : why.substring(0, LONGEST));
        }
    }
}
