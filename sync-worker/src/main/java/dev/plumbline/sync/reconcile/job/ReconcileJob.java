package dev.plumbline.sync.reconcile.job;

import dev.plumbline.sync.reconcile.RunStep;
import dev.plumbline.sync.reconcile.listing.Slices;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.reconcile.run.Runs;
import dev.plumbline.sync.reconcile.run.Stops;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import java.util.HashMap;
import java.util.Map;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The job. Its steps have no transaction of Batch's, which would hold a connection while a billing system is asked: each of them
 * commits by itself, in pieces that can be done once only, and so goes on where it was killed.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.RECONCILE)
class ReconcileJob {
    static final String NAME = "reconcile";
    private static final String SLICE = "slice";

    private final PlatformTransactionManager none = new ResourcelessTransactionManager();

    @Bean
    Step begin(JobRepository repository, Runs runs, Stops stops, ReconcileSteps steps) {
        return step("begin", repository, runs, stops, (run, _, _) -> steps.begin(run));
    }

    @Bean
    Step listBeside(JobRepository repository, Runs runs, Stops stops, ReconcileSteps steps) {
        return step("list-beside", repository, runs, stops, (run, _, _) -> steps.listBeside(run));
    }

    @Bean
    @StepScope
    Partitioner slicePartitions(@Value("#{jobParameters['run']}") Long run, Slices slices) {
        return _ -> {
            Map<String, ExecutionContext> partitions = new HashMap<>();
            for (int slice : slices.undone(run)) {
                partitions.put(SLICE + slice, new ExecutionContext(Map.of(SLICE, slice)));
            }
            return partitions;
        };
    }

    @Bean
    Step listSlice(JobRepository repository, Runs runs, Stops stops, ReconcileSteps steps) {
        return step(
                "list-slice",
                repository,
                runs,
                stops,
                (run, step, _) -> steps.list(run, step.getExecutionContext().getInt(SLICE)));
    }

    @Bean
    Step list(JobRepository repository, Step listSlice, Partitioner slicePartitions, RunSettings settings) {
        var threads = new SimpleAsyncTaskExecutor("reconcile-list-");
        threads.setConcurrencyLimit(settings.listings());
        return new StepBuilder("list", repository)
                .partitioner("list-slice", slicePartitions)
                .step(listSlice)
                .taskExecutor(threads)
                .build();
    }

    @Bean
    Step sumUp(JobRepository repository, Runs runs, Stops stops, ReconcileSteps steps) {
        return step("sum-up", repository, runs, stops, (run, _, progress) -> steps.sumUp(run, progress));
    }

    @Bean
    Step compare(JobRepository repository, Runs runs, Stops stops, ReconcileSteps steps) {
        return step("compare", repository, runs, stops, (run, _, _) -> steps.compare(run));
    }

    @Bean
    Step look(JobRepository repository, Runs runs, Stops stops, ReconcileSteps steps) {
        return step("look", repository, runs, stops, (run, _, _) -> steps.look(run));
    }

    @Bean
    Job reconcile(
            JobRepository repository,
            Step begin,
            Step listBeside,
            Step list,
            Step sumUp,
            Step compare,
            Step look,
            ObjectProvider<RunStep> atTheEnd,
            Runs runs,
            Stops stops,
            ReconcileSteps steps) {
        SimpleJobBuilder job = new JobBuilder(NAME, repository)
                .start(begin)
                .next(listBeside)
                .next(list)
                .next(sumUp)
                .next(compare)
                .next(look);
        for (RunStep last : atTheEnd.orderedStream().toList()) {
            job = job.next(step(last.name(), repository, runs, stops, (run, _, progress) -> {
                if (steps.isWorthTelling(run)) {
                    runs.step(run.id(), last.name(), null);
                    last.run(run, progress);
                }
            }));
        }
        return job.build();
    }

    private Step step(String name, JobRepository repository, Runs runs, Stops stops, RunTasklet.Work work) {
        return new StepBuilder(name, repository)
                .tasklet(new RunTasklet(runs, stops, work), none)
                .build();
    }
}
