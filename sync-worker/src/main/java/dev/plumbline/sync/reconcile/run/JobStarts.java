package dev.plumbline.sync.reconcile.run;

import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Starts a job, or goes on with it where it ended: stopped, failed, or because its process died. Batch does not know of the
 * latter: it takes a job for running until somebody says that nobody runs it, which is what owning the row of the run proves.
 */
@Component
@ConditionalOnRole(Role.RECONCILE)
public class JobStarts {
    private static final Logger LOG = LoggerFactory.getLogger(JobStarts.class);
    /** More than the steps that somebody who was taken for dead can note before it hears that the run is another's. */
    private static final int TRIES = 50;

    private final JobOperator operator;
    private final JobRepository repository;

    JobStarts(JobOperator operator, JobRepository repository) {
        this.operator = operator;
        this.repository = repository;
    }

    /** By whoever owns it. */
    public JobExecution startOrGoOn(Job job, JobParameters parameters) throws JobExecutionException {
        for (int tries = 0; tries < TRIES; tries++) {
            JobExecution last = repository.getLastJobExecution(job.getName(), parameters);
            if (last == null) {
                return operator.start(job, parameters);
            }
            if (last.getStatus() == BatchStatus.COMPLETED) {
                return last;
            }
            if (!isTakenForRunning(last)) {
                return operator.restart(last);
            }
            recover(last);
        }
        throw new JobExecutionException(
                job.getName() + " with " + parameters + " is noted by somebody else again and again");
    }

    private void recover(JobExecution last) {
        try {
            operator.recover(last);
            LOG.info("Execution {} goes on in a new one where its process died", last.getId());
        } catch (OptimisticLockingFailureException lives) {
            // Who was taken for dead and was not (case F-70) still notes its steps: what it noted is read anew.
            LOG.debug("Execution {} was noted meanwhile", last.getId(), lives);
        }
    }

    private static boolean isTakenForRunning(JobExecution execution) {
        return execution.isRunning() || execution.getStatus() == BatchStatus.UNKNOWN;
    }
}
