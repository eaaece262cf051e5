package dev.plumbline.sync.reconcile.job;

import dev.plumbline.sync.reconcile.Progress;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.Runs;
import dev.plumbline.sync.reconcile.run.StepProgress;
import dev.plumbline.sync.reconcile.run.Stopped;
import dev.plumbline.sync.reconcile.run.Stops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** A step of a run as a tasklet: with the run as it is now, and a stop that is a stop and no failure. */
final class RunTasklet implements Tasklet {
    static final String RUN = "run";
    private static final Logger LOG = LoggerFactory.getLogger(RunTasklet.class);

    private final Runs runs;
    private final Stops stops;
    private final Work work;

    /** What the step does. */
    interface Work {
        void on(ReconciliationRun run, StepExecution step, Progress progress);
    }

    RunTasklet(Runs runs, Stops stops, Work work) {
        this.runs = runs;
        this.stops = stops;
        this.work = work;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        StepExecution step = context.getStepContext().getStepExecution();
        long id = run(step);
        try {
            stops.check(id);
            work.on(runs.ours(id), step, new StepProgress(runs, stops, id));
            return RepeatStatus.FINISHED;
        } catch (Stopped stopped) {
            LOG.info("Reconciliation {} stops in step {}: {}", id, step.getStepName(), stopped.getMessage());
            step.setTerminateOnly(); // heard before the next turn, which is what makes it STOPPED
            return RepeatStatus.CONTINUABLE;
        }
    }

    static long run(StepExecution step) {
        Long run = step.getJobParameters().getLong(RUN);
        if (run == null) {
            throw new IllegalStateException("A reconciliation job has the id of its run");
        }
        return run;
    }
}
