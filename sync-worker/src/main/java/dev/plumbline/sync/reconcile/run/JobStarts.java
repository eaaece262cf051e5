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
import org.springframework.stereotype.Component;

/**
 * Starts a job, or goes on with it where it ended: stopped, failed, or because its process died. Batch does not know of the
 * latter: it takes a job for running until somebody says that nobody runs it, which is what owning the row of the run proves.
 */
@Component
@ConditionalOnRole(Role.RECONCILE)
public class JobStarts {
    private static final Logger LOG = LoggerFactory.getLogger(JobStarts.class);

    private final JobOperator operator;
    private final JobRepository repository;

    JobStarts(JobOperator operator, JobRepository repository) {
        this.operator = operator;
        this.repository = repository;
    }

    /** By whoever owns it. */
    public JobExecution startOrGoOn(Job job, JobParameters parameters) throws JobExecutionException {
        JobExecution last = repository.getLastJobExecution(job.getName(), parameters);
        if (last == null) {
            return operator.start(job, parameters);
        }
        if (last.getStatus() == BatchStatus.COMPLETED) {
            return last;
        }
        if (last.isRunning() || last.getStatus() == BatchStatus.UNKNOWN) {
            LOG.info("{} with {} goes on where its process died", job.getName(), parameters);
            last = operator.recover(last);
        }
        return operator.restart(last);
    }
}
